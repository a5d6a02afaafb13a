"""Tool calls in pieces: which piece belongs to which call, whatever the server leaves out."""

from __future__ import annotations

from collections.abc import Iterable

from agent_tui.protocol.requests import ToolCallDelta
from agent_tui.providers.openai.tool_call_deltas import ToolCallDeltas


def piece(
    arguments: object = None, *, index: int | None = None, call_id: str = "", name: str = ""
) -> dict[str, object]:
    function = {"name": name or None, "arguments": arguments}
    fields: dict[str, object] = {"id": call_id or None, "function": function}
    return fields if index is None else {**fields, "index": index}


def deltas(*pieces: object) -> list[ToolCallDelta]:
    reader = ToolCallDeltas()
    return [delta for entry in pieces for delta in reader.items_of(entry)]


def joined(found: Iterable[ToolCallDelta]) -> list[tuple[str, str]]:
    """Name and whole arguments by call, in order of their indices."""
    names: dict[int, str] = {}
    arguments: dict[int, str] = {}
    for delta in found:
        names[delta.index] = names.get(delta.index, "") + delta.name
        arguments[delta.index] = arguments.get(delta.index, "") + delta.arguments
    return [(names[index], arguments[index]) for index in sorted(names)]


def test_id_and_name_come_with_the_first_delta_and_arguments_follow() -> None:
    found = deltas(
        piece("", index=0, call_id="c1", name="ls"), piece('{"a"', index=0), piece(":1}", index=0)
    )

    assert found == [
        ToolCallDelta(index=0, call_id="c1", name="ls"),
        ToolCallDelta(index=0, arguments='{"a"'),
        ToolCallDelta(index=0, arguments=":1}"),
    ]


def test_several_calls_are_told_apart_by_their_index() -> None:
    found = deltas(
        piece("{", index=0, call_id="c1", name="a"),
        piece("[", index=1, call_id="c2", name="b"),
        piece("}", index=0),
        piece("]", index=1),
    )

    assert joined(found) == [("a", "{}"), ("b", "[]")]


def test_a_repeated_name_or_id_does_not_begin_another_call() -> None:
    found = deltas(
        piece("{", index=0, call_id="c1", name="a"), piece("}", index=0, call_id="c1", name="a")
    )

    assert joined(found) == [("a", "{}")]


def test_a_new_id_for_each_piece_without_a_name_belongs_to_the_same_call() -> None:
    found = deltas(piece("{", index=0, call_id="x1", name="a"), piece("}", index=0, call_id="x2"))

    assert joined(found) == [("a", "{}")]


def test_whole_calls_that_all_have_the_index_zero_are_different_calls() -> None:
    found = deltas(
        piece("{}", index=0, call_id="c1", name="a"), piece("{}", index=0, call_id="c2", name="a")
    )

    assert joined(found) == [("a", "{}"), ("a", "{}")]


def test_pieces_without_index_or_id_continue_the_last_call() -> None:
    found = deltas(piece("{", call_id="c1", name="a"), piece('"k":'), piece("1}"))

    assert joined(found) == [("a", '{"k":1}')]


def test_whole_calls_without_index_and_id_are_told_apart_by_their_whole_arguments() -> None:
    found = deltas(piece('{"k":1}', name="a"), piece('{"k":2}', name="a"))

    assert joined(found) == [("a", '{"k":1}'), ("a", '{"k":2}')]


def test_a_name_repeated_over_unfinished_arguments_is_the_same_call() -> None:
    found = deltas(piece('{"k"', name="a"), piece(":1}", name="a"))

    assert joined(found) == [("a", '{"k":1}')]


def test_pieces_without_index_find_their_call_by_id() -> None:
    found = deltas(
        piece("{", call_id="c1", name="a"),
        piece("[", call_id="c2", name="b"),
        piece("}", call_id="c1"),
    )

    assert joined(found) == [("a", "{}"), ("b", "[")]


def test_a_missing_id_is_made_up_and_differs_between_calls() -> None:
    first, second = deltas(piece("{}", index=0, name="a"), piece("{}", index=1, name="b"))

    assert first.call_id
    assert second.call_id not in ("", first.call_id)


def test_arguments_given_as_an_object_become_json_text() -> None:
    assert joined(deltas(piece({"path": "ä"}, index=0, name="a"))) == [("a", '{"path":"ä"}')]


def test_arguments_before_the_name_are_kept_until_it_comes() -> None:
    found = deltas(piece("{", index=0, call_id="c1"), piece("}", index=0, name="a"))

    assert found == [ToolCallDelta(index=0, call_id="c1", name="a", arguments="{}")]


def test_a_call_that_never_gets_a_name_is_told_at_the_end() -> None:
    reader = ToolCallDeltas()
    assert list(reader.items_of(piece("{}", index=0, call_id="c1"))) == []

    assert list(reader.unannounced()) == [ToolCallDelta(index=0, call_id="c1", arguments="{}")]
    assert list(reader.unannounced()) == []


def test_entries_that_are_no_objects_are_passed_over() -> None:
    assert deltas(None, "x", 3, []) == []


def test_a_call_whose_fields_are_not_wrapped_in_function_is_read_too() -> None:
    assert joined(deltas({"id": "c1", "name": "a", "arguments": "{}"})) == [("a", "{}")]
