"""The documentation builds without a dead link, and its reference has every public name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import agent_tui
from scripts.public_surface import PublicName, public_names
from scripts.site_reference import reference

PROJECT = Path(__file__).parents[2]


def test_the_site_builds_without_a_dead_link_or_a_forgotten_page(tmp_path: Path) -> None:
    build = (sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-d", str(tmp_path))

    built = subprocess.run(build, cwd=PROJECT, capture_output=True, text=True, check=False)

    assert built.returncode == 0, built.stdout + built.stderr
    page = (tmp_path / "library" / "reference" / "index.html").read_text()
    assert [name for name in agent_tui.__all__ if f'id="{name.lower()}"' not in page] == []


def test_the_reference_has_signature_words_and_arguments_of_a_name() -> None:
    doc = (
        "Does it.\n\nArgs:\n    first: what comes\n        first\n    second: the other\n\nThe end."
    )
    name = PublicName("do_it", "function", "do_it(first: int, second: str)", doc, ())

    shown = reference([name])

    assert "### do_it\n\n```py\ndo_it(first: int, second: str)\n```\n\nDoes it." in shown
    assert "**Args:**\n\n- `first`: what comes first\n- `second`: the other\n\nThe end." in shown


def test_a_long_signature_is_broken_at_its_commas_only() -> None:
    told = (
        'f(first: dict[str, int] = {}, second: str = "a, b", third: tuple[int, ...] = (), x: int)'
    )
    shown = reference([PublicName("f", "function", f"{told} -> None", "Words.", ())])

    assert '    first: dict[str, int] = {},\n    second: str = "a, b",\n    third:' in shown


def test_all_public_names_have_words_and_so_have_their_members() -> None:
    without = [
        f"{public.name}.{member.name}"
        for public in public_names()
        for member in public.members
        if public.kind not in ("enum",) and not member.doc
    ]

    assert without == []
