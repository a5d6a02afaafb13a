from __future__ import annotations

from agent_tui.protocol.session_search import SearchHit, SearchProgress, Speaker
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.ui.sessions.picker.catalogue import Heading, Order, SessionCatalogue
from tests.ui.sessions.picker.builders import NOW, a_hit, found, stored


def a_catalogue(*sessions: SessionInfo, is_here_only: bool = False) -> SessionCatalogue:
    catalogue = SessionCatalogue("/proj")
    catalogue.is_here_only = is_here_only
    catalogue.show(sessions)
    return catalogue


def ids(catalogue: SessionCatalogue) -> list[str]:
    return [row.id for row in catalogue.rows if isinstance(row, SessionInfo)]


def test_sessions_of_this_project_are_listed_and_with_a_key_all() -> None:
    catalogue = a_catalogue(stored("a"), stored("b", cwd="/other"), is_here_only=True)
    here = ids(catalogue)
    catalogue.toggle_here()

    assert (here, ids(catalogue)) == (["a"], ["a", "b"])


def test_title_folder_and_first_prompt_are_filtered_the_best_title_first() -> None:
    catalogue = a_catalogue(
        stored("a", "Fix the lexer"),
        stored("b", "Something", first_prompt="write a parser"),
        stored("c", "Parser errors"),
        stored("d", "Else", cwd="/home/parser"),
        stored("e", "Unlike all"),
    )
    catalogue.set_text("parser")

    assert ids(catalogue) == ["c", "b", "d"]
    assert catalogue.positions("Parser errors") == tuple(range(6))


def test_the_sorting_goes_round() -> None:
    catalogue = a_catalogue(
        stored("a", "beta", created=NOW, message_count=5),
        stored("b", "Alpha", created=NOW + 9, message_count=1),
        stored("c", "gamma", created=NOW + 5, message_count=9),
    )
    seen = {}
    for _ in Order:
        seen[catalogue.order] = ids(catalogue)
        catalogue.sort_next()

    assert seen == {
        Order.USED: ["a", "b", "c"],
        Order.CREATED: ["b", "c", "a"],
        Order.TITLE: ["b", "a", "c"],
        Order.MESSAGES: ["c", "a", "b"],
    }
    assert catalogue.order is Order.USED


def test_what_was_said_follows_below_a_heading_and_titles_do_not_come_twice() -> None:
    catalogue = a_catalogue(stored("s7", "Parsers"))
    catalogue.set_text("tokens")
    hit = a_hit()
    catalogue.found(found(a_hit(speaker=Speaker.TITLE, message_id=""), hit))

    assert list(catalogue.rows) == [Heading("In conversations"), hit]


def test_the_heading_says_how_far_the_index_is_and_when_nothing_was_said() -> None:
    catalogue = a_catalogue()
    catalogue.set_text("tokens")
    seeking = catalogue.rows
    catalogue.found(found(progress=SearchProgress(indexed=2, total=9)))
    building = catalogue.rows
    catalogue.found(found())
    nothing = catalogue.rows
    catalogue.toggle_here()
    nothing_here = catalogue.rows
    catalogue.found(found(progress=SearchProgress(note="It takes longer.")))

    assert seeking == [Heading("In conversations · searching …")]
    assert building == [Heading("In conversations · indexing, 2 of 9 sessions · nothing so far")]
    assert nothing == [Heading("In conversations · nothing")]
    assert nothing_here == [Heading("In conversations · nothing · Tab looks in all projects")]
    assert isinstance(catalogue.rows[0], Heading)
    assert "It takes longer. · nothing" in catalogue.rows[0].text


def test_a_search_lists_what_was_found_and_no_sessions_beside_it() -> None:
    catalogue = SessionCatalogue("/proj", is_search=True)
    catalogue.is_here_only = False
    catalogue.show([stored("s7", "tokens"), stored("s8", "Else")])
    catalogue.set_text("tokens")
    title, hit = a_hit(speaker=Speaker.TITLE, message_id=""), a_hit()
    catalogue.found(found(title, hit))

    assert list(catalogue.rows) == [Heading("In titles and conversations"), title, hit]
    catalogue.set_text("")
    assert ids(catalogue) == ["s7", "s8"]


def test_what_cannot_be_read_is_counted_below_the_sessions_with_the_way_to_see_why() -> None:
    catalogue = a_catalogue()
    catalogue.unreadable = 2
    catalogue.show([stored("a", "Parsers")])

    assert catalogue.rows[1:] == [
        Heading("2 sessions cannot be read; see: agent-tui sessions list")
    ]
    catalogue.set_text("pa")
    assert ids(catalogue) == ["a"]
    assert len(catalogue.rows) == 1


def test_a_short_filter_seeks_nothing() -> None:
    catalogue = a_catalogue()
    catalogue.set_text("tokens")
    catalogue.found(found(a_hit()))
    catalogue.set_text("to")

    assert not [row for row in catalogue.rows if isinstance(row, SearchHit)]


def test_a_new_title_and_a_deletion_are_seen_at_once() -> None:
    catalogue = a_catalogue(stored("s7", "Parsers"), stored("b", "Lexers"))
    catalogue.renamed("b", "Scanners")
    catalogue.set_text("scan")
    catalogue.found(found(a_hit()))
    renamed = ids(catalogue)
    catalogue.set_text("")
    catalogue.deleted("s7")

    assert (renamed, ids(catalogue)) == (["b"], ["b"])
    assert not [row for row in catalogue.rows if isinstance(row, SearchHit)]


def test_what_was_prepared_for_a_filter_does_not_outlive_its_sessions() -> None:
    catalogue = a_catalogue(stored("a", "Parser"))
    catalogue.prepare()
    catalogue.show([stored("b", "Another parser"), stored("c", "Lexer")])

    catalogue.set_text("parser")

    assert ids(catalogue) == ["b"]
