"""Finding, renaming and deleting stored sessions, open or not."""
