"""A wrong setting is an error that says where it stands and what was probably meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_tui.errors import ConfigError
from tests.config.conftest import Places


def _error(places: Places, text: str) -> ConfigError:
    places.write(places.user_file, text)
    with pytest.raises(ConfigError) as caught:
        places.load()
    assert caught.value.file == places.user_file
    return caught.value


def test_an_unknown_setting_is_an_error_with_line_column_and_the_nearest_name(
    places: Places,
) -> None:
    error = _error(places, '# mine\n  modle = "x"\n')

    assert (error.line, error.column, error.key) == (2, 3, "modle")
    assert str(error) == f"{places.user_file}:2:3: Unknown setting modle. Did you mean model?"


def test_a_setting_that_resembles_nothing_gets_no_suggestion(places: Places) -> None:
    assert _error(places, "zzzzzz = 1").what == "Unknown setting zzzzzz."


def test_an_unknown_setting_inside_a_profile_is_found_there(places: Places) -> None:
    error = _error(places, '[profiles.work]\nmodel = "x"\nbase_urll = "y"\n')

    assert (error.line, error.column, error.key) == (3, 1, "profiles.work.base_urll")
    assert error.what.endswith("Did you mean base_url?")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("max_iterations = 0", "max_iterations must be a whole number of at least 1, not 0"),
        ("max_iterations = 1.5", "max_iterations must be a whole number of at least 1, not 1.5"),
        ("idle_timeout_s = 0", "idle_timeout_s must be a number above 0, not 0"),
        ('mouse = "yes"', 'mouse must be true or false, not "yes"'),
        ("model = true", "model must be text in quotes, not true"),
        ("theme = [1]", "theme must be text in quotes, not a list"),
        ("theme = {}", "theme must be text in quotes, not a table"),
        ("theme = 2020-01-01", "theme must be text in quotes, not a date or time"),
        ('layout = "big"', 'layout must be one of standard, minimal, not "big"'),
        ("profiles = 1", "profiles must be a table"),
        ("profiles.a = 1", "profiles.a must be a table"),
        (
            "profiles.a.idle_timeout_s = -1",
            "profiles.a.idle_timeout_s must be a number above 0, not -1",
        ),
        (
            'providers.a.context_windows.m = "x"',
            'providers.a.context_windows.m must be a whole number, not "x"',
        ),
    ],
)
def test_a_wrong_value_is_explained_in_words(places: Places, text: str, what: str) -> None:
    assert _error(places, text).what == what


@pytest.mark.parametrize(
    "text", ["api_key = 12345", "[providers.a]\nheaders = { X-Key = 12345 }", "api_key_env = 12345"]
)
def test_a_value_that_may_be_a_key_is_never_repeated(places: Places, text: str) -> None:
    assert "12345" not in str(_error(places, text))


def test_broken_toml_is_an_error_with_line_and_column(places: Places) -> None:
    error = _error(places, 'model = "x"\ntheme = \n')

    assert (error.line, error.column) == (2, 9)
    assert "not valid TOML" in error.what


def test_toml_that_breaks_off_is_reported_at_its_end(places: Places) -> None:
    error = _error(places, 'model = "x"\ntheme =')

    assert (error.line, error.column) == (2, 8)


def test_a_file_that_is_not_utf_8_is_an_error_with_its_place(places: Places) -> None:
    places.write(places.user_file, "")
    places.user_file.write_bytes(b'a = "x"\nb = "\xff"')

    with pytest.raises(ConfigError, match="must be UTF-8") as caught:
        places.load()

    assert (caught.value.line, caught.value.column) == (2, 6)


def test_a_file_that_cannot_be_read_is_an_error_and_a_missing_one_is_not(places: Places) -> None:
    places.load()
    places.user_file.mkdir(parents=True)

    with pytest.raises(ConfigError, match="cannot be read") as caught:
        places.load()

    assert caught.value.file == places.user_file


def test_a_wrong_variable_is_an_error_that_names_the_variable(places: Places) -> None:
    with pytest.raises(ConfigError, match="from the environment AGENT_TUI_MAX_ITERATIONS"):
        places.load(environ={"AGENT_TUI_MAX_ITERATIONS": "many"})


def test_a_wrong_flag_is_an_error_that_names_the_command_line(places: Places) -> None:
    with pytest.raises(ConfigError, match="from the command line") as caught:
        places.load(flags={"layout": "big"})

    assert caught.value.file is None


def test_a_byte_order_mark_and_windows_line_ends_are_fine(places: Places, tmp_path: Path) -> None:
    places.write(places.user_file, "")
    places.user_file.write_bytes(b'\xef\xbb\xbfmodel = "x"\r\ntheme = "y"\r\n')

    assert places.value("theme") == "y"
