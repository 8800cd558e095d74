"""The names of analytes: codes and numbers around them, sub-headings between them, letters misread in them."""
