"""Regions of a page: title, identity, table, text, figure, footer, other."""
