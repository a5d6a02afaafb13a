"""Random markdown of the kind that models write; the same seed gives the same text."""

from __future__ import annotations

import random

_WORDS = [
    *(
        "the",
        "reader",
        "sees",
        "what",
        "a",
        "model",
        "wrote",
        "while",
        "it",
        "is",
        "writing",
        "and",
    ),
    *("nothing", "on", "the", "screen", "moves", "naïve", "日本語", "👩‍👩‍👧", "café-au-lait"),
]


def sample_text(seed: int, size: int) -> str:
    """About `size` characters: prose, headings, lists, quotes, code and tables."""
    dice = random.Random(seed)
    blocks = (_prose, _prose, _prose, _heading, _list, _steps, _quote, _code, _table)
    text = ""
    while len(text) < size:
        text += dice.choice(blocks)(dice) + "\n"
    return text


def _sentence(dice: random.Random, length: int) -> str:
    words = [dice.choice(_WORDS) for _ in range(length)]
    mark = dice.choice(["**{}**", "*{}*", "`{}`", "~~{}~~", "[{}](https://example.com)", "{}\n{}"])
    place = dice.randrange(length)
    words[place] = mark.format(words[place], words[place])
    return " ".join(words) + "."


def _prose(dice: random.Random) -> str:
    return " ".join(_sentence(dice, dice.randint(4, 20)) for _ in range(dice.randint(1, 6))) + "\n"


def _heading(dice: random.Random) -> str:
    return "#" * dice.randint(1, 4) + " " + _sentence(dice, 3).replace("\n", " ") + "\n"


def _list(dice: random.Random) -> str:
    items = range(dice.randint(1, 9))
    indents = [dice.choice(["", "", "  ", "    "]) for _ in items]
    return "".join(f"{indent}- {_sentence(dice, 6)}\n" for indent in ["", *indents])


def _steps(dice: random.Random) -> str:
    gap = dice.choice(["", "\n"])
    start = dice.randint(1, 12)
    code = "   ```bash\n   ls -la | wc -l\n   ```\n"
    return gap.join(
        f"{start + number}. {_sentence(dice, 5)}\n{dice.choice(['', code])}"
        for number in range(dice.randint(2, 6))
    )


def _quote(dice: random.Random) -> str:
    return "".join(f"> {_sentence(dice, 9)}\n".replace("\n", " ", 1) + "\n" for _ in range(3))


def _code(dice: random.Random) -> str:
    body = "".join(
        f"{'    ' * dice.randint(0, 2)}{dice.choice(_WORDS)} = f({dice.randint(0, 99)})  # why\n"
        for _ in range(dice.randint(1, 30))
    )
    text = dice.choice(["", '"""A string\nover lines."""\n'])
    return f"```python\n{text}{body}```\n"


def _table(dice: random.Random) -> str:
    rows = "".join(
        f"| {dice.choice(_WORDS)} | {dice.randint(0, 999)} | {dice.choice(_WORDS)} it |\n"
        for _ in range(dice.randint(1, 12))
    )
    return f"| name | n | words |\n|:--|--:|---|\n{rows}"
