"""What a prompt mentions, attached to it for the model."""
