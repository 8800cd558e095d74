"""Values and units read a second time by a small reader of their own, and the powers of ten in them."""
