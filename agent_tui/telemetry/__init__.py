"""What the engine measures of itself, for handlers of a host's. It sends nothing anywhere by
itself."""
