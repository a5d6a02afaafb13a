"""The position finder: where the keys of a TOML text stand."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_tui.config.sources.key_positions import KeyPath, position_of_key

TEXT = '''\
a = 1 # x = 2
[profiles."wo\\u0072k".headers] # c = 3
x = """a
b = 1 \\""" """""
y = \'\'\'\\\'\'\'
'q z'.k = { in = [1, 2, { deep = 3 }], "m" = 'x = 1' }
[[list]]
w = [
  "v = 1", # ]
  2 ]
v = 1979-05-27 07:32:00
'''


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        (("a",), 1, 1),
        (("profiles",), 2, 2),
        (("profiles", "work"), 2, 11),
        (("profiles", "work", "headers", "x"), 3, 1),
        (("profiles", "work", "headers", "y"), 5, 1),
        (("profiles", "work", "headers", "q z"), 6, 1),
        (("profiles", "work", "headers", "q z", "k"), 6, 7),
        (("profiles", "work", "headers", "q z", "k", "in", "deep"), 6, 27),
        (("profiles", "work", "headers", "q z", "k", "m"), 6, 40),
        (("list",), 7, 3),
        (("list", "w"), 8, 1),
        (("list", "v"), 11, 1),
    ],
)
def test_a_key_is_found_in_every_shape_that_toml_knows(
    path: KeyPath, line: int, column: int
) -> None:
    assert position_of_key(TEXT, path) == (line, column)


@pytest.mark.parametrize("path", [("x",), ("b",), ("v",), ("a", "x"), ("list", "x")])
def test_what_stands_in_comments_and_strings_is_no_key(path: KeyPath) -> None:
    assert position_of_key(TEXT, path) is None


BARE = st.text("abcdefgh-_0123456789", min_size=1, max_size=4)
VALUES = st.recursive(
    st.sampled_from(["1", "true", "'#]'", '"a\\"="', '"""\n[x]\n"""', "'''k = 1'''", "1979-05-27"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda parts: f"[ {', '.join(parts)} ]")
        | st.dictionaries(BARE, inner, max_size=3).map(
            lambda table: "{" + ", ".join(f"{k} = {v}" for k, v in table.items()) + "}"
        )
    ),
    max_leaves=6,
)


@given(st.dictionaries(BARE, st.dictionaries(BARE, VALUES, max_size=3), max_size=3))
def test_every_key_that_the_reader_sees_has_a_position(tables: dict[str, dict[str, str]]) -> None:
    lines = [
        line
        for name, table in tables.items()
        for line in (f"[{name}]", *(f"{key} = {value}" for key, value in table.items()))
    ]
    text = "\n".join(lines)

    for path in _paths(tomllib.loads(text)):
        position = position_of_key(text, path)
        assert position is not None
        line = text.split("\n")[position.line - 1]
        assert line[position.column - 1 :].startswith(path[-1])


def _paths(values: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    if isinstance(values, dict):
        for key, value in values.items():
            yield (*path, key)
            yield from _paths(value, (*path, key))
    elif isinstance(values, list):
        for value in values:
            yield from _paths(value, path)
