"""The virtual transcript: items, their heights, their rows, and the widget that paints them."""
