"""Across the rows of a page.

``algebra`` has the relations with their sources, ``across`` whom a failure points at, ``slipped`` columns that stand a row apart, ``taken``
intervals in the place of values, ``missing`` rows that the grid expects and results printed twice, ``unread`` print that no row holds, ``points`` and ``poor_print`` pages that lost signs or letters.
"""
