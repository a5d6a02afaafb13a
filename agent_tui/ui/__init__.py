"""The screen: everything Textual, and only here. Talks to the engine through two queue ends."""
