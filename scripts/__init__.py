"""What is run by hand, from the project's folder."""
