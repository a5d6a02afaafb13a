"""The built-in demo agent: offline and deterministic, to try the program without a key."""
