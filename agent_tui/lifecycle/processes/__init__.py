"""The supervisor of child processes, and the reaper that stands between it and them."""
