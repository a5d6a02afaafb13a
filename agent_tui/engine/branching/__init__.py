"""Undo, redo, rewind, other branches, forks: where the history of a session goes on."""
