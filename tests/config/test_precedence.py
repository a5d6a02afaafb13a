"""Which place wins, and what is said about where a value comes from."""

from __future__ import annotations

import pytest

from agent_tui.config.origins import OriginKind
from agent_tui.config.settings import Settings
from tests.config.conftest import Places

# Weakest first. Each place sets the value that is named after it.
PLACES = ("user", "project", "local", "environment", "flag")
PAIRS = [(weak, strong) for i, weak in enumerate(PLACES) for strong in PLACES[i + 1 :]]


def _load_with(places: Places, key: str, values: dict[str, str]) -> tuple[object, OriginKind]:
    files = {"user": places.user_file, "project": places.project_file, "local": places.local_file}
    for place, value in values.items():
        if place in files:
            places.write(files[place], f'{key} = "{value}"\n')
    variable = values.get("environment", "")
    flags = {key: values["flag"]} if "flag" in values else {}
    loaded = places.load(flags=flags, environ={f"AGENT_TUI_{key.upper()}": variable})
    return getattr(loaded.settings, key), loaded.origin_of(key).kind


@pytest.mark.parametrize("key", ["theme", "model", "provider", "system_prompt"])
@pytest.mark.parametrize(("weak", "strong"), PAIRS)
def test_the_stronger_of_two_places_gives_the_value(
    places: Places, key: str, weak: str, strong: str
) -> None:
    value, _ = _load_with(places, key, {weak: weak, strong: strong})

    assert value == strong


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("user", OriginKind.USER_FILE),
        ("project", OriginKind.PROJECT_FILE),
        ("local", OriginKind.LOCAL_FILE),
        ("environment", OriginKind.ENVIRONMENT),
        ("flag", OriginKind.COMMAND_LINE),
    ],
)
def test_the_origin_names_the_place_that_gave_the_value(
    places: Places, place: str, kind: OriginKind
) -> None:
    assert _load_with(places, "theme", {place: "x"}) == ("x", kind)


def test_without_any_source_all_settings_have_their_defaults(places: Places) -> None:
    loaded = places.load()

    assert loaded.settings == Settings()
    assert loaded.origin_of("model").kind is OriginKind.DEFAULT
    assert (loaded.notes, loaded.files) == ((), ())


def test_an_origin_names_the_variable_and_the_file(places: Places) -> None:
    places.write(places.user_file, 'layout = "minimal"')

    loaded = places.load(environ={"AGENT_TUI_THEME": "x"})

    assert str(loaded.origin_of("theme")) == "environment AGENT_TUI_THEME"
    assert str(loaded.origin_of("layout")) == str(places.user_file)


@pytest.mark.parametrize(
    ("text", "expected"), [("0", False), ("no", False), ("false", False), ("1", True), ("on", True)]
)
def test_a_switch_in_a_variable_takes_the_usual_words(
    places: Places, text: str, expected: bool
) -> None:
    assert places.value("mouse", environ={"AGENT_TUI_MOUSE": text}) is expected


def test_numbers_in_variables_are_numbers_and_texts_that_look_like_numbers_are_texts(
    places: Places,
) -> None:
    loaded = places.load(environ={"AGENT_TUI_MAX_ITERATIONS": "7", "AGENT_TUI_MODEL": "4"})

    assert (loaded.settings.max_iterations, loaded.settings.model) == (7, "4")


def test_an_empty_variable_counts_as_unset(places: Places) -> None:
    assert places.value("theme", environ={"AGENT_TUI_THEME": ""}) == Settings().theme


def test_openai_variables_win_over_files_and_lose_to_ours(places: Places) -> None:
    places.write(places.project_file, 'model = "from-file"\nbase_url = "http://file/v1"')
    openai = {"OPENAI_MODEL": "from-openai", "OPENAI_BASE_URL": "http://openai/v1"}

    theirs = places.load(environ=openai).settings
    ours = places.load(environ={**openai, "AGENT_TUI_MODEL": "from-ours"}).settings

    assert (theirs.model, theirs.base_url) == ("from-openai", "http://openai/v1")
    assert (ours.model, ours.base_url) == ("from-ours", "http://openai/v1")


def test_openai_variables_do_not_touch_another_provider(places: Places) -> None:
    places.write(places.user_file, 'provider = "ollama"\nmodel = "qwen3"')

    settings = places.load(
        environ={"OPENAI_MODEL": "gpt-x", "OPENAI_BASE_URL": "http://openai/v1"}
    ).settings

    assert (settings.provider, settings.model, settings.base_url) == ("ollama", "qwen3", "")


def test_tables_of_several_places_are_joined_and_an_entry_replaces_its_namesake_whole(
    places: Places,
) -> None:
    places.write(places.user_file, '[profiles.a]\napi_key = "k"\n[profiles.b]\nmodel = "user"')
    places.write(places.project_file, '[profiles.a]\nbase_url = "http://elsewhere/v1"')

    loaded = places.load()

    assert set(loaded.settings.profiles) == {"a", "b"}
    assert loaded.settings.profiles["a"].api_key == ""
    assert loaded.origin_of("profiles.a").kind is OriginKind.PROJECT_FILE
    assert loaded.origin_of("profiles.b").kind is OriginKind.USER_FILE
