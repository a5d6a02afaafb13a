"""Bytes on the disk: opened without following links, replaced in one piece. Blocking."""
