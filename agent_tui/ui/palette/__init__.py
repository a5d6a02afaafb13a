"""The palette: everything that has a name, in one list."""
