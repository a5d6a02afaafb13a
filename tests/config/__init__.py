"""Settings: where they come from, how they are checked, and which endpoint they choose."""
