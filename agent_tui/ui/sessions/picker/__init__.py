"""The list of stored sessions: which rows there are, how they look, and how a session ends."""
