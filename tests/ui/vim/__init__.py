"""The vim engine, key by key."""
