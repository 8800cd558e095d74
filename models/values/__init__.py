"""A second, small reader of values, intervals, units with powers and lone signs, trained here on drawn strips."""
