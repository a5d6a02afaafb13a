"""The tools for shell commands, with real processes."""
