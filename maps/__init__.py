"""Shows a plan: pages made from nothing but a plan folder and the regions of the Netherlands."""
