"""Contents of files before tools changed them: kept, found again, cleaned up."""
