"""Random documents made of all that means something in markdown, mostly where it means nothing."""

from __future__ import annotations

from hypothesis import strategies as st

_ATOMS = [
    *(
        "word ",
        "longer words, ",
        "**bold** ",
        "*it",
        "`code` ",
        "~~",
        "[a](http://b.c) ",
        "\\",
        "_",
    ),
    *("\n", "\n", "\n\n", "  \n", "\r\n", "\r", "\t", "    ", "  "),
    *("- ", "  - ", "1. ", "10) ", "- [x] ", "> ", "> > ", "# ", "---\n", "===\n", "* * *\n"),
    *("```\n", "```py\n", "~~~\n", "x = 'a'  # c\n", '"""', "<div>\n", "<!--", "-->", "&amp;"),
    *(
        "[a]: http://b.c\n",
        "[a]: <b>",
        "[a] ",
        "[x][a] ",
        "![",
        "https://a.b/c.",
        " www.a.b",
        "x.py:3 ",
    ),
    *("| a | b |\n", "|---|--:|\n", "| x | y z |\n", "日本語", "👩‍👩‍👧", "é", "\x1b[31m", "\u202e"),
]
DOCUMENTS = st.lists(st.sampled_from(_ATOMS), max_size=60).map("".join)
