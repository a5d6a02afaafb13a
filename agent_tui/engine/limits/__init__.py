"""How many requests and tokens a provider gets within a minute."""
