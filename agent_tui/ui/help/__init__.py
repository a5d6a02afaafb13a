"""What the help says: sections of rows, made from the tables that make keys and commands work."""
