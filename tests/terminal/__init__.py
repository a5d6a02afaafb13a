"""The program in a real pseudo-terminal, as a user sees it."""
