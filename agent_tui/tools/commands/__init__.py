"""What the tools for shell commands share: output as text, background commands, results."""
