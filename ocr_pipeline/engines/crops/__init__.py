"""Cutting lines out of the page: straight, without the rules of tables, in pieces where they are long."""
