"""The tree of a session's turns on the screen: lists to choose from, and what becomes of it."""
