"""The whole program in a true terminal, with a model server on loopback."""
