"""Lone signs in cells, misread or passed over, and the small reader that is trained for them."""
