"""The permission panel's state and rows. Pure: no widget."""
