"""Where text stands: the detector's map, its boxes, and print that it hardly sees, joins, or that bends."""
