"""What reaches beyond the screen: clipboard, browser, editor, the terminal's own scrollback."""
