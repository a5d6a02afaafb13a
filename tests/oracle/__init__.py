"""Real Vim is asked what the vim engine should do."""
