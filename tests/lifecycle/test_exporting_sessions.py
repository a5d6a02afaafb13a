"""From a stored session to a file, and nothing is overwritten, half there or anybody else's."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from msgspec.structs import replace

from agent_tui.errors import ExchangeFailed
from agent_tui.lifecycle.exchange.disk_exchange import DiskExchange
from agent_tui.lifecycle.exchange.page_theme import page_colours, shipped_themes
from agent_tui.protocol.exchange import ExportFormat, ExportWish
from agent_tui.protocol.secrets import HIDDEN, HIDDEN_KEY
from agent_tui.storage.session_store import FileSessionStore
from tests.exchange.conversations import everything, of, prompt
from tests.lifecycle.exchange_builders import KEY, an_exchange, export, go_on, stored
from tests.storage.places import store_in


@pytest.fixture
def store(tmp_path: Path) -> FileSessionStore:
    return store_in(tmp_path / "data")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "out"
    made.mkdir()
    return made


def test_in_a_folder_the_file_is_called_after_day_and_title(
    store: FileSessionStore, folder: Path
) -> None:
    session_id = stored(store, everything())

    exported = export(store, session_id, folder)

    file = Path(exported.path)
    assert file.name.endswith("-fix-the-parser.md")
    assert file.read_text().startswith("# Fix the parser\n")
    assert exported.size == file.stat().st_size
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_images_lie_in_a_folder_beside_the_markdown(store: FileSessionStore, folder: Path) -> None:
    session_id = stored(store, everything())

    exported = export(store, session_id, folder / "talk.md")

    assert exported.images == str(folder / "talk_images")
    assert os.listdir(exported.images) == ["1.png"]
    assert "(<talk_images/1.png>)" in (folder / "talk.md").read_text()


def test_the_label_of_a_turn_comes_from_the_store(store: FileSessionStore, folder: Path) -> None:
    session_id = stored(store, everything())

    export(store, session_id, folder / "a.html", ExportFormat.HTML)

    assert '<span class="label">second try</span>' in (folder / "a.html").read_text()


def test_what_exists_is_refused_and_in_a_folder_another_name_is_taken(
    store: FileSessionStore, folder: Path
) -> None:
    session_id = stored(store, of([prompt("x")]))
    first = export(store, session_id, folder)
    before = Path(first.path).read_bytes()

    second = export(store, session_id, folder)
    with pytest.raises(ExchangeFailed, match=r"exists and is not overwritten"):
        export(store, session_id, Path(first.path))

    assert Path(second.path).name.endswith("-a-talk-2.md")
    assert Path(first.path).read_bytes() == before
    assert len(os.listdir(folder)) == 2


def test_all_formats_of_one_session_lie_side_by_side(store: FileSessionStore, folder: Path) -> None:
    session_id = stored(store, everything())

    for export_format in ExportFormat:
        export(store, session_id, folder / f"talk.{export_format}", export_format)
    with pytest.raises(ExchangeFailed, match="talk_images exists"):
        export(store, session_id, folder / "talk.markdown", ExportFormat.MARKDOWN)

    assert sorted(os.listdir(folder)) == ["talk.html", "talk.json", "talk.md", "talk_images"]


def test_a_dangling_link_is_not_followed(store: FileSessionStore, folder: Path) -> None:
    session_id = stored(store, of([prompt("x")]))
    (folder / "a.md").symlink_to(folder / "elsewhere.md")

    with pytest.raises(ExchangeFailed, match="exists"):
        export(store, session_id, folder / "a.md")

    assert os.listdir(folder) == ["a.md"]


def test_a_folder_that_is_not_there_is_named(store: FileSessionStore, folder: Path) -> None:
    session_id = stored(store, of([prompt("x")]))

    with pytest.raises(ExchangeFailed, match=r"There is no folder .*missing"):
        export(store, session_id, folder / "missing" / "a.md")


def test_stopping_leaves_nothing_behind(store: FileSessionStore, folder: Path) -> None:
    session_id = stored(store, everything())
    wish = ExportWish()

    done = an_exchange().export(
        store.load(session_id), wish, str(folder), lambda done, _: done < 2, store
    )

    assert done is None
    assert os.listdir(folder) == []


def test_a_failure_on_the_way_leaves_nothing_behind(store: FileSessionStore, folder: Path) -> None:
    session_id = stored(store, everything())

    def broken(done: int, total: int) -> bool:
        if done == total:
            raise OSError(28, "No space left on device")
        return True

    with pytest.raises(ExchangeFailed, match="No space left on device"):
        an_exchange().export(store.load(session_id), ExportWish(), str(folder), broken, store)

    assert os.listdir(folder) == []


@pytest.mark.parametrize("export_format", list(ExportFormat))
def test_a_configured_key_leaves_in_no_format_and_with_no_option(
    store: FileSessionStore, folder: Path, export_format: ExportFormat
) -> None:
    session_id = stored(store, of([prompt(f"use {KEY} and ghp_{'Ab1' * 12}")], title=KEY))

    for name, is_redacted in (("one", True), ("two", False)):
        export(store, session_id, folder / name, export_format, is_redacted=is_redacted)

    one, two = ((folder / name).read_text() for name in ("one", "two"))
    assert KEY not in one + two
    assert HIDDEN in one
    assert HIDDEN_KEY in two
    assert "ghp_" not in one
    assert "ghp_" in two


def test_an_image_that_is_gone_is_told(store: FileSessionStore, folder: Path) -> None:
    session_id = stored(store, everything())
    for image in (Path(store.load(session_id).info.path) / "images").iterdir():
        image.unlink()

    export(store, session_id, folder / "a.html", ExportFormat.HTML)

    assert ": not kept" in (folder / "a.html").read_text()


def test_a_stored_path_to_something_else_than_a_picture_gives_nothing_away(
    store: FileSessionStore, folder: Path
) -> None:
    secret = folder / "secret.txt"
    secret.write_text("very secret")
    session_id = stored(store, everything())
    session = store.load(session_id)
    first = session.messages[0]
    part = first.parts[1]
    stolen = replace(part, image=replace(part.image, path=str(secret)))  # type: ignore[union-attr]
    messages = (replace(first, parts=(stolen,)), *session.messages[1:])

    wish = ExportWish(format=ExportFormat.JSON)
    path = str(folder / "a.json")
    an_exchange().export(replace(session, messages=messages), wish, path, go_on, store)

    assert "dmVyeSBzZWNyZXQ" not in (folder / "a.json").read_text()


def test_a_shipped_theme_colours_the_page() -> None:
    ember = page_colours("ember", (shipped_themes(),))

    assert ember != page_colours("auto", (shipped_themes(),))
    assert page_colours("../ember", (shipped_themes(),)) == page_colours("no-such", ())


def test_other_threads_get_their_turn_after_each_piece(
    store: FileSessionStore, folder: Path
) -> None:
    session_id = stored(store, of([prompt(f"{at}", f"p{at}") for at in range(50)]))
    pauses: list[None] = []
    exchange = DiskExchange(program="x", pause=lambda: pauses.append(None))

    exchange.export(store.load(session_id), ExportWish(), str(folder), go_on)

    assert len(pauses) > 100


def test_it_can_be_stopped_before_the_first_word_is_written(
    store: FileSessionStore, folder: Path
) -> None:
    session_id = stored(store, everything())
    asked: list[int] = []

    def at_once(done: int, total: int) -> bool:
        asked.append(done)
        return False

    done = an_exchange().export(store.load(session_id), ExportWish(), str(folder), at_once)

    assert done is None
    assert asked == [0]
    assert os.listdir(folder) == []
