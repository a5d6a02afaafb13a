"""Selecting text of the transcript: which cells, the text they stand for, and how they look."""
