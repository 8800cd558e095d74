"""Reference intervals that are torn, bent, glued or printed in parts."""
