"""The command line: arguments, settings, a door. The only room that prints and sets exit codes."""
