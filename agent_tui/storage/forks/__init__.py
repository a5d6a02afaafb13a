"""Copies of sessions that go their own way."""
