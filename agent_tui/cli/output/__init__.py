"""What print mode writes, a file per output format."""
