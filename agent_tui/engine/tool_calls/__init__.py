"""Tool calls: the registry of tools, permission, running, results and what a call may use."""
