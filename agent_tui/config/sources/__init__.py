"""The places that settings come from, and how their values are checked and joined."""
