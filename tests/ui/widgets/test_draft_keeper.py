from __future__ import annotations

from collections.abc import Callable

from agent_tui.ui.widgets.draft_keeper import DRAFT_DELAY_S, DraftKeeper


class Desk:
    """A draft, a disk and a timer that a test lets run out."""

    def __init__(self) -> None:
        self.draft = ""
        self.saved: list[str] = []
        self.timers: list[Callable[[], None]] = []
        self.keeper = DraftKeeper(self._set_timer, self.saved.append, lambda: self.draft)

    def write(self, text: str) -> None:
        self.draft = text
        self.keeper.text_changed(is_empty=not text)

    def let_time_pass(self) -> None:
        for run in list(self.timers):
            run()

    def stop(self) -> None:
        self.timers.clear()

    def _set_timer(self, delay_s: float, run: Callable[[], None]) -> Desk:
        assert delay_s == DRAFT_DELAY_S
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
    desk.keeper.start_from("stored")

    desk.keeper.keep_now()

    assert desk.saved == []


def test_what_was_written_before_the_session_opened_is_kept_in_it() -> None:
    desk = Desk()
    desk.draft = "typed early"

    desk.keeper.start_from("")
    desk.let_time_pass()

    assert desk.saved == ["typed early"]
