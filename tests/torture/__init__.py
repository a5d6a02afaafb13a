"""The real program, killed again and again: what was shown must be there afterwards."""
