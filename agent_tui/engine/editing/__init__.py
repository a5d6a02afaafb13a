"""Whole-history edits by a host: each is one step at the boundary of a turn."""
