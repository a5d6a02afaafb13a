"""`--set key=value`: what the text of a value means."""

from __future__ import annotations

import pytest

from agent_tui.config.sources.assignments import values_of_assignments
from agent_tui.errors import ConfigError
from tests.config.conftest import Places


@pytest.mark.parametrize(
    ("assignment", "values"),
    [
        ("max_iterations=20", {"max_iterations": 20}),
        ("idle_timeout_s = 1.5", {"idle_timeout_s": 1.5}),
        ("mouse=false", {"mouse": False}),
        ("mouse=off", {"mouse": False}),
        ("model=gpt-4.1", {"model": "gpt-4.1"}),
        ("model=4", {"model": "4"}),
        ('model="a=b"', {"model": "a=b"}),
        ("layout=minimal", {"layout": "minimal"}),
        ("system_prompt=Be brief.", {"system_prompt": "Be brief."}),
        ("max_iterations=many", {"max_iterations": "many"}),
        ("profiles.w.model=x", {"profiles": {"w": {"model": "x"}}}),
        ("profiles.w.context_window=10", {"profiles": {"w": {"context_window": 10}}}),
        ("profiles.w.headers={A='b'}", {"profiles": {"w": {"headers": {"A": "b"}}}}),
        ("nothing.like.this=1", {"nothing": {"like": {"this": 1}}}),
        ("model=", {"model": ""}),
    ],
)
def test_a_value_is_toml_and_else_plain_text(assignment: str, values: dict[str, object]) -> None:
    assert values_of_assignments([assignment]) == values


def test_several_assignments_are_joined_and_the_last_one_wins() -> None:
    values = values_of_assignments(
        ["profiles.a.model=x", "profiles.a.provider=y", "model=1", "model=2"]
    )

    assert values == {"profiles": {"a": {"model": "x", "provider": "y"}}, "model": "2"}


@pytest.mark.parametrize("assignment", ["model", "=x", "profiles..model=x", ""])
def test_an_assignment_without_key_or_equals_sign_is_an_error(assignment: str) -> None:
    with pytest.raises(ConfigError, match="--set needs key=value"):
        values_of_assignments([assignment])


def test_a_key_below_a_plain_value_is_an_error() -> None:
    with pytest.raises(ConfigError, match="model is no table"):
        values_of_assignments(["model=x", "model.y=1"])


def test_an_unknown_key_is_reported_when_settings_are_loaded(places: Places) -> None:
    with pytest.raises(ConfigError, match="Did you mean model"):
        places.load(flags=values_of_assignments(["modell=x"]))
