"""The `:` line: ranges, commands, substitution. `execute` in `execute.py` is the way in."""
