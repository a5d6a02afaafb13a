"""Fetching pages: what is refused, what is asked, what the model reads. No test uses a network."""
