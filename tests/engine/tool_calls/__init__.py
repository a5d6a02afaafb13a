"""Tools by name, and the calls of them."""
