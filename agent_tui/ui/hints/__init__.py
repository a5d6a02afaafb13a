"""Hints for those who are new: one at a time, each gone once its key was used."""
