"""Following the end, and staying put everywhere else."""

from __future__ import annotations

from textual.events import MouseScrollUp

from agent_tui.protocol.events import PartKind
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import NoticeLevel
from tests.ui.transcript.screen import Screen, a_history, a_screen

_INFO = SessionInfo(id="s")


def _lines(first: int, last: int) -> str:
    return "".join(f"line {number}\n\n" for number in range(first, last))


async def test_the_view_follows_the_end_while_text_streams() -> None:
    async with a_screen(40, 6) as screen:
        screen.say("p1", _lines(0, 20))
        assert (await screen.rows())[-1] == "  line 19"

        screen.transcript.append_text("p1", _lines(20, 30))

        assert (await screen.rows())[-1] == "  line 29"
        assert screen.transcript.follows


async def test_scrolled_up_the_rows_stay_where_they_are_while_text_streams() -> None:
    async with a_screen(40, 6) as screen:
        screen.say("p1", _lines(0, 20))
        screen.transcript.action_page_up()
        before = await screen.rows()

        for number in range(20, 40):
            screen.transcript.append_text("p1", f"line {number}\n\n")
        screen.transcript.add_notice(NoticeLevel.INFO, "Also new")

        assert await screen.rows() == before
        assert not screen.transcript.follows


async def test_what_arrives_below_is_counted_until_the_end_is_reached_again() -> None:
    async with a_screen(40, 6) as screen:
        screen.say("p1", _lines(0, 20))
        screen.transcript.action_page_up()
        screen.transcript.append_text("p1", "more")
        screen.transcript.append_text("p1", "and more")
        screen.transcript.add_notice(NoticeLevel.INFO, "New")
        await screen.pilot.pause()
        screen.transcript.action_scroll_end()
        await screen.pilot.pause()

        assert screen.app.told == [(False, 0), (False, 1), (False, 2), (True, 0)]


async def test_scrolling_down_to_the_end_follows_it_again() -> None:
    async with a_screen(40, 6) as screen:
        screen.say("p1", _lines(0, 20))
        screen.transcript.action_page_up()
        screen.transcript.action_page_down()

        assert screen.transcript.follows


async def test_the_keys_scroll_by_row_page_and_to_both_ends() -> None:
    async with a_screen(40, 6) as screen:
        screen.say("p1", _lines(0, 20))
        tops = []
        for key in ("up", "up", "pageup", "down", "pagedown", "ctrl+home", "ctrl+end"):
            await screen.pilot.press(key)
            tops.append(round(screen.transcript.scroll_y))

        assert tops == [32, 31, 26, 27, 32, 0, 33]


async def test_the_wheel_scrolls_three_rows() -> None:
    async with a_screen(40, 6) as screen:
        screen.say("p1", _lines(0, 20))
        screen.transcript.on_mouse_scroll_up(_wheel(screen))

        assert (await screen.rows())[0] == "  line 15"
        assert not screen.transcript.follows


async def test_a_page_up_shows_what_stands_directly_above_though_heights_were_guessed() -> None:
    async with a_screen(40, 10) as screen:
        screen.transcript.open_session(_INFO, a_history(200))
        screen.transcript.action_page_up()
        below = await screen.rows()
        screen.transcript.action_page_up()
        above = await screen.rows()

        assert above[-1] == below[0]
        screen.transcript.action_page_down()
        assert await screen.rows() == below


async def test_every_row_of_a_session_is_passed_once_when_scrolling_to_the_start() -> None:
    async with a_screen(40, 8) as screen:
        screen.transcript.open_session(_INFO, a_history(12))
        rows = await screen.rows()
        while screen.transcript.scroll_y:
            screen.transcript.action_scroll_up()
            rows = [screen.transcript.render_line(0).text.rstrip(), *rows]

        questions = [row for row in rows if row.startswith("❯")]
        assert questions == [f"❯ question {turn}" for turn in range(12)]
        assert [row for row in rows if "end of" in row] == [f"  • end of {n}" for n in range(12)]


async def test_the_reader_keeps_the_place_when_the_width_changes() -> None:
    async with a_screen(60, 12) as screen:
        screen.transcript.open_session(_INFO, a_history(60))
        for _ in range(6):
            screen.transcript.action_page_up()
        top = next(row for row in await screen.rows() if row.startswith("❯"))

        await screen.pilot.resize_terminal(33, 12)
        narrow = await screen.rows()
        await screen.pilot.resize_terminal(60, 12)

        assert top in narrow
        assert top in await screen.rows()
        assert not screen.transcript.follows


async def test_the_end_stays_in_view_when_the_window_changes() -> None:
    async with a_screen(60, 12) as screen:
        screen.transcript.open_session(_INFO, a_history(60))
        for size in ((30, 12), (30, 5), (70, 20)):
            await screen.pilot.resize_terminal(*size)
            assert (await screen.rows())[-1] == "  • end of 59"
        assert screen.transcript.follows


async def test_dragging_the_scroll_bar_to_its_end_follows_again() -> None:
    async with a_screen(40, 8) as screen:
        screen.transcript.open_session(_INFO, a_history(50))
        screen.transcript.scroll_to(y=0, animate=False)
        start = await screen.rows()
        screen.transcript.scroll_to(y=screen.transcript.max_scroll_y, animate=False)

        assert start[0] == "❯ question 0"
        assert (await screen.rows())[-1] == "  • end of 49"
        assert screen.transcript.follows


async def test_another_theme_changes_colours_and_no_place() -> None:
    async with a_screen(40, 8) as screen:
        screen.transcript.open_session(_INFO, a_history(50))
        screen.transcript.action_page_up()
        before = await screen.rows()
        dark = screen.transcript.render_line(0)
        screen.app.theme = "textual-light"

        assert await screen.rows() == before
        assert screen.transcript.render_line(0) != dark
        assert screen.transcript.render_line(7) != dark


async def test_folding_what_is_above_the_view_moves_nothing_in_it() -> None:
    async with a_screen(40, 6) as screen:
        screen.say("p0", _lines(0, 5), PartKind.THINKING)
        screen.say("p1", _lines(0, 20))
        screen.transcript.action_page_up()
        before = await screen.rows()
        screen.transcript.end_part("p0")

        assert await screen.rows() == before


def _wheel(screen: Screen) -> MouseScrollUp:
    return MouseScrollUp(screen.transcript, 1, 1, 0, -1, 0, False, False, False)
