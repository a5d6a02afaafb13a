"""Keys of the user: read from all layers, laid over a preset, and told of when they are wrong."""

from __future__ import annotations

import pytest

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.config.keymap import bindings_with
from agent_tui.config.origins import OriginKind
from agent_tui.config.sources.assignments import values_of_assignments
from tests.config.conftest import Places


def keys_of(places: Places, text: str, *, preset: str = "") -> tuple[KeyBindings, tuple[str, ...]]:
    """The keys and the problems of a user's file with this text."""
    places.write(places.user_file, text)
    loaded = places.load()
    name = preset or loaded.settings.keys
    keys, notes = bindings_with(KeyBindings.named(name), loaded.settings.keymap, loaded.origins)
    return keys, tuple(
        note.replace(f"{places.user_file}:", "line ") for note in (*loaded.notes, *notes)
    )


def test_one_key_several_keys_and_none(places: Places) -> None:
    keys, notes = keys_of(
        places,
        """
        [keymap.composer]
        submit = "alt+s"
        steer = ["f3", "Ctrl+X s"]
        help_when_empty = ""
        undo = []
        """,
    )

    assert notes == ()
    assert keys.keys("composer.submit") == ("alt+s",)
    assert keys.keys("composer.steer") == ("f3", "ctrl+x s")
    assert keys.keys("composer.help_when_empty") == keys.keys("composer.undo") == ()
    assert keys.keys("composer.next") == ("down",)


@pytest.mark.parametrize("preset", ["default", "vim", "emacs", "minimal"])
def test_a_key_that_sends_is_never_taken_away(places: Places, preset: str) -> None:
    usual = KeyBindings.named(preset).keys("composer.submit")

    keys, notes = keys_of(places, '[keymap.composer]\nsubmit = ""', preset=preset)

    assert usual
    assert keys.keys("composer.submit") == usual
    assert notes == (
        'line 2: Without a key for "composer.submit" nothing could be sent, no command either. '
        f"It keeps {', '.join(usual)}.",
    )


def test_the_only_key_that_sends_goes_to_no_other_action(places: Places) -> None:
    keys, notes = keys_of(places, '[keymap.composer]\nnew_line = ["enter", "ctrl+j"]')
    assert keys.keys("composer.submit") == ("enter",)
    assert keys.keys("composer.new_line") == ("ctrl+j",)
    assert [note for note in notes if 'It goes to "composer.submit"' in note]

    keys, _ = keys_of(places, '[keymap.composer]\nnew_line = "enter"\nsubmit = ["enter", "f3"]')
    assert keys.keys("composer.submit") == ("f3",)


def test_the_stronger_layer_has_an_action_and_the_others_stay(places: Places) -> None:
    places.write(places.user_file, '[keymap.app]\nhelp = "f3"\nredraw = "f3"\n')
    places.write(places.project_file, '[keymap.app]\nhelp = "f9"\n')
    flags = values_of_assignments(["keymap.transcript.copy=c"])

    loaded = places.load(flags=flags)

    assert loaded.settings.keymap == {
        "app": {"help": ("f9",), "redraw": ("f3",)},
        "transcript": {"copy": ("c",)},
    }
    assert loaded.origins["keymap.app.help"].place == f"{places.project_file}:2"
    assert loaded.origins["keymap.app.redraw"].place == f"{places.user_file}:3"
    assert loaded.origins["keymap.transcript.copy"].kind is OriginKind.COMMAND_LINE


def test_a_project_that_is_not_trusted_binds_nothing(places: Places) -> None:
    places.write(places.project_file, '[keymap.app]\nhelp = "f9"\n')

    assert places.load(is_trusted=False).settings.keymap == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[keymap.compser]\nsubmit = "f3"', "line 2: There is no key context"),
        ('[keymap.composer]\nsubmti = "f3"', "line 2: No key action of"),
        ('[keymap.composer]\n\nsubmit = "strg+x"', 'line 3: "strg+x" is not a key'),
        ("[keymap.composer]\nsubmit = 3", "line 2: keymap.composer.submit must be a key"),
        ('[keymap]\ncomposer = "f3"', "line 2: keymap.composer must be a table"),
        ("keymap = 1", "line 1: keymap must be a table"),
        ('[keymap.composer]\nstash = "ctrl+q"', "line 2: ctrl+q always leaves"),
        ('[keymap.composer]\nstash = "ctrl+x ctrl+q"', "line 2: ctrl+q always leaves"),
        ('[keymap.composer]\nstash = "ctrl+1"', "line 2: Only terminals with the kitty"),
        ('[keymap.composer]\nstash = "ctrl+shift+a"', "line 2: Only terminals with the kitty"),
        ('[keymap.composer]\nstash = "ctrl+i"', "line 2: Most terminals send tab for ctrl+i"),
        ('[keymap.composer]\nstash = "ctrl+l"', "line 2: The key ctrl+l"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_the_rest_holds(
    places: Places, text: str, told: str
) -> None:
    keys, notes = keys_of(places, text)

    assert len(notes) == 1
    assert told in notes[0]
    assert keys.keys("composer.submit") == ("enter",)
    keys.check()


def test_the_nearest_name_is_suggested_for_contexts_and_actions(places: Places) -> None:
    _, notes = keys_of(places, '[keymap.compser]\na = "f3"\n[keymap.app]\nhlep = "f3"\n')

    assert ["Did you mean composer?" in notes[0], "Did you mean help?" in notes[1]] == [True, True]


def test_of_two_lines_the_first_keeps_the_key(places: Places) -> None:
    keys, notes = keys_of(places, '[keymap.composer]\nstash = "f3"\nundo = ["f3", "f9"]\n')

    assert keys.keys("composer.stash") == ("f3",)
    assert keys.keys("composer.undo") == ("f9",)
    assert notes[0].startswith("line 3: The key f3 is bound to")


def test_the_users_key_is_taken_from_the_preset_and_the_way_to_mean_it_is_told(
    places: Places,
) -> None:
    keys, notes = keys_of(places, '[keymap.composer]\nstash = "ctrl+l"\n')

    assert keys.keys("composer.stash") == ("ctrl+l",)
    assert keys.keys("app.redraw") == ()
    assert notes[0].endswith('write redraw = "" under [keymap.app].')


def test_two_actions_may_swap_their_keys_without_a_word(places: Places) -> None:
    keys, notes = keys_of(
        places, '[keymap.composer]\nstash = "ctrl+l"\n[keymap.app]\nredraw = "ctrl+s"\n'
    )

    assert notes == ()
    assert keys.keys("app.redraw") == ("ctrl+s",)


def test_one_key_may_do_different_things_in_contexts_that_are_never_together(
    places: Places,
) -> None:
    _, notes = keys_of(places, '[keymap.sidebar]\nact = "v"\n[keymap.vim_normal]\nstash = "v"\n')

    assert notes == ()


def test_a_key_cannot_also_begin_a_sequence(places: Places) -> None:
    keys, notes = keys_of(places, '[keymap.composer]\nstash = "ctrl+x"\nundo = "ctrl+x u"\n')

    assert keys.keys("composer.stash") == ("ctrl+x",)
    assert keys.keys("composer.undo") == ()
    assert "one begins with the other" in notes[0]


def test_quitting_may_get_another_key_and_keeps_its_own(places: Places) -> None:
    keys, notes = keys_of(places, '[keymap.app]\nquit = "f10"\n')

    assert notes == ()
    assert keys.keys("app.quit") == ("f10", "ctrl+q")


def test_the_ladders_of_ctrl_c_and_escape_may_be_bound_to_other_keys(places: Places) -> None:
    keys, notes = keys_of(places, '[keymap.app]\ninterrupt = "f3"\nstop = ""\n')

    assert notes == ()
    assert (keys.keys("app.interrupt"), keys.keys("app.stop")) == (("f3",), ())


def test_keys_of_another_preset_are_no_mistake(places: Places) -> None:
    text = '[keymap.emacs]\nyank = "f3"\n[keymap.vim_insert]\nsearch_history = "ctrl+r"\n'

    assert keys_of(places, text)[1] == ()
    assert keys_of(places, text, preset="emacs")[0].keys("emacs.yank") == ("f3",)


def test_where_a_key_comes_from_is_remembered(places: Places) -> None:
    keys, _ = keys_of(places, '[keymap.app]\nhelp = "f3"\n')

    assert keys.origins["app.help"].place == f"{places.user_file}:2"
    assert "app.quit" not in keys.origins
