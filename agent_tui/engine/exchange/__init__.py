"""Exports and imports that the user asks for while the program runs."""
