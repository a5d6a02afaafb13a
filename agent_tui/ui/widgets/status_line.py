"""The status bar's text: which facts are said, and which give way when the line is short. Pure."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path, PurePath

from msgspec import Struct
from rich.cells import cell_len, set_cell_size

from agent_tui.protocol.permissions import PermissionMode
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import AppState
from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.render.cells import cut_end, cut_start
from agent_tui.ui.render.costs import usage_cost
from agent_tui.ui.widgets.status_facts import StatusFacts
from agent_tui.ui.widgets.token_text import FULL, HIGH, context_share, context_text

SEPARATOR = " · "
CARET = "█"
"""Stands where a line is being typed."""
SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_ACTIVITY_CELLS = (48, 24)
_GAP_CELLS = 2  # between what stands at the left and what stands at the right


class Tone(StrEnum):
    """How much a fact wants to be seen."""

    CALM = "calm"
    ACCENT = "accent"
    LOUD = "loud"
    ALARM = "alarm"


class Piece(Struct, frozen=True):
    """One fact. forms: the ways to say it, longest first; a form "" leaves it out. rank: who gives
    way first, low before high; the shorter forms of one piece are taken one after the other."""

    forms: tuple[str, ...]
    rank: int
    tone: Tone = Tone.CALM


class StatusLine(Struct, frozen=True):
    """The line in two halves, each a list of (text, tone); the separators are not included."""

    left: tuple[tuple[str, Tone], ...]
    right: tuple[tuple[str, Tone], ...]


class Hints(Struct, frozen=True):
    """The keys that the line mentions, as people read them; "" when an action has no key.
    help_writing: the one for help while something stands in the composer."""

    help: str = "?"
    help_writing: str = "F1"
    quit: str = "Ctrl+Q"
    stop: str = "Esc"
    restore: str = "Ctrl+S"
    end: str = "Ctrl+End"


USUAL_HINTS = Hints()


def status_line(
    facts: StatusFacts, width: int, *, now: float, frame: int = 0, hints: Hints = USUAL_HINTS
) -> StatusLine:
    """The line for `width` cells, never longer than that. frame: counts spinner steps."""
    if facts.command_line:
        return _typed_line(facts.command_line, facts.hint, width)
    left, right = _left_pieces(facts), _right_pieces(facts, now, frame, hints)
    pieces = [*left, *right]
    chosen = [0] * len(pieces)
    while _cells(pieces, chosen, len(left)) > width:
        index = _first_to_give_way(pieces, chosen)
        if index is None:
            return _cut(pieces, chosen, width)
        chosen[index] += 1
    said = [(piece.forms[form], piece.tone) for piece, form in zip(pieces, chosen, strict=True)]
    return StatusLine(_not_empty(said[: len(left)]), _not_empty(said[len(left) :]))


def home_relative(path: str, home: str) -> str:
    """A folder with the home directory written as a tilde."""
    if home and (path == home or path.startswith(home.rstrip("/") + "/")):
        return "~" + path[len(home.rstrip("/")) :]
    return path


def _left_pieces(facts: StatusFacts) -> list[Piece]:
    info = facts.info
    if info is None:
        return _editing_pieces(facts)
    folder = home_relative(_one_line(info.cwd), str(Path.home()))
    return [
        *_editing_pieces(facts),
        _mode_piece(info.permission_mode),
        Piece((_one_line(info.model) or "no model", ""), 7),
        _context_piece(info) if context_share(info) else _NOTHING,
        Piece((usage_cost(info.usage), ""), 1),
        Piece((folder, PurePath(folder).name, ""), 2),
        Piece(("not saved", ""), 6, tone=Tone.LOUD) if _is_unsaved(facts) else _NOTHING,
    ]


def _editing_pieces(facts: StatusFacts) -> list[Piece]:
    if not facts.editing_mode:
        return []
    return [Piece((_one_line(facts.editing_mode),), 9, tone=Tone.ACCENT)]


def _typed_line(typed: str, hint: str, width: int) -> StatusLine:
    """Its end is seen, where one types; a hint only where there is room."""
    shown = f"{cut_start(_one_line(typed), max(1, width - 1))}{CARET}"
    room = width - cell_len(shown) - _GAP_CELLS
    has_room = bool(hint) and cell_len(hint) <= room
    right = ((hint, Tone.LOUD),) if has_room else ()
    return StatusLine(((shown, Tone.LOUD),), right)


def _context_piece(info: SessionInfo) -> Piece:
    """How full the window is; nearly full it is said aloud, and gives way late."""
    share, text = f"ctx {context_share(info)}", f"ctx {context_text(info)}"
    if not info.context_window or info.context_tokens < HIGH * info.context_window:
        return Piece((text, share, ""), 3)
    is_full = info.context_tokens >= FULL * info.context_window
    word = "nearly full" if is_full else "high"
    return Piece((f"{text} {word}", f"{share} {word}", share), 6, tone=Tone.LOUD)


def _mode_piece(mode: PermissionMode) -> Piece:
    if mode is PermissionMode.FULL:
        return Piece((f" {mode.value} ",), 9, tone=Tone.ALARM)  # the blanks belong to its band
    tone = Tone.CALM if mode is PermissionMode.ASK else Tone.ACCENT
    return Piece((mode.value, ""), 8, tone=tone)


def _right_pieces(facts: StatusFacts, now: float, frame: int, hints: Hints) -> list[Piece]:
    if facts.is_leaving:
        return _leaving_pieces(facts, frame, hints)
    pieces = [_others_piece(facts)]
    if facts.unseen_count:
        below = f"↓ {facts.unseen_count} new"
        pieces.append(Piece((f"{below}{SEPARATOR}{hints.end}", below), 7, tone=Tone.LOUD))
    if facts.queued_count:
        pieces.append(Piece((f"{facts.queued_count} queued", ""), 4))
    if facts.hint:
        return [*pieces, Piece((facts.hint,), 9, tone=Tone.LOUD)]
    if facts.info is None:
        return [*pieces, Piece((f"{_spinner(frame)} connecting",), 9)]
    if facts.compacting:
        return [*pieces, *_compacting_pieces(facts, frame, hints)]
    if facts.is_running:
        return [*pieces, *_turn_pieces(facts, now, frame, hints)]
    if facts.running_shells:
        return [*pieces, *_shell_pieces(len(facts.running_shells), hints)]
    return [*pieces, *_idle_pieces(facts, hints)]


def _idle_pieces(facts: StatusFacts, hints: Hints) -> list[Piece]:
    """Keys that do now what is said of them."""
    # With a draft the key puts it aside, too: it restores nothing.
    if facts.stashed_count and hints.restore and not facts.has_draft:
        count = facts.stashed_count
        aside = "draft put aside" if count == 1 else f"{count} drafts put aside"
        restores = f"restores {'it' if count == 1 else 'the last'}"
        return [Piece((f"{aside}{SEPARATOR}{hints.restore} {restores}", aside, ""), 5)]
    help_key = hints.help_writing if facts.has_draft else hints.help
    return [
        Piece((facts.lesson, ""), 3, tone=Tone.ACCENT) if facts.lesson else _NOTHING,
        Piece((f"{help_key} help", ""), 5) if help_key else _NOTHING,
        Piece((f"{hints.quit} quit", ""), 1) if hints.quit else _NOTHING,
    ]


def _compacting_pieces(facts: StatusFacts, frame: int, hints: Hints) -> list[Piece]:
    """A model writes a summary, within a turn or beside it."""
    return [
        Piece((f"{_spinner(frame)} {facts.compacting}", _spinner(frame)), 8),
        Piece((f"{hints.stop} stop", ""), 7) if hints.stop else _NOTHING,
    ]


def _shell_pieces(count: int, hints: Hints) -> list[Piece]:
    """Commands of the user's run, no turn."""
    what = "running a command" if count == 1 else f"running {count} commands"
    stop = "stop" if count == 1 else "stop the last"
    return [
        Piece((what, ""), 6),
        Piece((f"{hints.stop} {stop}", ""), 7) if hints.stop else _NOTHING,
    ]


def _others_piece(facts: StatusFacts) -> Piece:
    """Other sessions are open, and how they stand."""
    if not facts.others:
        return _NOTHING
    tone = Tone.LOUD if facts.is_other_urgent else Tone.CALM
    return Piece(facts.others, 6 if facts.is_other_urgent else 2, tone=tone)


def _turn_pieces(facts: StatusFacts, now: float, frame: int, hints: Hints) -> list[Piece]:
    stop = Piece((f"{hints.stop} stop", ""), 7) if hints.stop else _NOTHING
    if facts.retry_at is not None:
        wait_s = max(0.0, facts.retry_at - now)
        retry = f"again in {wait_s:.0f} s"
        return [
            Piece((facts.retry_cause, ""), 5, tone=Tone.LOUD),
            Piece((retry,), 9, tone=Tone.LOUD),
            stop,
        ]
    if facts.is_waiting_for_user:
        return [Piece(("waits for you",), 9, tone=Tone.LOUD), stop]
    elapsed_s = max(0.0, now - (facts.turn_started_at or now))
    working = f"{_spinner(frame)} {elapsed_text(elapsed_s)}"
    return [
        Piece((facts.send_hint, ""), 0),
        Piece((working,), 9),
        _activity_piece(_one_line(facts.activity)),
        stop,
    ]


def _activity_piece(activity: str) -> Piece:
    """A command may be long: it is cut early, and left out late."""
    if not activity:
        return _NOTHING
    forms = dict.fromkeys(cut_end(activity, cells) for cells in _ACTIVITY_CELLS)
    return Piece((*forms, ""), 7 - 2 * len(forms))


def _leaving_pieces(facts: StatusFacts, frame: int, hints: Hints) -> list[Piece]:
    if facts.app_state is AppState.TERMINATED:  # seen where an application around it goes on
        return [Piece(("closed",), 9, tone=Tone.LOUD)]
    reason = facts.state_detail or "closing"
    return [
        Piece((f"{_spinner(frame)} leaving: {reason}",), 9, tone=Tone.LOUD),
        Piece((f"{hints.quit} again forces", ""), 8) if hints.quit else _NOTHING,
    ]


def elapsed_text(seconds: float) -> str:
    """A duration: "12 s", "3 min 05 s", "2 h 07 min"."""
    whole = int(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02} min"


_NOTHING = Piece(("",), 0)


def _one_line(text: str) -> str:
    return harmless(text).replace("\n", " ")


def _spinner(frame: int) -> str:
    return SPINNER[frame % len(SPINNER)]


def _is_unsaved(facts: StatusFacts) -> bool:
    info = facts.info
    return info is not None and facts.has_turns and not facts.is_running and not info.is_saved


def _cells(pieces: list[Piece], chosen: list[int], left_count: int) -> int:
    texts = [piece.forms[form] for piece, form in zip(pieces, chosen, strict=True)]
    halves = [_joined(texts[:left_count]), _joined(texts[left_count:])]
    gap = _GAP_CELLS if all(halves) else 0
    return sum(map(cell_len, halves)) + gap


def _joined(texts: list[str]) -> str:
    return SEPARATOR.join(text for text in texts if text)


def _first_to_give_way(pieces: list[Piece], chosen: list[int]) -> int | None:
    can_shrink = [i for i, piece in enumerate(pieces) if chosen[i] + 1 < len(piece.forms)]
    # A piece that was shortened once gives way a second time only after its equals were shortened.
    return min(can_shrink, key=lambda i: (pieces[i].rank + 2 * chosen[i], i), default=None)


def _cut(pieces: list[Piece], chosen: list[int], width: int) -> StatusLine:
    texts = [piece.forms[form] for piece, form in zip(pieces, chosen, strict=True)]
    whole = _joined(texts)
    cut = set_cell_size(whole, max(0, width - 1)) + "…" if width else ""
    return StatusLine((), ((cut, Tone.CALM),))


def _not_empty(said: list[tuple[str, Tone]]) -> tuple[tuple[str, Tone], ...]:
    return tuple((text, tone) for text, tone in said if text)
