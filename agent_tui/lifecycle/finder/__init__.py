"""Finding files, folders and sessions by a few letters: a walk, an index, a thread of its own."""
