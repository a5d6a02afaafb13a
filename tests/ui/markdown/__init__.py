"""Markdown to rows."""
