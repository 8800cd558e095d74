"""Which bands of a panel are rows, and which lines above, below and between belong to them."""
