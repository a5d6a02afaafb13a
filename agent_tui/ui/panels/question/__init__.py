"""The question panel's state and rows. Pure: no widget."""
