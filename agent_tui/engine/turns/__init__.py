"""One turn: its steps, retries, answer, tool calls and end."""
