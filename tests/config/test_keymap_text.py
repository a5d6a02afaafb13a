"""One binding is written into a settings file, and nothing else changes."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_tui.config.keymap_text import changed_text
from agent_tui.errors import ConfigError

FILE = Path("/config.toml")
STASH = ("composer", "stash")


def changed(text: str, keys: tuple[str, ...] | None) -> str:
    return changed_text(text, *STASH, keys, file=FILE)[0]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '[keymap.composer]\nstash = "f8"\n'),
        ("# mine\n", '# mine\n\n[keymap.composer]\nstash = "f8"\n'),
        ("x = 1", 'x = 1\n\n[keymap.composer]\nstash = "f8"\n'),
        (
            "[keymap.composer] # keys\nundo = 'f2'\n",
            "[keymap.composer] # keys\nstash = \"f8\"\nundo = 'f2'\n",
        ),
        (
            "[keymap.composer]\nstash = ['f2', # two\n 'f3'] # note\n# end\n",
            '[keymap.composer]\nstash = "f8" # note\n# end\n',
        ),
        ("keymap.composer.stash = 'f2'\n", 'keymap.composer.stash = "f8"\n'),
        ("a = 1\r\n", 'a = 1\r\n\r\n[keymap.composer]\r\nstash = "f8"\r\n'),
        ("\ufeffa = 1\n", '\ufeffa = 1\n\n[keymap.composer]\nstash = "f8"\n'),
    ],
)
def test_a_binding_is_set_where_it_belongs(before: str, after: str) -> None:
    assert changed(before, ("f8",)) == after


@pytest.mark.parametrize(
    ("keys", "written"),
    [((), '""'), (("f8",), '"f8"'), (("f8", "f9"), '["f8", "f9"]')],
)
def test_keys_are_written_as_short_as_they_can_be(keys: tuple[str, ...], written: str) -> None:
    assert changed("", keys) == f"[keymap.composer]\nstash = {written}\n"


def test_a_binding_is_taken_out_with_its_line() -> None:
    text = "[keymap.composer]\n  stash = 'f2'  # note\nundo = 'f3'\n"

    assert changed(text, None) == "[keymap.composer]\nundo = 'f3'\n"


def test_taking_out_what_is_not_there_changes_nothing() -> None:
    assert changed("# mine\n", None) == "# mine\n"


def test_the_line_is_told() -> None:
    assert changed_text("a = 1\n", *STASH, ("f8",), file=FILE)[1] == 4


@pytest.mark.parametrize(
    "text",
    [
        "keymap = { composer = { undo = 'f2' } }\n",
        'text = """\n[keymap.composer]\n"""\n',
        "[keymap]\ncomposer = 1\n",
    ],
)
def test_what_cannot_be_changed_safely_is_left_alone(text: str) -> None:
    with pytest.raises(ConfigError, match="Change it in an editor"):
        changed(text, ("f8",))


def test_a_file_that_is_no_toml_is_left_alone() -> None:
    with pytest.raises(ConfigError, match="not valid TOML"):
        changed("a = \n", ("f8",))


LINES = st.lists(
    st.sampled_from(
        ["", "# [keymap.composer]", "[x]", "a = 1", "[keymap.app]", "help = 'f2'", "b = '#'"]
    ),
    max_size=8,
)


@given(LINES, st.sampled_from([None, (), ("f8",), ("f8", "g g")]))
def test_all_else_means_what_it_meant(lines: list[str], keys: tuple[str, ...] | None) -> None:
    text = "\n".join(lines)
    try:
        before = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return

    after = tomllib.loads(changed(text, keys))

    after.get("keymap", {}).pop("composer", None)
    assert {**before, "keymap": before.get("keymap", {})} == {
        **after,
        "keymap": after.get("keymap", {}),
    }
    assert all(line in changed(text, keys).split("\n") for line in lines)
