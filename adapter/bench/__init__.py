"""Measuring: ours and the peers on the same pages in the same run, scored by one definition."""
