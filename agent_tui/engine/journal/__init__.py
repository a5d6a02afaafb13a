"""Between a turn and the session's journal on disk."""
