"""No setting is accepted and then ignored."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import agent_tui
from agent_tui.config.settings import CustomProvider, Profile, Settings

PACKAGE = Path(agent_tui.__file__).parent
# These choose the endpoint; everybody else reads the `ProviderConfig` that comes of them.
ENDPOINT_FILES = ("endpoint_choice.py", "provider_resolution.py")
ENDPOINT_SETTINGS = frozenset(
    (
        "profile",
        "provider",
        "model",
        "base_url",
        "api_key",
        "api_key_env",
        "profiles",
        "providers",
        "connect_timeout_s",
        "idle_timeout_s",
    )
)


def _attributes_read(files: Iterator[Path]) -> Iterator[tuple[str, str]]:
    """(owner, attribute) of every `owner.attribute` and `x.owner.attribute` that is read."""
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
                owner = node.value
                name = owner.attr if isinstance(owner, ast.Attribute) else ""
                name = owner.id if isinstance(owner, ast.Name) else name
                yield name.lstrip("_"), node.attr


@cache
def _outside() -> frozenset[str]:
    files = (file for file in PACKAGE.rglob("*.py") if file.parent.parts[-1] != "config")
    return frozenset(name for owner, name in _attributes_read(files) if owner == "settings")


@cache
def _inside() -> frozenset[str]:
    files = (PACKAGE / "config" / name for name in ENDPOINT_FILES)
    return frozenset(attribute for _, attribute in _attributes_read(files))


def test_a_setting_is_read_outside_the_config_room() -> None:
    assert set(Settings.__struct_fields__) - ENDPOINT_SETTINGS <= _outside()


def test_a_setting_of_an_endpoint_is_read_when_it_is_resolved() -> None:
    fields = {*ENDPOINT_SETTINGS, *Profile.__struct_fields__, *CustomProvider.__struct_fields__}

    assert fields <= _inside()
