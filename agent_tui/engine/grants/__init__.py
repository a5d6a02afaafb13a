"""The grants that hold in a session: where they come from, are kept and looked at."""
