"""One session on disk: the lines of its journal, how they are written, and read again."""
