"""A session as a markdown document."""
