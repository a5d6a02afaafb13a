from __future__ import annotations

from pathlib import Path

import pytest

from agent_tui.lifecycle.finder.search import OUT_OF_DATE_S, Search
from agent_tui.lifecycle.finder.stored_sessions import StoredSessions
from agent_tui.protocol.finding import Found
from agent_tui.protocol.sessions import SessionInfo
from tests.lifecycle.finder.test_tree_index import made


class Looking:
    """A search on a clock of its own."""

    def __init__(self, root: Path, *sessions: SessionInfo) -> None:
        self.now = 100.0
        self.search = Search(str(root), StoredSessions(lambda: sessions), clock=self.clock)

    def clock(self) -> float:
        """Each look at it takes its time, as work does."""
        self.now += 0.0001
        return self.now

    def settled(self) -> Found:
        while self.search.has_work:
            self.search.work(0.01)
        assert self.search.found is not None
        return self.search.found

    def found(self, query: str, *recent: str) -> list[str]:
        self.search.refresh()
        self.search.ask(query, recent)
        return [place.target for place in self.settled().places]


def test_the_best_fit_comes_first(tmp_path: Path) -> None:
    looking = Looking(made(tmp_path, "src/domain.py", "src/main.py", "docs/m/a/i/n"))

    assert looking.found("main")[:2] == ["src/main.py", "src/domain.py"]


def test_without_letters_what_is_near_comes_first_and_what_was_used_before_it(
    tmp_path: Path,
) -> None:
    looking = Looking(made(tmp_path, "b.py", "src/deep/a.py", "a.py"))

    assert looking.found("", "src/deep/a.py")[:4] == ["src/deep/a.py", "a.py", "b.py", "src/"]


def test_what_was_used_last_comes_before_what_fits_as_well(tmp_path: Path) -> None:
    looking = Looking(made(tmp_path, "a/test.py", "b/test.py", "c/test.py"))

    assert looking.found("test", "c/test.py")[0] == "c/test.py"


@pytest.mark.parametrize(("query", "found"), [("env", []), (".env", [".env"]), ("src/.e", [])])
def test_hidden_files_are_found_only_with_a_dot(
    tmp_path: Path, query: str, found: list[str]
) -> None:
    assert Looking(made(tmp_path, ".env", "src/a.py")).found(query) == found


def test_one_letter_more_gives_what_a_search_from_the_start_gives(tmp_path: Path) -> None:
    files = [f"{a}{b}/{c}{a}.py" for a in "abc" for b in "abc" for c in "abc"]
    typed = Looking(made(tmp_path, *files))

    for length in range(1, 5):
        whole = "ab/c"[:length]
        assert typed.found(whole) == Looking(tmp_path).found(whole)
    assert typed.found("b") == Looking(tmp_path).found("b")  # and after going back


def test_a_folder_can_be_gone_into(tmp_path: Path) -> None:
    looking = Looking(made(tmp_path, "src/a.py", "src/deep/b.py", "lib/src.py"))

    assert looking.found("src/") == ["src/", "src/a.py", "src/deep/", "src/deep/b.py"]


def test_a_search_tells_what_it_has_before_the_walk_is_over(tmp_path: Path) -> None:
    looking = Looking(made(tmp_path, *(f"{n}/main{m}.py" for n in range(30) for m in range(20))))
    looking.search.ask("main")
    partly: list[int] = []

    while looking.search.has_work:
        looking.search.work(0.0005)
        found = looking.search.found
        assert found is not None
        if found.places and found.is_searching:
            partly.append(found.known)

    assert partly
    assert partly[0] < partly[-1]


def test_a_file_made_since_the_walk_is_found_a_few_seconds_later(tmp_path: Path) -> None:
    looking = Looking(made(tmp_path, "old_name.py"))
    assert looking.found("name") == ["old_name.py"]
    made(tmp_path, "new_name.py")

    assert looking.found("name") == ["old_name.py"]
    looking.now += OUT_OF_DATE_S + 1
    assert looking.found("name") == ["new_name.py", "old_name.py"]


def test_an_unknown_root_ends_with_nothing(tmp_path: Path) -> None:
    assert Looking(tmp_path / "gone").found("a") == []


SESSIONS = (
    SessionInfo(id="aaaa1111-x", title="Mend the parser"),
    SessionInfo(id="bbbb2222-x", title=""),
    SessionInfo(id="cccc3333-x", title="Parser tests"),
)


def test_sessions_are_found_by_their_titles_behind_the_files(tmp_path: Path) -> None:
    found = Looking(made(tmp_path, "parser.py"), *SESSIONS).found("pars")

    assert found[0] == "parser.py"
    assert [target.partition(":")[0] for target in found[1:]] == ["session", "session"]


def test_the_prefix_of_sessions_lists_them_all(tmp_path: Path) -> None:
    looking = Looking(made(tmp_path, "a.py"), *SESSIONS)

    looking.search.ask("session:")
    labels = [place.label for place in looking.settled().places]

    assert labels == ["Mend the parser", "Parser tests"]
