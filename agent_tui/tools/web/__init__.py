"""Fetching a web page: which addresses may be reached, the request itself, and its text."""
