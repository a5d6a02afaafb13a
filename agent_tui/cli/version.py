"""The program's version."""

VERSION = "0.2.0"
"""As in the package's metadata (tested); reading those at each start would cost 20 ms."""
