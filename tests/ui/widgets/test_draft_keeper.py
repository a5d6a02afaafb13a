from __future__ import annotations

from collections.abc import Callable

from agent_tui.protocol.drafts import NO_EXTRAS, DraftExtras, StashedDraft
from agent_tui.ui.widgets import draft_keeper
from agent_tui.ui.widgets.draft_keeper import DRAFT_DELAY_S, DraftKeeper


class Desk:
    """A draft, a disk and a timer that a test lets run out."""

    def __init__(self) -> None:
        self.draft = ""
        self.extras = NO_EXTRAS
        self.saved: list[str] = []
        self.timers: list[Callable[[], None]] = []
        self.keeper = DraftKeeper(self._set_timer, self._save, lambda: (self.draft, self.extras))

    def write(self, text: str) -> None:
        self.draft = text
        self.keeper.text_changed(is_empty=not text)

    def let_time_pass(self) -> None:
        for run in list(self.timers):
            run()

    def stop(self) -> None:
        self.timers.clear()

    def _save(self, text: str, extras: DraftExtras) -> None:
        self.saved.append(" + ".join([text, *(draft.text for draft in extras.stash)]))

    def _set_timer(self, delay_s: float, run: Callable[[], None]) -> Desk:
        assert delay_s == draft_keeper.DRAFT_DELAY_S
        self.timers.append(run)
        return self


def test_many_keys_are_one_write() -> None:
    desk = Desk()
    for text in ("a", "ab", "abc"):
        desk.write(text)
    assert desk.saved == []

    desk.let_time_pass()

    assert desk.saved == ["abc"]
    assert desk.timers == []


def test_an_emptied_composer_is_kept_at_once() -> None:
    desk = Desk()
    desk.write("abc")
    desk.let_time_pass()

    desk.write("")

    assert desk.saved == ["abc", ""]


def test_what_is_on_disk_already_is_not_written_again() -> None:
    desk = Desk()
    desk.draft = "stored"
    desk.keeper.start_from("stored", NO_EXTRAS)

    desk.keeper.keep_now()

    assert desk.saved == []


def test_what_was_written_before_the_session_opened_is_kept_in_it() -> None:
    desk = Desk()
    desk.draft = "typed early"

    desk.keeper.start_from("", NO_EXTRAS)
    desk.let_time_pass()

    assert desk.saved == ["typed early"]


def test_what_is_put_aside_is_kept_at_once_although_the_composer_is_empty() -> None:
    desk = Desk()
    desk.extras = DraftExtras(stash=(StashedDraft("aside"),))

    desk.write("")

    assert desk.saved == [" + aside"]


def test_a_kill_loses_less_than_a_third_of_a_second() -> None:
    assert DRAFT_DELAY_S < 0.3
