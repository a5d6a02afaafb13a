"""Files of the user as checkpoints see them: looked at, kept, put back."""
