"""Commands about the program itself: help, looks, settings, leaving."""
