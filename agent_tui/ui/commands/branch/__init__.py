"""Commands that move on the tree of a session's turns."""
