"""Incremental markdown to rows of cells. Pure: no widget, no application."""
