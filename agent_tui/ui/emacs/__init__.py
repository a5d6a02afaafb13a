"""Emacs's editing as far as it is pure: kill ring, words, changes. No widget."""
