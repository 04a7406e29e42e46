"""Areas on the map: files of others, borders that are shared, and the TopoJSON they are kept in."""
