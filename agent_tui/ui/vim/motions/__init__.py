"""What moves the cursor. `table.py` has all motions by key."""
