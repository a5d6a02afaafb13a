"""How a host's function becomes a tool: its signature, its docstring, its call."""
