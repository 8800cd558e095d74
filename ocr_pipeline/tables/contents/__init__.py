"""What stands in the cells of a row, put right before it is read."""
