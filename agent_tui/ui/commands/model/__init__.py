"""Commands about the model that answers."""
