"""All text objects by their second key."""

from __future__ import annotations

from collections.abc import Callable

from agent_tui.ui.vim.command import Command
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.objects.brackets import select_brackets
from agent_tui.ui.vim.objects.paragraphs import select_paragraph
from agent_tui.ui.vim.objects.quotes import select_quotes
from agent_tui.ui.vim.objects.sentences import select_sentence
from agent_tui.ui.vim.objects.tags import select_tag
from agent_tui.ui.vim.objects.words import select_word

OBJECTS: dict[str, Callable[[Editor, Command], None]] = {
    "w": select_word,
    "W": select_word,
    "s": select_sentence,
    "p": select_paragraph,
    **dict.fromkeys("\"'`", select_quotes),
    **dict.fromkeys("()b{}B[]<>", select_brackets),
    "t": select_tag,
}
"""The cursor goes to the object's end; its start becomes the operator's, or the selection's."""
