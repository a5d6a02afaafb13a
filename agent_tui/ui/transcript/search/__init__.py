"""Finding text in the transcript: what is sought, where it occurs, how it is marked."""
