"""Many turns in one process."""
