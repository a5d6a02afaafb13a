"""What each key action does and what people are told of it; its keys are in `config/key_tables.py`.

Data only. The order is the order of the help.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


class KeyAction(Struct, frozen=True):
    """One thing a key can do. name: in the tables, without the context. method: Textual's action
    string, looked up where the key is bound. is_typed_twice: only two of the key in a row act.
    is_priority: before the focused widget sees the key. is_listed: the help has a line for it."""

    name: str
    method: str
    description: str
    is_typed_twice: bool = False
    is_priority: bool = False
    is_listed: bool = True


APP_ACTIONS = (
    KeyAction("quit", "leave", "Quit"),
    KeyAction("interrupt", "interrupt", "Copy, else stash the draft, else stop; twice: quit"),
    KeyAction("stop", "stop", "Close what is open, else stop what runs; twice: go back"),
    KeyAction("help", "help", "This help"),
    KeyAction("palette", "palette", "Commands, sessions, models and themes, by name"),
    KeyAction("toggle_sidebar", "screen.toggle_sidebar", "Show or hide the sidebar"),
    KeyAction("switch_focus", "screen.switch_focus", "Go to what is asked, else the transcript"),
    KeyAction("queue", "screen.queue", "Go to the waiting prompts"),
    KeyAction(
        "toggle_tool_output", "screen.toggle_tool_output", "Open and close output or a paste"
    ),
    KeyAction("toggle_thinking", "screen.toggle_thinking", "Open and fold the model's thinking"),
    KeyAction("cycle_permission_mode", "cycle_permission_mode", "Mode: plan, ask, edits"),
    KeyAction("search", "screen.search", "Search the transcript"),
    KeyAction("previous_turn", "screen.previous_turn", "Go to the turn before"),
    KeyAction("next_turn", "screen.next_turn", "Go to the turn after"),
    KeyAction("next_session", "next_session", "Open session that waits for you, else the next"),
    KeyAction("previous_session", "previous_session", "Open session before this one"),
    KeyAction("session_1", "go_to_session(1)", "Open session by its place, 1 to 9"),
    *(
        KeyAction(f"session_{at}", f"go_to_session({at})", f"Open session {at}", is_listed=False)
        for at in range(2, 10)
    ),
    KeyAction("redraw", "redraw", "Draw the screen again"),
    KeyAction("suspend", "suspend_process", "Suspend (fg brings it back)"),
)
"""Work wherever the focus is, also while the help is open."""

COMPOSER_ACTIONS = (
    KeyAction("submit", "submit", "Send, or queue while a turn runs"),
    KeyAction("steer", "steer", "Send the other way: to the running turn, or queued"),
    KeyAction("new_line", "new_line", "New line (also \\ and Enter)"),
    KeyAction("previous", "previous", "On the first line: edit the queue, else older prompts"),
    KeyAction("next", "next", "On the last line: newer prompts, then your draft"),
    KeyAction("search_history", "screen.search_history", "Search the prompts of all sessions"),
    KeyAction("paste_image", "paste_image", "Paste an image, or a text"),
    KeyAction("edit_draft", "edit_draft", "Write the draft in your editor"),
    KeyAction("toggle_chip", "toggle_chip", "Open the paste at the cursor (also Ctrl+O), and back"),
    KeyAction("stash", "stash", "Put the draft aside, and bring it back"),
    KeyAction("complete", "complete", "Complete a command, else indent"),
    KeyAction("undo", "undo", "Undo"),
    KeyAction("redo", "redo", "Redo"),
    KeyAction("leave_when_empty", "leave_when_empty", "Quit when the composer is empty"),
    KeyAction("help_when_empty", "help_when_empty", "Help when the composer is empty"),
    KeyAction("scroll_page_up", "screen.transcript_page_up", "Scroll the transcript up"),
    KeyAction("scroll_page_down", "screen.transcript_page_down", "Scroll the transcript down"),
    KeyAction("scroll_home", "screen.transcript_home", "Go to the start of the transcript"),
    KeyAction("scroll_end", "screen.transcript_end", "Go to the end and follow"),
)
"""Work while the composer has the focus."""

SEARCH_TRANSCRIPT_ACTIONS = (
    # Priority, so that the field has the focus before the next character is handed out.
    KeyAction("search", "screen.search", "Search", is_priority=True),
    KeyAction("match_above", "match_above", "Next match, upwards"),
    KeyAction("match_below", "match_below", "Next match, downwards"),
)
TRAVEL_ACTIONS = (
    KeyAction("previous_turn", "previous_turn", "Previous turn"),
    KeyAction("next_turn", "next_turn", "Next turn"),
    KeyAction("go_start", "half_start", "Start", is_typed_twice=True),
    KeyAction("scroll_end", "scroll_end", "End, and follow it"),
    KeyAction(
        "print_conversation",
        "print_conversation",
        "Print the conversation on the normal screen",
    ),
    KeyAction("edit_conversation", "edit_conversation", "Open the conversation in the editor"),
)
SELECT_ACTIONS = (
    KeyAction("select_characters", "select_characters", "Select"),
    KeyAction("select_lines", "select_lines", "Select lines"),
    KeyAction("select_lines_up", "select_lines('up')", "Select lines upwards"),
    KeyAction("select_lines_down", "select_lines('down')", "Select lines downwards"),
    KeyAction("select_everything", "select_everything", "Select everything"),
)
CURSOR_ACTIONS = (
    KeyAction("next_item", "next_item", "Next item"),
    KeyAction("previous_item", "previous_item", "Previous item"),
    KeyAction("toggle_item", "toggle_item", "Open or fold"),
    KeyAction("copy", "copy", "Copy"),
    KeyAction("act", "act", "Open the link, else fold"),
)
PIN_ACTIONS = (
    KeyAction("pin", "pin", "Keep it word for word in summaries, or let it go"),
    KeyAction("undo_compaction", "undo_compaction", "Undo the summary"),
)
SCROLL_ACTIONS = (
    KeyAction("scroll_up", "scroll_up", "Scroll up"),
    KeyAction("scroll_down", "scroll_down", "Scroll down"),
    KeyAction("page_up", "page_up", "Page up"),
    KeyAction("page_down", "page_down", "Page down"),
    KeyAction("scroll_home", "scroll_home", "Start"),
)
TRANSCRIPT_ACTIONS = (
    *SEARCH_TRANSCRIPT_ACTIONS,
    *TRAVEL_ACTIONS,
    *SELECT_ACTIONS,
    *CURSOR_ACTIONS,
    *PIN_ACTIONS,
    *SCROLL_ACTIONS,
)
"""Work while the transcript has the focus."""

SEARCH_ACTIONS = (
    KeyAction("accept", "accept", "Keep the search and go on in the transcript"),
    KeyAction("older", "older", "An older search"),
    KeyAction("newer", "newer", "A newer search"),
    KeyAction("page_up", "screen.transcript_page_up", "Page up"),
    KeyAction("page_down", "screen.transcript_page_down", "Page down"),
)

SIDEBAR_ACTIONS = (
    KeyAction("next", "move(1)", "Next"),
    KeyAction("previous", "move(-1)", "Previous"),
    KeyAction("go_first", "go_first", "First"),
    KeyAction("go_last", "go_last", "Last"),
    KeyAction("page_down", "move(10)", "Further down"),
    KeyAction("page_up", "move(-10)", "Further up"),
    KeyAction("act", "act", "Show the turn, open the file"),
    KeyAction("copy", "copy", "Copy the prompt or the path"),
    KeyAction("rewind", "rewind", "Go back to before the turn"),
)

QUEUE_ACTIONS = (
    KeyAction("next", "go(1)", "Next prompt"),
    KeyAction("previous", "go(-1)", "Prompt before"),
    KeyAction("go_first", "go_first", "First"),
    KeyAction("go_last", "go_last", "Last"),
    KeyAction("page_down", "go(5)", "Further down"),
    KeyAction("page_up", "go(-5)", "Further up"),
    KeyAction("edit", "edit", "Edit it; it keeps its place"),
    KeyAction("remove", "remove", "Remove it"),
    KeyAction("undo", "undo", "Bring back what was removed"),
    KeyAction("later", "shift(1)", "Send it later"),
    KeyAction("earlier", "shift(-1)", "Send it earlier"),
    KeyAction("steer", "steer", "Send it to the running turn now"),
)
"""Work while the list of waiting prompts has the focus."""

CODE_PICKER_ACTIONS = (
    KeyAction("next", "move(1)", "Next block"),
    KeyAction("previous", "move(-1)", "Block before"),
    KeyAction("copy", "copy", "Copy it"),
)

_EMACS = {
    "line_start": "Start of the line",
    "line_end": "End of the line",
    "forward_char": "One character on",
    "backward_char": "One character back",
    "next_line": "Line below; on the last line: newer prompts",
    "previous_line": "Line above; on the first line: the queue, older prompts",
    "forward_word": "One word on",
    "backward_word": "One word back",
    "text_start": "Start of the text",
    "text_end": "End of the text",
    "kill_word": "Kill to the end of the word",
    "backward_kill_word": "Kill to the start of the word",
    "kill_line": "Kill to the end of the line",
    "backward_kill_line": "Kill to the start of the line",
    "kill_region": "Kill the region, else the word before the cursor",
    "copy_region": "Copy the region into the kill ring",
    "yank": "Insert what was killed last",
    "yank_pop": "After inserting: what was killed before that, instead",
    "set_mark": "Begin a region here",
    "exchange_mark": "Go to the other end of the region",
    "mark_all": "Make everything the region",
    "transpose_chars": "Swap the characters around the cursor",
    "transpose_words": "Swap the words around the cursor",
    "upper_word": "Word in capitals",
    "lower_word": "Word in small letters",
    "capital_word": "Word with a capital",
    "open_line": "Break the line behind the cursor",
    "fill_paragraph": "Break the paragraph's lines anew",
}
EMACS_ACTIONS = tuple(
    KeyAction(name, f"app.edit('{name}')", description) for name, description in _EMACS.items()
)
"""Work in the composer while it edits like Emacs."""

ACTIONS: Mapping[str, tuple[KeyAction, ...]] = {
    "app": APP_ACTIONS,
    "composer": COMPOSER_ACTIONS,
    "transcript": TRANSCRIPT_ACTIONS,
    "search": SEARCH_ACTIONS,
    "sidebar": SIDEBAR_ACTIONS,
    "queue": QUEUE_ACTIONS,
    "code_picker": CODE_PICKER_ACTIONS,
    "emacs": EMACS_ACTIONS,
    "vim_normal": (*APP_ACTIONS, *COMPOSER_ACTIONS),
    "vim_insert": (*APP_ACTIONS, *COMPOSER_ACTIONS),
}
"""All actions by context."""
