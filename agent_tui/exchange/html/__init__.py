"""A session as one HTML file that needs nothing else."""
