"""The ways in, one a file. Each turns what it sees into arrivals and hands them to the one intake."""
