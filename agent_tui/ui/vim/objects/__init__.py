"""Text objects. `table.py` has all of them by key."""
