"""Summaries in place of the earlier conversation: when, of what, and what is sent then."""
