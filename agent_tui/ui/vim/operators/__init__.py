"""What is done to an area of the text. `run.py` is the one way in."""
