"""The presets `vim` and `emacs`: what differs from `default`, and the keys of emacs's own actions.
Loaded when one of them is chosen, or when somebody looks for an action by name."""

from __future__ import annotations

from agent_tui.config.key_tables import DEFAULT_KEYS, KeyTable

EMACS_EDITING: KeyTable = {
    "emacs.line_start": ("ctrl+a", "home"),
    "emacs.line_end": ("ctrl+e", "end"),
    "emacs.forward_char": ("ctrl+f", "right"),
    "emacs.backward_char": ("ctrl+b", "left"),
    "emacs.next_line": ("ctrl+n", "down"),
    "emacs.previous_line": ("ctrl+p", "up"),
    "emacs.forward_word": ("alt+f", "ctrl+right"),
    "emacs.backward_word": ("alt+b", "ctrl+left"),
    "emacs.text_start": ("alt+less_than_sign", "alt+shift+comma"),
    "emacs.text_end": ("alt+greater_than_sign", "alt+shift+full_stop"),
    "emacs.kill_word": ("alt+d",),
    "emacs.backward_kill_word": ("alt+backspace",),
    "emacs.kill_line": ("ctrl+k",),
    "emacs.backward_kill_line": ("ctrl+u",),
    "emacs.kill_region": ("ctrl+w",),
    "emacs.copy_region": ("alt+w",),
    "emacs.yank": ("ctrl+y",),
    "emacs.yank_pop": ("alt+y",),
    "emacs.set_mark": ("ctrl+space",),
    "emacs.exchange_mark": ("ctrl+x ctrl+x",),
    "emacs.mark_all": ("ctrl+x h",),
    "emacs.transpose_chars": ("ctrl+t",),
    "emacs.transpose_words": ("alt+t",),
    "emacs.upper_word": ("alt+u",),
    "emacs.lower_word": ("alt+l",),
    "emacs.capital_word": ("alt+c",),
    "emacs.open_line": ("ctrl+o",),
    "emacs.fill_paragraph": ("alt+q",),
}
"""What the preset `emacs` adds to the composer. In other presets these actions do not exist."""

EMACS_KEYS: KeyTable = {
    **DEFAULT_KEYS,
    **EMACS_EDITING,
    "app.quit": ("ctrl+q", "ctrl+x ctrl+c"),
    "app.stop": ("escape", "ctrl+g"),
    "app.palette": ("alt+x",),
    "app.toggle_sidebar": ("f2",),
    "app.switch_focus": ("f6", "ctrl+x o"),
    "app.toggle_tool_output": ("f4",),
    "app.toggle_thinking": ("f5",),
    "app.search": ("ctrl+s",),
    "composer.previous": (),  # the lines above and below come first, see `EmacsEditing`
    "composer.next": (),
    "composer.paste_image": ("ctrl+x ctrl+v",),  # the others turn pages
    "composer.edit_draft": ("ctrl+x ctrl+e",),
    "composer.stash": ("ctrl+x ctrl+s",),
    "composer.undo": ("ctrl+underscore", "ctrl+slash", "ctrl+shift+minus", "ctrl+x u"),
    "composer.redo": ("alt+ctrl+underscore",),
    "composer.scroll_page_up": ("pageup", "alt+v"),
    "composer.scroll_page_down": ("pagedown", "ctrl+v"),
    "transcript.edit_conversation": ("ctrl+x ctrl+e",),
    "transcript.scroll_up": ("up", "ctrl+p"),
    "transcript.scroll_down": ("down", "ctrl+n"),
    "transcript.page_up": ("pageup", "alt+v"),
    "transcript.page_down": ("pagedown", "ctrl+v"),
    "transcript.scroll_home": ("ctrl+home", "home", "alt+less_than_sign"),
    "transcript.scroll_end": ("ctrl+end", "end", "G", "alt+greater_than_sign"),
    "search.older": ("up", "ctrl+p"),
    "search.newer": ("down", "ctrl+n"),
    "sidebar.next": ("j", "down", "ctrl+n"),
    "sidebar.previous": ("k", "up", "ctrl+p"),
    "code_picker.next": ("down", "j", "ctrl+n"),
    "code_picker.previous": ("up", "k", "ctrl+p"),
}

VIM_KEYS: KeyTable = {
    **DEFAULT_KEYS,
    "app.toggle_sidebar": ("f2",),  # Ctrl+B and Ctrl+F turn pages
    "app.search": ("f3",),
    "composer.undo": (),  # u and Ctrl+R are vim's
    "composer.redo": (),
    "transcript.page_up": ("pageup", "ctrl+b"),
    "transcript.page_down": ("pagedown", "ctrl+f"),
    "transcript.scroll_home": ("ctrl+home",),  # Home and End are the line's
    "transcript.scroll_end": ("ctrl+end", "G"),
    "transcript.print_conversation": ("f9",),  # "[" begins commands of vim
}

ALL_ACTIONS: KeyTable = {**DEFAULT_KEYS, **dict.fromkeys(EMACS_EDITING, ())}
"""Every action of every preset, by whole name."""
