"""Key strings, made up: most do something, some are keys without sense.

Kept away from: what waits for a program or for seconds, what leaves Vim, and macros of text that
was not typed as one (they could do any of these).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

OPERATORS = ("d", "d", "d", "y", "y", ">", "<lt>", "g~", "gu", "gU", "g?", "gq")
MOTIONS = (
    *("h", "j", "k", "l", "w", "W", "b", "B", "e", "E", "ge", "gE", "0", "^", "$", "g_", "gg", "G"),
    *("w", "b", "e", "j", "k", "{", "}", "(", ")", "%", "_", "-", "+", "|", ";", ",", "n", "N"),
    *("*", "#", "g*", "g#", "<BS>", " ", "gj", "gk", "g0", "g^", "g$", "[(", "])", "[{"),
    *("]}", "`[", "`]", "`<lt>", "`>", "``", "''", "`.", "'[", "']", "<Left>", "<Right>"),
    *("<Up>", "<Down>", "<Home>", "<End>"),
)
OBJECTS = tuple(
    f"{around}{kind}"
    for around in "ia"
    for kind in (*"wwWsp\"'`([{<bBt)]}>".replace("<", ""), "<lt>")
)
VISUAL = ("v", "v", "V", "V", "<C-v>", "<C-v>")
ON_SELECTION = (
    *("d", "x", "y", "~", "u", "U", "J", "gJ", ">", "<lt>", "p", "P", "D", "X", "Y", "<Esc>"),
    *("d", "y", "g~", "gu", "gU", "gq", "rX", "r1", "<C-a>", "<C-x>", "g<C-a>", "g?", "<Del>"),
    *("2>", "o", "O"),
)
SIMPLE = (
    *("x", "x", "X", "D", "Y", "J", "gJ", "~", "p", "P", "gp", "gP", "p", "P", "rX", "r ", "r<CR>"),
    *("dd", "yy", ">>", "<lt><lt>", "g~~", "guu", "gUU", "gqq", "<Del>", "<C-a>", "<C-x>", "]p"),
    *("gv", "gvd", "&"),
)
UNDO = ("u", "u", "u", "<C-r>", ".", ".", ".", "U")
JUMPS = ("<C-o>", "<C-i>", "g;", "g,")
SEARCHES = (
    *("one", "two", "o", "x", "e", "foo", "^", "$", ".", "\\<lt>t", "[ab]", "o\\+", "a\\|o", " "),
    *("e/e", "o/e+1", "t/s-1", "o/b+1", "x/+1", "o/-1", "zzz", "\\w\\+", "語", ")", "one/;/x"),
)
LINES = (
    *("d", "1d", "$d", ".,+1d", "2,3d", "%d", "d 2", "m0", "m$", "m+1", "1m.", "t.", "t0", "1,2t$"),
    *("j", "j!", "1,3j", "j3", "y", "1,2y", "pu", "pu!", ">", "<lt>", ">>", "1,2>", "noh", "u"),
    *("s/o/0/", "s/o/0/g", "%s/e/E/g", "s/one/two/", "s/\\w\\+/<lt>&>/g", "%s/^/- /", "s/ /\\r/"),
    *(
        "%s/$/!/",
        "s/\\(o\\)\\(.\\)/\\2\\1/",
        "s//X/",
        "&&",
        "s",
        "1",
        "2",
        "$",
        "+1",
        "-1",
        "'<lt>,'>d",
    ),
    *("%s/\\s\\+/ /g", "g/o/d", "v/o/d", "g/e/s/e/3/", "g/o/t.", "g/^/m0", "s/x*/-/g", "s/zzz/y/e"),
    *(
        "%s/o\\n//",
        "norm x",
        "%norm A!",
        "k a",
        "ka",
        "2,3s/./\\U&/",
        "s/\\<lt>./\\u&/g",
    ),
    *("d a", "y b", "pu a", "set sw=4", "set et", "set ts=4", "set ic", "set nosol", "set ai"),
)
TYPED = ("X", "foo ", "a b", "(", '"', "1", "é", "語", "end.", "  ", "XY", "x,y", "wor")
INSERT_KEYS = (
    *("<BS>", "<BS>", "<C-w>", "<C-u>", "<CR>", "<CR>", "<Left>", "<Right>", "<Up>", "<Down>"),
    *("<Del>", "<Home>", "<End>", "<Tab>", '<C-r>"', "<C-r>a", "<C-t>", "<C-d>", "<C-h>", "<C-y>"),
    *("<C-e>", "<C-v>x", "<C-o>x", "<C-o>w", "<C-o>b", "<C-o>$", "<C-o>dw", "<C-o>p", "<C-a>"),
)
STARTS = ("i", "a", "I", "A", "o", "O", "i", "a", "A", "o", "R", "s", "S", "C", "cc", "gI", "gi")
FIND_CHARS = "oetx .,()\"'a1語"
WITHOUT_SENSE = (
    *"hjklwbeWBE0^$GxXpPuUJ~DY.;,nN*#{}()%_+-|dycvVoOiaIAsSCR><123459",
    *("<Esc>", "<Esc>", "<Esc>", "gg", "ge", "g_", "gJ", "gu", "gU", "g~", "iw", "ap", "i(", 'a"'),
    *("<C-v>", "<C-r>", "<C-a>", "<BS>", "<Left>", "<Right>", "<Up>", "<Down>", "<Del>", "<Tab>"),
    *("fo", "te", "Fx", "T ", "rx", "ma", "`a", "'a", '"a', '"b', "gv", "<C-o>"),
)

# What "2v" selects depends on the last selection, which the oracle cannot make Vim forget.
_COUNTED_VISUAL = re.compile(r"(?<![rfFtT\d])\d+(?:<Del>)?((?:\"\w)?(?:[vV]|<C-v>))")

# Behind the character of "f" Vim looks at the next key too early, before it is in insert mode.
_PEEKED = re.compile(r"([fFtTr](?:<lt>|.))(?:<C-[bdeftuwy]>)+")

Production = Callable[[Random], str]


def random_keys(random: Random) -> str:
    """A few commands behind each other."""
    if random.random() < 0.12:
        chosen = random.choices(WITHOUT_SENSE, k=random.randrange(1, 14))
        keys = "".join("<lt>" if key == "<" else key for key in chosen)
        return _COUNTED_VISUAL.sub(r"\1", keys)
    steps = [_step(random) for _ in range(random.choice((1, 1, 2, 2, 3, 3, 4, 5, 6)))]
    # To a terminal "<Esc>[" begins a key of its own.
    keys = _PEEKED.sub(r"\1", re.sub(r"<Esc>[\[}]", "<Esc>", "".join(steps)))
    return _COUNTED_VISUAL.sub(r"\1", keys)


def _step(random: Random) -> str:
    return random.choices(_PRODUCTIONS, _WEIGHTS)[0](random)


def _count(random: Random) -> str:
    return str(random.choice((1, 2, 2, 2, 3, 3, 4, 5, 9, 12))) if random.random() < 0.25 else ""


def _register(random: Random) -> str:
    if random.random() > 0.15:
        return ""
    return '"' + random.choice('aaabb-_"0123' if random.random() < 0.97 else "AB")


def _motion(random: Random) -> str:
    if random.random() < 0.2:
        return _count(random) + random.choice("fFtT") + random.choice(FIND_CHARS)
    return _count(random) + random.choice(MOTIONS)


def _target(random: Random) -> str:
    if random.random() < 0.35:
        return _count(random) + random.choice(OBJECTS)
    force = random.choice(("v", "V", "<C-v>")) if random.random() < 0.06 else ""
    return force + _motion(random)


def _search(random: Random) -> str:
    sign = random.choice("//?")
    pattern = random.choice(SEARCHES)
    return sign + (pattern.replace("/", "?") if sign == "?" else pattern) + "<CR>"


def _operation(random: Random) -> str:
    operator = random.choice(OPERATORS)
    target = _search(random) if random.random() < 0.05 else _target(random)
    return _register(random) + _count(random) + operator + target


def _change(random: Random) -> str:
    return _register(random) + _count(random) + "c" + _target(random) + _text(random) + _end(random)


def _insertion(random: Random) -> str:
    return _count(random) + random.choice(STARTS) + _text(random) + _end(random)


def _end(random: Random) -> str:
    return "<Esc>" if random.random() < 0.97 else ""


def _text(random: Random) -> str:
    return "".join(
        random.choice(TYPED if random.random() < 0.6 else INSERT_KEYS)
        for _ in range(random.choice((0, 1, 1, 1, 2, 2, 3, 5)))
    )


def _simple(random: Random) -> str:
    return _register(random) + _count(random) + random.choice(SIMPLE)


def _undo(random: Random) -> str:
    return _count(random) + random.choice(UNDO)


def _visual(random: Random) -> str:
    keys = [random.choice(VISUAL)]
    for _ in range(random.choice((0, 1, 1, 2, 3))):
        drawn = random.random()
        if drawn < 0.2:
            keys.append(_count(random) + random.choice(OBJECTS))
        elif drawn < 0.28:
            keys.append(random.choice(("o", "O", "v", "V", "<C-v>")))
        else:
            keys.append(_motion(random))
    drawn = random.random()
    if drawn < 0.1:
        keys.append(random.choice("cICAsS") + _text(random) + "<Esc>")
    elif drawn < 0.9:
        keys.append(_register(random) + random.choice(ON_SELECTION))
    return "".join(keys)


def _line(random: Random) -> str:
    line = random.choice(LINES)
    # Behind the range of a selection another one would be an error.
    return f":<C-u>{line}<CR>" if line[0] in "0123456789.$%'" else f":{line}<CR>"


def _macro(random: Random) -> str:
    inner = "".join(
        random.choices((_simple, _motion, _operation, _insertion), k=2)[i](random) for i in (0, 1)
    )
    name = random.choice("qr")
    return f"q{name}{inner}<Esc>q{_count(random)}@{random.choice((name, '@', name))}"


def _mark(random: Random) -> str:
    name = random.choice("ab")
    quote = random.choice("`'")
    return f"m{name}{_motion(random)}{random.choice(('', '', 'd', 'y', 'c'))}{quote}{name}"


def _jump(random: Random) -> str:
    return random.choice(JUMPS)


_WEIGHTED: Sequence[tuple[Production, int]] = (
    (_operation, 24), (_motion, 18), (_simple, 16), (_insertion, 13), (_undo, 12), (_visual, 16),
    (_change, 9), (_search, 5), (_line, 8), (_macro, 3), (_mark, 3), (_jump, 1),
)  # fmt: skip
_PRODUCTIONS = [production for production, _ in _WEIGHTED]
_WEIGHTS = [weight for _, weight in _WEIGHTED]
