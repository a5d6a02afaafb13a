"""The engine: controller, sessions, turns, streams. Knows no screen, vendor or file format."""
