"""`regions/VR01.html` and so on: one region's day, for those who receive people there."""
