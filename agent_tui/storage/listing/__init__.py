"""Which sessions are stored: the index, and what lists show of them."""
