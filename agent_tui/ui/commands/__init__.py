"""Slash commands: what each does, in one table that the parser, the popup and the help share."""
