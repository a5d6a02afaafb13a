"""Tests as specification: every name is a rule."""
