"""Taking back what tools changed in files: tracking, preview, rewind, redo."""
