"""The user's desktop: programs that hold the clipboard, open addresses, edit files."""
