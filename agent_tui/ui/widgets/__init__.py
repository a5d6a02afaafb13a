"""Widgets, one per file, and the pure parts they show. They report; they do not act."""
