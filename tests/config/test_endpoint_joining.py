"""A stronger place that chooses another endpoint leaves the weaker one's key and model behind."""

from __future__ import annotations

from tests.config.conftest import Places

USER_ENDPOINT = 'provider = "openrouter"\nmodel = "a/b"\napi_key = "user-key"\n'


def test_another_provider_on_the_command_line_takes_neither_key_nor_model_along(
    places: Places,
) -> None:
    places.write(places.user_file, USER_ENDPOINT)

    settings = places.load(flags={"provider": "groq"}).settings

    assert (settings.provider, settings.model, settings.api_key) == ("groq", "", "")


def test_the_same_provider_again_keeps_key_and_model(places: Places) -> None:
    places.write(places.user_file, USER_ENDPOINT)

    settings = places.load(flags={"provider": "openrouter"}).settings

    assert (settings.model, settings.api_key) == ("a/b", "user-key")


def test_another_address_leaves_the_key_at_home_and_says_so(places: Places) -> None:
    places.write(places.user_file, USER_ENDPOINT)

    loaded = places.load(flags={"base_url": "http://other/v1"})

    assert (loaded.settings.provider, loaded.settings.api_key) == ("", "")
    assert loaded.settings.model == "a/b"
    assert len(loaded.notes) == 1
    assert "is not sent to http://other/v1" in loaded.notes[0]
    assert "user-key" not in loaded.notes[0]


def test_an_address_and_its_key_from_the_same_place_stay_together(places: Places) -> None:
    places.write(places.user_file, USER_ENDPOINT)

    loaded = places.load(flags={"base_url": "http://other/v1", "api_key_env": "OTHER"})

    assert (loaded.settings.api_key, loaded.settings.api_key_env) == ("", "OTHER")
    assert loaded.notes == ()


def test_a_project_cannot_point_the_users_key_at_its_own_server(places: Places) -> None:
    places.write(places.user_file, USER_ENDPOINT)
    places.write(places.project_file, 'base_url = "http://project/v1"')

    assert places.value("api_key") == ""


def test_a_model_alone_keeps_the_endpoint(places: Places) -> None:
    places.write(places.user_file, USER_ENDPOINT)

    settings = places.load(flags={"model": "c/d"}).settings

    assert (settings.provider, settings.model, settings.api_key) == (
        "openrouter",
        "c/d",
        "user-key",
    )


def test_a_file_that_names_a_profile_does_not_mix_its_own_endpoint_in(places: Places) -> None:
    places.write(places.user_file, USER_ENDPOINT + 'profile = "w"\n[profiles.w]\nmodel = "m"')

    settings = places.load().settings

    assert (settings.profile, settings.provider, settings.model) == ("w", "", "")


def test_a_profile_and_a_model_on_the_command_line_go_together(places: Places) -> None:
    places.write(places.user_file, USER_ENDPOINT + '[profiles.w]\nmodel = "m"')

    settings = places.load(flags={"profile": "w", "model": "x"}).settings

    assert (settings.profile, settings.model, settings.api_key) == ("w", "x", "")


def test_naming_openai_keeps_a_model_that_was_set_without_a_provider(places: Places) -> None:
    places.write(places.user_file, 'model = "gpt-x"')

    assert places.value("model", flags={"provider": "openai"}) == "gpt-x"
