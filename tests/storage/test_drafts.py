from __future__ import annotations

import os
import stat
from pathlib import Path

from agent_tui.protocol.drafts import NO_EXTRAS, DraftExtras, StashedDraft
from agent_tui.storage.drafts import DRAFT_NAME, RICH_DRAFT_NAME, load_draft, save_draft

EXTRAS = DraftExtras(
    pastes=((2, 5),), stash=(StashedDraft(text="aside 漢"), StashedDraft("b", ((0, 1),)))
)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_draft_with_pastes_and_a_stash_comes_back_whole(tmp_path: Path) -> None:
    save_draft(tmp_path, "x log y", EXTRAS)

    assert load_draft(tmp_path) == ("x log y", EXTRAS)
    assert stat.S_IMODE((tmp_path / RICH_DRAFT_NAME).stat().st_mode) == 0o600


def test_there_is_one_file_whatever_the_draft_was_before(tmp_path: Path) -> None:
    save_draft(tmp_path, "plain")
    assert names(tmp_path) == {DRAFT_NAME}
    save_draft(tmp_path, "", EXTRAS)
    assert names(tmp_path) == {RICH_DRAFT_NAME}
    save_draft(tmp_path, "plain again")
    assert names(tmp_path) == {DRAFT_NAME}
    save_draft(tmp_path, "", EXTRAS)
    save_draft(tmp_path, "")
    assert names(tmp_path) == set()


def test_a_draft_of_an_older_version_is_read(tmp_path: Path) -> None:
    (tmp_path / DRAFT_NAME).write_text("from last year")

    assert load_draft(tmp_path) == ("from last year", NO_EXTRAS)


def test_a_newer_text_file_wins_and_the_stash_stays(tmp_path: Path) -> None:
    """After a crash between two writes, or an older version that knows only the text file."""
    save_draft(tmp_path, "older", EXTRAS)
    os.utime(tmp_path / RICH_DRAFT_NAME, ns=(1, 1))
    (tmp_path / DRAFT_NAME).write_text("newer")

    assert load_draft(tmp_path) == ("newer", DraftExtras(stash=EXTRAS.stash))


def test_an_older_text_file_that_a_crash_left_does_not_win(tmp_path: Path) -> None:
    (tmp_path / DRAFT_NAME).write_text("older")
    os.utime(tmp_path / DRAFT_NAME, ns=(1, 1))
    before = (tmp_path / DRAFT_NAME).read_bytes()
    save_draft(tmp_path, "newer", EXTRAS)
    (tmp_path / DRAFT_NAME).write_bytes(before)
    os.utime(tmp_path / DRAFT_NAME, ns=(1, 1))

    assert load_draft(tmp_path) == ("newer", EXTRAS)


def test_a_damaged_file_does_not_keep_the_session_closed(tmp_path: Path) -> None:
    (tmp_path / RICH_DRAFT_NAME).write_bytes(b'{"version": 1, "text": "torn')

    assert load_draft(tmp_path) == ("", NO_EXTRAS)


def test_half_a_surrogate_pair_moves_no_paste(tmp_path: Path) -> None:
    save_draft(tmp_path, "a\ud83dlog", DraftExtras(pastes=((2, 5),)))

    text, extras = load_draft(tmp_path)

    assert [text[start:stop] for start, stop in extras.pastes] == ["log"]


def test_a_draft_in_a_later_form_is_not_misread(tmp_path: Path) -> None:
    (tmp_path / RICH_DRAFT_NAME).write_bytes(b'{"version": 2, "text": "in a way of its own"}')

    assert load_draft(tmp_path) == ("", NO_EXTRAS)
