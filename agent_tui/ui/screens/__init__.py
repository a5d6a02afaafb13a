"""Whole screens: the chat, the help."""
