"""From time steps to characters, and what the page and its language say of them."""
