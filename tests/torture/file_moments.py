"""Moments at which files are changed by tools and by a rewind, and one at which a session is
copied."""

from __future__ import annotations

from agent_tui.protocol.ports import StoredSession
from tests.flows.chat_program import ENTER
from tests.torture.answering import note_text
from tests.torture.history_moments import command
from tests.torture.life import Life
from tests.torture.moments import CTRL_U, Moment, answered, history_restored


def _written(life: Life) -> None:
    life.prompts.append(life.ask("write"))
    life.see(f"ended{life.number}")


def _write(life: Life) -> None:
    _written(life)
    requests = len(life.server.requests)
    life.prompts.append(life.ask("over"))
    life.program.wait_for(lambda: len(life.server.requests) > requests)


def _whole(life: Life, stored: StoredSession | None) -> None:
    """The file is the former one or the new one, and nothing lies beside it."""
    history_restored(life, stored)
    _check_note(life, life.number - 1, life.number)
    made = [entry.name for entry in (life.work / "notes").iterdir()]
    if litter := [name for name in made if not name.isdigit()]:
        life.lose(f"what nobody asked for lies beside the file: {litter}")


def _rewind(life: Life) -> None:
    _written(life)
    life.prompts.append(life.ask("over"))
    life.see(f"ended{life.number}")
    command(life, "/rewind")
    life.see("type to filter")
    life.program.send(ENTER)
    life.see("1 file back")
    life.program.send("jj")
    life.see("❯ Both")
    life.program.send(ENTER)


def _rewound(life: Life, stored: StoredSession | None) -> None:
    """Files go first: once the conversation is back, they are, too; and both come again."""
    prompt = f"over {life.number}"
    assert stored is not None
    if any(prompt == message.text for message in stored.messages):
        history_restored(life, stored)
        _check_note(life, life.number - 1, life.number)
        return
    life.prompts.remove(prompt)
    history_restored(life, stored)
    _check_note(life, life.number - 1)
    life.program.send(CTRL_U)  # the prompt, which is back in the composer
    command(life, "/redo")
    if not life.sees(f"ended{life.number}"):
        life.lose(f"the turn of {prompt!r}, which was rewound")
    life.prompts.append(prompt)
    _check_note(life, life.number)


def _check_note(life: Life, *numbers: int) -> None:
    """The file that was written last holds what one of these prompts wanted."""
    held = (life.work / "notes" / str(life.number - 1)).read_text()
    if held not in map(note_text, numbers):
        life.lose(f"the file of prompt {life.number} holds {len(held)} characters: {held[:30]!r}")


def _fork(life: Life) -> None:
    answered(life)
    life.session_id = life.session_id or life.store.sessions()[0].id
    command(life, "/fork")


def _forked(life: Life, stored: StoredSession | None) -> None:
    """The copy is whole or is not there; the session stays what it was."""
    history_restored(life, stored)
    if unreadable := life.store.browser.unreadable():
        life.lose(f"a session that can be read: {unreadable}")
    for info in life.store.sessions():
        if info.id != life.session_id:
            held = [message.text for message in life.store.load(info.id).messages]
            life.check_history(held, "the fork")
            life.store.delete(info.id)


FILE_MOMENTS = (
    Moment(name="a tool writes a file", reach=_write, window_s=0.5, restored=_whole),
    Moment(name="files are rewound", reach=_rewind, window_s=0.15, restored=_rewound),
    Moment(name="a session is forked", reach=_fork, window_s=0.3, restored=_forked),
)
