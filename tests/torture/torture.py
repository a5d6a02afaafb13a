"""Lives of sessions with a kill every few seconds, and what came of them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct, field

from agent_tui.protocol.ids import new_id
from agent_tui.protocol.messages import ChatMessage, Role, TextPart
from agent_tui.protocol.sessions import SessionInfo
from tests.torture.file_moments import FILE_MOMENTS
from tests.torture.history_moments import HISTORY_MOMENTS
from tests.torture.life import Life
from tests.torture.moments import MOMENTS, Moment

_KILLS_OF_A_LIFE = 10
_LONG_HISTORY = 400  # messages of 2 KB: long enough for its end to be read first


ALL_MOMENTS = (*MOMENTS, *HISTORY_MOMENTS, *FILE_MOMENTS)


class Outcome(Struct):
    """What kills at one moment did. missing_s: see `Life`."""

    kills: int = 0
    resumes: int = 0
    losses: list[str] = field(default_factory=list)
    invalid: list[str] = field(default_factory=list)
    missing_s: list[float] = field(default_factory=list)


def torture(
    kills: int,
    seed: int,
    folder: Path,
    *,
    moments: Sequence[Moment] = ALL_MOMENTS,
    tell: Callable[[str], object] = lambda _: None,
) -> dict[str, Outcome]:
    """Kill the program so often, at moments in turn, after random times. folder: an empty one.
    Returns the outcomes by the moments' names."""
    outcomes = {moment.name: Outcome() for moment in moments}
    choose = random.Random(seed)
    order = [moments[at % len(moments)] for at in range(kills)]
    choose.shuffle(order)
    for start in range(0, kills, _KILLS_OF_A_LIFE):
        home = folder / f"life{start}"
        with Life(home, choose) as life:
            if start % (2 * _KILLS_OF_A_LIFE):
                _write_long_history(life)
            _live(life, order[start : start + _KILLS_OF_A_LIFE], outcomes, tell)
    return outcomes


def _live(
    life: Life,
    moments: Sequence[Moment],
    outcomes: dict[str, Outcome],
    tell: Callable[[str], object],
) -> None:
    life.start()
    for moment in moments:
        outcome = outcomes[moment.name]
        is_back = _kill_at(life, moment, outcome)
        tell(f"{moment.name}: {'; '.join(life.losses) or 'nothing lost'}")
        outcome.losses += life.losses
        outcome.missing_s += life.missing_s
        outcome.invalid += life.server.invalid
        for told in (life.losses, life.missing_s, life.server.invalid):
            told.clear()
        if not is_back:
            return  # of this life nothing more can be said


def _kill_at(life: Life, moment: Moment, outcome: Outcome) -> bool:
    """True when the session goes on afterwards."""
    try:
        moment.reach(life)
        life.watch(moment.window_s * life.choose.random())
        outcome.kills += 1
        stored = life.kill()
        life.start()
        outcome.resumes += 1
        moment.restored(life, stored)
        life.probe()
    except AssertionError as error:
        life.lose(f"it did not go on: {error}")
        return False
    return True


def _write_long_history(life: Life) -> None:
    info = SessionInfo(id=new_id(), cwd=str(life.work), created=1.0, title="A long one")
    journal = life.store.create(info)
    for number in range(_LONG_HISTORY):
        role = Role.ASSISTANT if number % 2 else Role.USER
        part = TextPart(id=new_id(), text=f"old{number} " + "and so on " * 200)
        journal.append_message(
            ChatMessage(id=new_id(), role=role, parts=(part,), turn_id=f"turn{number // 2}")
        )
    journal.close("user")
    life.prompts += [f"old{number}" for number in range(0, _LONG_HISTORY, 2)]
