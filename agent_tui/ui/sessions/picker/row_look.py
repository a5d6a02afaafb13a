"""How a row of the list of sessions looks. Pure but for the inks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from rich.segment import Segment
from rich.style import Style

from agent_tui.protocol.session_search import SearchHit, Speaker
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.render.cells import cells_of, cut_end, cut_start
from agent_tui.ui.render.durations import age_text
from agent_tui.ui.render.marked_runs import marked_runs
from agent_tui.ui.render.one_line import one_line
from agent_tui.ui.sessions.open_sessions import Badge
from agent_tui.ui.sessions.picker.catalogue import SessionCatalogue, title_of

Ink = Callable[[str], Style]
"""A style by its name: dim, cursor, match."""

_FORK = "↳ "
_GAP = "  "
_AGE_CELLS, _COUNT_CELLS, _MODEL_CELLS = 6, 9, 18
_ROOM_FOR_FOLDER, _ROOM_FOR_MODEL = 60, 96  # cells of a row
_FOLDER_CELLS = 16
_TITLE_SHARE = 4  # of a hit, one in so many cells
_AFTER_SHARE = 3  # what is kept for the words behind a match, one in so many cells


class RowLook:
    """Draws rows. badge: how a session stands here, None when it is not open. now: gives Unix
    seconds."""

    def __init__(
        self,
        catalogue: SessionCatalogue,
        ink: Ink,
        *,
        badge: Callable[[str], Badge | None],
        now: Callable[[], float],
    ) -> None:
        self._catalogue, self._ink = catalogue, ink
        self._badge, self._now = badge, now

    def session(self, info: SessionInfo, width: int, *, is_current: bool) -> list[Segment]:
        """Title at the left; how it stands, folder, model, messages and age at the right."""
        ink = self._ink("cursor") if is_current else Style.null()
        facts = _GAP.join(self._facts(info, width))
        fork = _FORK if info.forked_from else ""
        room = max(width - 2 - cells_of(fork) - cells_of(facts) - len(_GAP), 8)
        title = cut_end(title_of(info), room)
        places = frozenset(self._catalogue.positions(title))
        row = [Segment("❯ " if is_current else "  ", ink), Segment(fork, self._ink("dim"))]
        row += self._marked(title, places, ink)
        blank = room - cells_of(title) + len(_GAP)
        return [*row, Segment(" " * blank), Segment(facts, self._ink("dim"))]

    def hit(self, hit: SearchHit, width: int, *, is_current: bool) -> list[Segment]:
        """What was said at the left, where and when at the right."""
        ink = self._ink("cursor") if is_current else Style.null()
        age = _age(self._now() - hit.created).rjust(_AGE_CELLS)
        left = "left branch · " if hit.is_left else ""
        title = cut_end(f"{left}{one_line(hit.title)}", width // _TITLE_SHARE)
        is_title = hit.speaker is Speaker.TITLE  # it stands at the left already
        where = f"{_GAP}{age}" if is_title else f"{_GAP}{title}{_GAP}{age}"
        head = f"{'❯ ' if is_current else '  '}{hit.speaker.value:<5} "
        row = [Segment(head, ink if is_current else self._ink("dim"))]
        room = max(width - cells_of(head) - cells_of(where), 8)
        for text, is_match in _match_in_view(snippet_runs(hit), room):
            shown = cut_end(text, room)
            row.append(Segment(shown, self._ink("match") if is_match else ink))
            room -= cells_of(shown)
            if room <= 0 or shown != text:
                break
        return [*row, Segment(" " * max(room, 0)), Segment(where, self._ink("dim"))]

    def question(self, info: SessionInfo, width: int) -> list[Segment]:
        """Whether the current session is to be deleted."""
        question = " · delete for good? y deletes, any other key does not"
        title = cut_end(title_of(info), max(width - 2 - cells_of(question), 8))
        return [
            Segment(f"❯ {title}", self._ink("cursor")),
            Segment(question, self._ink("match")),
        ]

    def refused(
        self, info: SessionInfo, why: str, width: int, *, is_current: bool
    ) -> list[Segment]:
        """Why the session was not renamed or deleted."""
        head = f"{'❯ ' if is_current else '  '}{cut_end(title_of(info), width // 3)} · "
        text = cut_end(one_line(why), width - cells_of(head))
        return [
            Segment(head, self._ink("cursor") if is_current else Style.null()),
            Segment(text, self._ink("match")),
        ]

    def _facts(self, info: SessionInfo, width: int) -> list[str]:
        badge = self._badge(info.id)
        facts = [badge.value] if badge is not None else []
        if not self._catalogue.is_here_only and width >= _ROOM_FOR_FOLDER:
            folder = cut_end(harmless(PurePath(info.cwd).name or info.cwd), _FOLDER_CELLS)
            facts.append(_padded(folder, _FOLDER_CELLS))
        if width >= _ROOM_FOR_MODEL:
            facts.append(_padded(cut_end(one_line(info.model), _MODEL_CELLS), _MODEL_CELLS))
        facts.append(f"{info.message_count} msg".rjust(_COUNT_CELLS))
        facts.append(_age(self._now() - info.updated).rjust(_AGE_CELLS))
        return facts

    def _marked(self, text: str, places: frozenset[int], ink: Style) -> list[Segment]:
        match = self._ink("match")
        return [
            Segment(run, match if is_match else ink) for run, is_match in marked_runs(text, places)
        ]


def snippet_runs(hit: SearchHit) -> list[tuple[str, bool]]:
    """The snippet in harmless pieces, what was sought apart from the rest."""
    runs: list[tuple[str, bool]] = []
    at = 0
    for start, end in (*hit.marks, (len(hit.snippet), len(hit.snippet))):
        for text, is_match in ((hit.snippet[at:start], False), (hit.snippet[start:end], True)):
            if text:
                runs.append((harmless(text).replace("\n", " ").replace("\t", " "), is_match))
        at = end
    return runs


def _match_in_view(runs: list[tuple[str, bool]], room: int) -> list[tuple[str, bool]]:
    """The runs without so much of what stands before the first match that it would be cut."""
    if len(runs) < 2 or runs[0][1]:
        return runs
    (before, _), (match, _) = runs[:2]
    left = max(room - cells_of(match) - room // _AFTER_SHARE, 1)
    return [(cut_start(before, left), False), *runs[1:]]


def _age(seconds: float) -> str:
    """How long ago, in one unit: `3 min`, `2 d`."""
    return " ".join(age_text(max(seconds, 0.0)).split()[:2])


def _padded(text: str, cells: int) -> str:
    return text + " " * max(cells - cells_of(text), 0)
