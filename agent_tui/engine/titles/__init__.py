"""Titles that sessions get by themselves."""
