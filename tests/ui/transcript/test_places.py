"""Which places in files a line of output names."""

from __future__ import annotations

import random

import pytest

from agent_tui.ui.render.places import places_in


@pytest.mark.parametrize(
    ("line", "targets"),
    [
        ("src/shop.py:31: AssertionError", ["src/shop.py:31"]),
        ("shop.py:31:7: E501 Line too long", ["shop.py:31:7"]),
        ("/srv/shop/a b.py:3", ["b.py:3"]),
        ("  --> src/main.rs:12:5", ["src/main.rs:12:5"]),
        ("src/app.ts(3,15): error TS2304", ["src/app.ts:3:15"]),
        ('  File "/srv/my shop/a.py", line 12, in total', ["/srv/my shop/a.py:12"]),
        ("see ./Makefile:4 and ../b/c.go:9.", ["./Makefile:4", "../b/c.go:9"]),
        ("bin/run:7: not found", ["bin/run:7"]),
        ("Makefile:12: *** missing separator.", ["Makefile:12"]),
        ("lib/漢字.py:2: x", ["lib/漢字.py:2"]),
        ("C:/shop/a.py:3", ["C:/shop/a.py:3"]),
        ("at 10:30 o'clock, localhost:8080, step 3:4", []),
        ("version 1.2:3 of key:5", []),
        ("example.com:443 said 1/2:3", []),
        ("no place at all", []),
    ],
)
def test_a_line_names_files_with_their_lines(line: str, targets: list[str]) -> None:
    assert [place.target for place in places_in(line)] == targets


def test_a_place_knows_where_it_stands_in_its_line() -> None:
    line = "error in src/a.py:3:7, and in b.py:4"

    found = [line[place.start : place.end] for place in places_in(line)]

    assert found == ["src/a.py:3:7", "b.py:4"]


def test_places_of_any_line_lie_in_it_in_order_and_apart() -> None:
    pick = random.Random(4)
    pieces = [
        "a.py",
        ":",
        "3",
        "/",
        "src",
        " ",
        "(",
        ",",
        ")",
        'File "',
        '", line 2',
        "漢",
        ".",
        "-",
    ]
    for _ in range(2_000):
        line = "".join(pick.choice(pieces) for _ in range(pick.randrange(14)))
        end = 0
        for place in places_in(line):
            assert end <= place.start < place.end <= len(line)
            end = place.end
