"""Commands about what was said and done: finding, copying, showing it."""
