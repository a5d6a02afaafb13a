"""Sessions that are kept in memory, as long as the process lives."""
