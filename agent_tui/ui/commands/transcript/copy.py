"""`/copy`: an answer, or the code in it, to the clipboard."""

from __future__ import annotations

from agent_tui.ui.commands.argument import (
    Argument,
    ArgumentProblem,
    fixed_choices,
    whole_number,
)
from agent_tui.ui.commands.command import Category, Command, CommandHost


def _copy(host: CommandHost, what: int | str = 1) -> None:
    if isinstance(what, int):
        host.copy_answer(what)
    else:
        host.copy_code()


def _what(text: str) -> int | str:
    if text == "code":
        return text
    try:
        return whole_number(text)
    except ArgumentProblem as problem:
        raise ArgumentProblem(
            f"{text} is neither a number nor code. Write /copy, /copy 2 for the answer before, "
            "or /copy code."
        ) from problem


COPY = Command(
    "/copy",
    "Copy the last answer, the n-th last, or a code block",
    _copy,
    (
        Argument(
            "n|code",
            is_optional=True,
            choices=fixed_choices(
                ("code", "a code block of the last answers"), ("2", "the answer before the last")
            ),
            parse=_what,
        ),
    ),
    category=Category.TRANSCRIPT,
    details="Answers are copied as the Markdown that the model wrote. Of several code blocks you "
    "choose one.",
)
