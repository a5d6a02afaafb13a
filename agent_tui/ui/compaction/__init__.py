"""What people see of summaries: the proposal above the composer, and words about it."""
