"""Shell commands that the user runs beside the model."""
