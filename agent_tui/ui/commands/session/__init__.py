"""Commands about the session: a new one, its title, its state, what it took."""
