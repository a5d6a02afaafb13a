"""What half-typed text can become: sources of entries, the choice among them, the folder tree."""
