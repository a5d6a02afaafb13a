"""Unified diffs: reading them, placing their hunks, changing several files or none."""
