"""The documentation: that it builds, and that its code runs."""
