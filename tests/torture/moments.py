"""When a program is killed, and what must be there afterwards."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from msgspec import Struct

from agent_tui.protocol.ports import StoredSession
from tests.flows.chat_program import CTRL_Q, ENTER
from tests.torture.life import Life

ARMED = "Esc stops the turn"
CTRL_U = "\x15"
_CTRL_S, _SHIFT_TAB = "\x13", "\x1b[Z"
_MODES = ("ask ·", "edits ·", "plan ·")

Reach = Callable[[Life], None]
Check = Callable[[Life, StoredSession | None], None]


class Moment(Struct, frozen=True, kw_only=True):
    """reach: leads a running program there. window_s: the kill comes after a random part of it.
    restored: looks at the program that was started again, and leaves it idle with an empty
    composer."""

    name: str
    reach: Reach
    window_s: float
    restored: Check


def _stream(life: Life) -> None:
    life.prompts.append(life.ask("stream"))
    life.see(f"a{life.number}w0001")


def _streamed(life: Life, stored: StoredSession | None) -> None:
    if life.answers:
        life.see(life.answers[-1])
    history_restored(life, stored)


def _work(life: Life) -> None:
    life.prompts.append(life.ask("work"))
    life.see(f"a{life.number}w0001")


def _worked(life: Life, stored: StoredSession | None) -> None:
    history_restored(life, stored)
    life.see(f"./slow.sh {life.number}")
    life.watch(0.2)
    if (life.work / "ran").read_text().split().count(str(life.number)) != 1:
        life.lose(f"the command of prompt {life.number} ran again")


def _permit(life: Life) -> None:
    life.prompts.append(life.ask("permit"))
    life.see(ARMED)


def _asked_again(life: Life, stored: StoredSession | None) -> None:
    history_restored(life, stored)
    requests = len(life.server.requests)
    if not life.sees(ARMED):
        life.lose(f"the permission request of prompt {life.number}")
        return
    may = life.choose.random() < 0.5
    life.program.send("y" if may else "n")
    if not may:
        life.see("reason")
        life.program.send(ENTER)
    life.see(f"ended{life.number}")
    if (life.work / f"made{life.number}").exists() is not may:
        life.lose(f"what was decided about prompt {life.number} was not done")
    if len(life.server.requests) != requests + 1:
        life.lose(f"the turn of prompt {life.number} began anew")


def _grant(life: Life) -> None:
    life.prompts.append(life.ask("grant"))
    life.see(ARMED)
    life.program.send("a")
    life.see(f"ended{life.number}")


def _granted(life: Life, stored: StoredSession | None) -> None:
    history_restored(life, stored)
    life.prompts.append(life.ask("again"))
    if not life.sees(f"ended{life.number}"):
        life.lose(f"the grant of prompt {life.number - 1}")


def _question(life: Life) -> None:
    life.prompts.append(life.ask("ask"))
    life.see(f"Which {life.number}?")
    life.see(ARMED)


def _question_asked_again(life: Life, stored: StoredSession | None) -> None:
    history_restored(life, stored)
    if not life.sees(ARMED):
        life.lose(f"the question of prompt {life.number}")
        return
    life.program.send("2")
    life.program.send(ENTER)
    life.see(f"ended{life.number}")


def _send(life: Life) -> None:
    life.ask("say")


def _sent(life: Life, stored: StoredSession | None) -> None:
    """It is history, it waits, or it is in the composer again; nowhere is a loss."""
    prompt = f"say {life.number}"
    history_restored(life, stored)
    if stored is not None and any(prompt == message.text for message in stored.messages):
        life.prompts.append(prompt)
    elif stored is not None and any(prompt == one.text for one in stored.queued):
        life.program.send(ENTER)
        life.see(f"ok{life.number}")
        life.prompts.append(prompt)
    elif not life.sees(f"❯ {prompt}"):
        life.lose_sent(prompt)
    else:
        life.program.send(CTRL_U)


def answered(life: Life) -> None:
    life.prompts.append(life.ask("say"))
    life.see(f"ok{life.number}")
    life.answers.append(f"ok{life.number}")


def _queue(life: Life) -> None:
    _stream(life)
    life.ask("say")
    life.ask("say")
    life.see("2 queued")


def _queue_restored(life: Life, stored: StoredSession | None) -> None:
    wanted = [f"say {life.number - 1}", f"say {life.number}"]
    history_restored(life, stored)
    held = [prompt.text for prompt in stored.queued] if stored else []
    if held != wanted or not life.sees("2 queued"):
        life.lose(f"the queue {wanted} came back as {held}")
        return
    life.program.send(ENTER)
    life.see(f"ok{life.number}")
    life.prompts += wanted


def _draft(life: Life) -> None:
    life.number += 1
    life.program.send(f"aside {life.number}")
    life.see(f"❯ aside {life.number}")
    life.program.send(_CTRL_S)
    life.see("put aside")
    life.program.send(f"draft {life.number}")
    life.see(f"❯ draft {life.number}")
    life.watch(0.5)
    life.program.send(" and more")


def _draft_restored(life: Life, stored: StoredSession | None) -> None:
    history_restored(life, stored)
    if not life.sees(f"❯ draft {life.number}"):
        life.lose(f"the draft {life.number}")
    life.program.send(CTRL_U + _CTRL_S)
    if not life.sees(f"❯ aside {life.number}"):
        life.lose(f"what was put aside, {life.number}")
    life.program.send(CTRL_U)


def _mode(life: Life) -> None:
    answered(life)
    shown = next(mode for mode in _MODES if mode in life.program.line(-1))
    life.program.send(_SHIFT_TAB)
    life.see(_MODES[(_MODES.index(shown) + 1) % 3])


def _mode_restored(life: Life, stored: StoredSession | None) -> None:
    history_restored(life, stored)
    assert stored is not None
    if not life.sees(f"{stored.info.permission_mode} ·"):
        life.lose(f"the mode {stored.info.permission_mode}")
    while "ask ·" not in life.program.line(-1):
        before = life.program.line(-1)[:8]
        life.program.send(_SHIFT_TAB)
        life.program.wait_for(partial(_differs, life, before))


def _differs(life: Life, before: str) -> bool:
    return life.program.line(-1)[:8] != before


def _quit(life: Life) -> None:
    _stream(life)
    life.program.send(CTRL_Q)


def _quit_idle(life: Life) -> None:
    answered(life)
    life.program.send(CTRL_Q)


def _start(life: Life) -> None:
    """The program has only begun, and opens the session."""
    life.kill()
    life.start(waits=False)


def _shell(life: Life) -> None:
    life.number += 1
    life.program.send(f"!./slow.sh {life.number}")
    life.see(f"slow.sh {life.number}")
    life.program.send(ENTER)
    life.see(f"a{life.number}w0001")


def history_restored(life: Life, stored: StoredSession | None) -> None:
    if stored is None:
        if life.prompts:
            life.lose("the whole session")
        return
    life.check_history([message.text for message in stored.messages], "the journal")
    if stored.notes:
        life.lose(f"damage: {stored.notes}")


MOMENTS = (
    Moment(name="an answer streams", reach=_stream, window_s=1.2, restored=_streamed),
    Moment(name="a tool runs", reach=_work, window_s=1.0, restored=_worked),
    Moment(name="a permission is asked", reach=_permit, window_s=0.3, restored=_asked_again),
    Moment(
        name="a question is asked", reach=_question, window_s=0.3, restored=_question_asked_again
    ),
    Moment(name="a prompt is sent", reach=_send, window_s=0.4, restored=_sent),
    Moment(name="an answer is saved", reach=answered, window_s=0.05, restored=history_restored),
    Moment(name="prompts wait", reach=_queue, window_s=0.3, restored=_queue_restored),
    Moment(name="a draft is typed", reach=_draft, window_s=0.4, restored=_draft_restored),
    Moment(name="the mode changes", reach=_mode, window_s=0.05, restored=_mode_restored),
    Moment(name="quitting, a turn runs", reach=_quit, window_s=1.0, restored=_streamed),
    Moment(name="something is granted", reach=_grant, window_s=0.05, restored=_granted),
    Moment(name="the user's command runs", reach=_shell, window_s=1.0, restored=_worked),
    Moment(name="starting", reach=_start, window_s=0.7, restored=history_restored),
    Moment(name="quitting, idle", reach=_quit_idle, window_s=0.15, restored=history_restored),
)
