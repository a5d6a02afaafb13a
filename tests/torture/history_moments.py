"""Moments at which the history itself is changed: undo, pins, summaries."""

from __future__ import annotations

from agent_tui.protocol.ports import StoredSession
from tests.flows.chat_program import ENTER
from tests.torture.life import Life
from tests.torture.moments import CTRL_U, Moment, answered, history_restored


def command(life: Life, name: str) -> None:
    """Type a command and run it."""
    life.program.send(name)
    life.see(f"❯ {name}")
    life.program.send(ENTER)


def _undo(life: Life) -> None:
    answered(life)
    answered(life)
    command(life, "/undo")
    life.see("brings it back")


def _undone(life: Life, stored: StoredSession | None) -> None:
    prompt, answer = f"say {life.number}", f"ok{life.number}"
    life.prompts.remove(prompt)
    life.answers.remove(answer)
    history_restored(life, stored)
    assert stored is not None
    if any(message.text in (prompt, answer) for message in stored.messages):
        life.lose(f"the undoing of {prompt!r}")
    life.program.send(CTRL_U)  # the prompt, which is back in the composer
    command(life, "/redo")
    if not life.sees(answer):
        life.lose(f"the undone turn of {prompt!r}")
    life.prompts.append(prompt)
    life.answers.append(answer)


def _pin(life: Life) -> None:
    answered(life)
    command(life, "/pin")
    life.watch(0.2)


def _pinned(life: Life, stored: StoredSession | None) -> None:
    history_restored(life, stored)
    assert stored is not None
    if stored.messages[-1].id not in stored.pins or not life.sees(f"◆ok{life.number}"):
        life.lose(f"the pin of answer {life.number}")


def _preview(life: Life) -> None:
    answered(life)
    answered(life)
    command(life, "/compact")
    life.see("Enter use it")


def _summary_unused(life: Life, stored: StoredSession | None) -> None:
    history_restored(life, stored)
    assert stored is not None
    if any(message.compaction for message in stored.messages[life.summarised_messages :]):
        life.lose("the history, to a summary that nobody had accepted")


def _compact(life: Life) -> None:
    _preview(life)
    life.program.send(ENTER)


def _compacted(life: Life, stored: StoredSession | None) -> None:
    """The summary stands, or does not; what it stands for is in the journal in any case."""
    history_restored(life, stored)
    assert stored is not None
    if any(message.compaction for message in stored.messages[life.summarised_messages :]):
        life.summarise(len(stored.messages))


HISTORY_MOMENTS = (
    Moment(name="a turn is undone", reach=_undo, window_s=0.1, restored=_undone),
    Moment(name="an answer is pinned", reach=_pin, window_s=0.05, restored=_pinned),
    Moment(name="a summary is shown", reach=_preview, window_s=0.2, restored=_summary_unused),
    Moment(name="a summary is used", reach=_compact, window_s=0.1, restored=_compacted),
)
