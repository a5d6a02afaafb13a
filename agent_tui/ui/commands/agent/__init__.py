"""Commands about what the agent may do and does."""
