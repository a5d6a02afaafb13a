"""What was said in all sessions, found again: an index beside the journals."""
