"""What one cell says: numbers, values, words, units, intervals and marks, as parsers of text alone."""
