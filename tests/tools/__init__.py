"""The shipped tools and what hosts write their own with, without an engine."""
