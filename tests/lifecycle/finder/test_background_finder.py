from __future__ import annotations

import threading
from pathlib import Path
from queue import SimpleQueue

from agent_tui.lifecycle.finder.background_finder import BackgroundFinder
from agent_tui.protocol.finding import Found
from tests.lifecycle.finder.test_tree_index import made


def a_finder(root: Path) -> BackgroundFinder:
    return BackgroundFinder(str(root), tuple)


def test_nothing_is_read_and_no_thread_runs_before_somebody_asks(tmp_path: Path) -> None:
    before = set(threading.enumerate())

    a_finder(tmp_path)

    assert set(threading.enumerate()) <= before


def test_answers_come_from_another_thread_until_all_is_known(tmp_path: Path) -> None:
    told: SimpleQueue[tuple[Found, str]] = SimpleQueue()
    finder = a_finder(made(tmp_path, "src/main.py"))

    finder.find("mai", lambda found: told.put((found, threading.current_thread().name)))

    found, thread = told.get(timeout=10)
    while found.is_searching:
        found, thread = told.get(timeout=10)
    assert [place.target for place in found.places] == ["src/main.py"]
    assert thread == "finder"


def test_a_folder_is_listed_with_folders_first_and_without_what_is_ignored(
    tmp_path: Path,
) -> None:
    told: SimpleQueue[tuple[str, ...]] = SimpleQueue()
    made(tmp_path, "src/b.py", "src/A.py", "src/deep/c.py", "src/x.log", "src/.hidden")
    (tmp_path / ".gitignore").write_text("*.log\n")
    finder = a_finder(tmp_path)

    finder.list_folder("src/", told.put)
    assert told.get(timeout=10) == ("src/deep/", "src/A.py", "src/b.py", "src/.hidden")

    finder.list_folder("src", told.put, has_ignored=True)
    assert told.get(timeout=10) == ("deep/", "A.py", "b.py", "x.log", ".hidden")


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    told: SimpleQueue[tuple[str, ...]] = SimpleQueue()
    finder = a_finder(tmp_path)

    finder.list_folder("gone/", told.put)
    finder.list_folder("/gone", told.put, has_ignored=True)

    assert (told.get(timeout=10), told.get(timeout=10)) == ((), ())


def test_a_listener_that_has_gone_away_does_not_stop_the_finder(tmp_path: Path) -> None:
    def closed(_: Found) -> None:
        raise RuntimeError("The loop is closed.")

    told: SimpleQueue[Found] = SimpleQueue()
    finder = a_finder(made(tmp_path, "main.py"))

    finder.find("m", closed)
    finder.find("ma", told.put)

    assert told.get(timeout=10).query == "ma"


def test_a_name_that_no_folder_can_have_holds_nothing_and_ends_no_search(tmp_path: Path) -> None:
    told: SimpleQueue[tuple[str, ...]] = SimpleQueue()
    finder = a_finder(made(tmp_path, "src/main.py"))

    for folder in ("src\0/", "\ud800/", "src/"):
        finder.list_folder(folder, told.put, has_ignored=True)

    assert [told.get(timeout=10) for _ in range(3)] == [(), (), ("main.py",)]
