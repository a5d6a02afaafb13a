"""What the file tools share: safe opening, atomic writing, text forms, what was read before."""
