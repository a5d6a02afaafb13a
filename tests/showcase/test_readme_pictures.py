"""The pictures of the README can be made again by anyone."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

PROJECT = Path(__file__).parents[2]
WORDS = {
    "permission": ("Agent wants to change files", "Allow once", "# counted, never fatal", "~/shop"),
    "answer": ("Edit", "+3", "before", "def", "Then run the tests", "Esc stop"),
}


@pytest.mark.timeout(60)
def test_the_script_photographs_the_program_twice_alike(tmp_path: Path) -> None:
    folders = (tmp_path / "one", tmp_path / "two")
    for folder in folders:
        argv = [sys.executable, "-m", "scripts.pictures", str(folder)]
        subprocess.run(argv, cwd=PROJECT, check=True, timeout=50)

    for name, words in WORDS.items():
        picture = (folders[0] / f"{name}.svg").read_text(encoding="utf-8")
        shown = shown_text(picture)
        assert all(word in shown for word in words), shown
        assert "/tmp" not in picture
        assert str(PROJECT) not in picture
        assert picture == (folders[1] / f"{name}.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", WORDS)
def test_the_pictures_in_docs_are_pictures_of_this_program(name: str) -> None:
    picture = (PROJECT / "docs" / "pictures" / f"{name}.svg").read_text(encoding="utf-8")

    assert "agent-tui" in shown_text(picture)
    assert not re.search(r"/(?:tmp|root)\b", picture)
    assert str(PROJECT) not in picture


def shown_text(picture: str) -> str:
    texts = ElementTree.fromstring(picture).iter("{http://www.w3.org/2000/svg}text")
    return "\n".join("".join(text.itertext()) for text in texts).replace("\xa0", " ")
