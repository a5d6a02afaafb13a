"""Texts to try commands on, made up: of words, code, sentences, markup, and of wide characters."""

from __future__ import annotations

from random import Random

_WORDS = (
    "one",
    "two",
    "three",
    "foo",
    "bar_baz",
    "x",
    "I",
    "end",
    "Word",
    "CAPS",
    "a1",
    "42",
    "-7",
)
_MARKS = (",", ".", ";", "!", "?", "...", "--", "+=", "(", ")", "[", "]", "{", "}", '"', "'", "`")
_CODE = (
    "def call(self, x):",
    "    return {a: [1, 2], 'b': (x + y)}",
    'if (foo["bar"] == "b\\"az") {',
    "}",
    "\tfor i in range(10):",
    "\t\tprint(f'{i}')",
    "a = [b, (c, d), {e}]",
    "x  = 0x1f + 7;  // done",
    "{",
    'foo(bar(baz), "q\'x")',
)
_SENTENCES = (
    "This is one. This is two!  And three?",
    'He said "go." Then (quietly) left.',
    "Short.",
    "no end of it, just words",
    "e.g. this one. Yes.",
)
_MARKUP = (
    "<p>one <b>two</b> three</p>",
    "<div class='x'>",
    "</div>",
    "<ul><li>a</li><li>b</li></ul>",
    "text <br/> more <i>it</i>",
)
_WIDE = (
    "日本語 テキスト、漢字",
    "你好，世界。再见。",
    "a 👍🏽 b 🙂c",
    "e\u0301a n\u0303x",
    "한국어 word",
    "naïve café über ß",
    "ｗｉｄｅ latin",
)
_BLANK = ("", "", "", "  ", "\t")
_TABBED = ("a\tb\tc", "\t\tx", "ab\t", "  \t y", "one\ttwo  three")


def random_text(random: Random) -> str:
    """One to eight lines, most of one kind."""
    kind = random.choice((_CODE, _SENTENCES, _MARKUP, _WIDE, _TABBED, None, None, None, None))
    lines = []
    for _ in range(random.choice((1, 2, 2, 3, 3, 4, 5, 6, 8))):
        if random.random() < 0.15:
            lines.append(random.choice(_BLANK))
        elif kind is None or random.random() < 0.3:
            lines.append(_line(random))
        else:
            lines.append(random.choice(kind))
    return "\n".join(lines)


def _line(random: Random) -> str:
    parts = [random.choice(("", "", "", "  ", "    ", "\t"))]
    for _ in range(random.randrange(1, 7)):
        parts.append(random.choice(_WORDS if random.random() < 0.75 else _MARKS))
        parts.append(random.choice((" ", " ", " ", "", "  ")))
    return "".join(parts) if random.random() < 0.2 else "".join(parts).rstrip()
