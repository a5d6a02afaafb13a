"""Protocol data to short texts for the screen. Pure: no widget, no colour."""
