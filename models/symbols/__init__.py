"""A reader for lone signs in table cells (``-``, ``+``, arrows, ``H``, ``L`` ...), which line recognisers misread."""
