"""Commands and what they leave behind, with real processes."""
