"""The rules of settings files and flags: they add up, and untrusted files add nothing."""

from __future__ import annotations

import pytest

from agent_tui.config.origins import OriginKind
from agent_tui.config.permission_rules import grants_from_settings
from agent_tui.config.settings import Settings
from agent_tui.errors import ConfigError
from agent_tui.protocol.permissions import Effect, GrantScope
from tests.config.conftest import Places


def test_a_stronger_place_adds_rules_and_takes_none_away(places: Places) -> None:
    places.write(places.user_file, 'deny = ["run(rm *)"]\nallow = ["run(ls)"]')
    places.write(places.project_file, 'allow = ["run(make)", "run(ls)"]')

    loaded = places.load(flags={"allow": ["run(date)"], "deny": []})

    assert loaded.settings.allow == ("run(ls)", "run(make)", "run(date)")
    assert loaded.settings.deny == ("run(rm *)",)
    assert loaded.origin_of("allow.run(ls)").kind is OriginKind.USER_FILE
    assert loaded.origin_of("allow.run(date)").kind is OriginKind.COMMAND_LINE


def test_a_project_file_widens_nothing_before_it_is_trusted(places: Places) -> None:
    places.write(places.project_file, 'allow = ["run(*)"]\npermission_mode = "full"')

    settings = places.load(is_trusted=False).settings

    assert settings.allow == ()
    assert settings.permission_mode == "ask"


def test_a_mode_from_the_command_line_is_meant_for_stored_sessions_too(places: Places) -> None:
    places.write(places.user_file, 'permission_mode = "edits"')

    assert not places.load().is_mode_chosen_now
    assert places.load(flags={"permission_mode": "plan"}).is_mode_chosen_now


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('allow = "run(ls)"', "allow must be a list of texts in quotes"),
        ("deny = [1]", "deny must be a list of texts in quotes"),
        ('permission_mode = "brave"', "one of plan, ask, edits, full"),
    ],
)
def test_wrong_values_are_refused_with_their_place(
    places: Places, line: str, expected: str
) -> None:
    places.write(places.user_file, line)

    with pytest.raises(ConfigError, match=expected) as raised:
        places.load()

    assert raised.value.line == 1


def test_denials_become_grants_before_permissions_and_name_their_place(places: Places) -> None:
    places.write(places.user_file, 'allow = ["run(ls)"]')
    loaded = places.load(flags={"deny": ["run(rm *)"]})

    grants = list(grants_from_settings(loaded.settings, str.upper, loaded.origins))

    assert [(grant.rule, grant.effect) for grant in grants] == [
        ("RUN(RM *)", Effect.DENY),
        ("RUN(LS)", Effect.ALLOW),
    ]
    assert {grant.scope for grant in grants} == {GrantScope.SETTINGS}
    assert grants[0].source == "command line"
    assert grants[1].source == str(places.user_file)


def test_a_rule_that_is_none_is_an_error_that_names_list_and_file(places: Places) -> None:
    places.write(places.user_file, 'allow = ["ls"]')
    loaded = places.load()

    def refuse(rule: str) -> str:
        raise ConfigError(f'"{rule}" is not a rule.')

    with pytest.raises(ConfigError, match='allow: "ls" is not a rule') as raised:
        list(grants_from_settings(loaded.settings, refuse, loaded.origins))

    assert raised.value.file == places.user_file


def test_settings_without_rules_make_no_grants() -> None:
    assert list(grants_from_settings(Settings(), str)) == []
