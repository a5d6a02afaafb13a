"""Vim as a pure engine: keys in, effects out. Knows no widget."""
