"""Stages, the one exit door, the worker thread, signals and logs; joins all rooms into a
runtime."""
