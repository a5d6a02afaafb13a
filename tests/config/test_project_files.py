"""Project files: where they are looked for, and that they count only after trust."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_tui.config.trust import TrustRegister
from tests.config.conftest import Places


def test_a_project_file_is_found_from_a_folder_below(places: Places) -> None:
    places.write(places.project_file, 'theme = "p"')
    below = places.project / "a" / "b"
    below.mkdir(parents=True)

    assert places.value("theme", cwd=below) == "p"


def test_the_search_ends_at_the_root_of_a_repository(places: Places) -> None:
    places.write(places.project_file, 'theme = "p"')
    inner = places.project / "inner"
    (inner / ".git").mkdir(parents=True)

    assert places.load(cwd=inner).files == ()


def test_a_folder_in_the_home_folder_itself_is_no_project(places: Places) -> None:
    places.write(places.home / ".agent-tui" / "config.toml", 'theme = "p"')

    assert places.load().files == ()


def test_the_nearest_project_wins_alone(places: Places) -> None:
    places.write(places.project_file, 'theme = "outer"\nlayout = "minimal"')
    inner = places.project / "inner"
    places.write(inner / ".agent-tui" / "config.toml", 'theme = "inner"')

    settings = places.load(cwd=inner).settings

    assert (settings.theme, settings.layout) == ("inner", "standard")


def test_a_file_without_trust_is_not_even_parsed_and_a_note_says_what_to_do(
    places: Places,
) -> None:
    places.write(places.project_file, "this is not TOML")

    loaded = places.load(is_trusted=False)

    assert loaded.notes == (
        f"{places.project_file} is not used until you trust it: agent-tui config trust",
    )
    assert loaded.files == (places.project_file,)


def test_the_users_own_file_needs_no_trust(places: Places) -> None:
    places.write(places.user_file, 'theme = "u"')

    assert places.value("theme", is_trusted=False) == "u"


def test_trust_holds_for_one_content_at_one_place(tmp_path: Path) -> None:
    register = TrustRegister(tmp_path)
    file = tmp_path / "config.toml"

    register.path.write_bytes(register.with_trusted(file, b"a = 1"))

    assert register.is_trusted(file, b"a = 1")
    assert not register.is_trusted(file, b"a = 2")
    assert not register.is_trusted(tmp_path / "other.toml", b"a = 1")


def test_trust_follows_links_to_the_real_file(tmp_path: Path) -> None:
    register = TrustRegister(tmp_path)
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")

    register.path.write_bytes(register.with_trusted(tmp_path / "real" / "f", b""))

    assert register.is_trusted(tmp_path / "link" / "f", b"")


def test_trusting_a_second_file_keeps_the_first(tmp_path: Path) -> None:
    register = TrustRegister(tmp_path)
    for name in ("a", "b"):
        register.path.write_bytes(register.with_trusted(tmp_path / name, b""))

    assert register.is_trusted(tmp_path / "a", b"")
    assert register.is_trusted(tmp_path / "b", b"")


@pytest.mark.parametrize("content", [b'{"files": [', b'{"files": {"\xff": "x"}}'])
def test_a_damaged_register_trusts_nothing(tmp_path: Path, content: bytes) -> None:
    register = TrustRegister(tmp_path)
    register.path.write_bytes(content)

    assert not register.is_trusted(tmp_path / "f", b"")
