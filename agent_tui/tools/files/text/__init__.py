"""Texts in memory: encodings, line ends, what is found where, what has changed. No I/O."""
