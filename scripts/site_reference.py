"""The reference page of the documentation, made of the public names and their docstrings.

A hook of mkdocs: `docs/library/reference.md` has an introduction, and this adds the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from scripts.public_surface import PublicName, public_events, public_names

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

PAGE = "library/reference.md"
_CHAPTERS = {
    "Classes and functions": ("class", "function", "alias"),
    "Enumerations": ("enum",),
    "Errors": ("exception",),
}
_LONG = 88  # columns of a signature that is broken into lines
_SECTION = re.compile(r"^(Args|Returns|Raises|Yields):$", re.MULTILINE)


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """What mkdocs calls for each page, before it becomes HTML."""
    if page.file.src_uri != PAGE:
        return markdown
    return f"{markdown}\n\n{reference(public_names())}\n{event_reference(public_events())}"


def reference(names: Iterable[PublicName]) -> str:
    """The reference as Markdown."""
    known = list(names)
    lines: list[str] = []
    for title, kinds in _CHAPTERS.items():
        lines += [f"## {title}", ""]
        for public in known:
            if public.kind in kinds:
                lines += _described(public)
    return "\n".join(lines)


def event_reference(names: Iterable[PublicName]) -> str:
    """The chapter of the events as Markdown."""
    lines = ["## Events", "", "`from agent_tui.events import ...`", ""]
    for public in names:
        lines += _described(public)
    return "\n".join(lines)


def _described(public: PublicName) -> Iterator[str]:
    yield from (f"### {public.name}", "")
    yield from _code(public.signature)
    yield from (_prose(public.doc), "")
    for member in public.members:
        if public.kind == "enum":
            yield f"- `{member.signature}`"
            continue
        yield from (f"#### {public.name}.{member.name}", "")
        yield from _code(member.signature)
        yield from (_prose(member.doc), "")
    yield ""


def _code(signature: str) -> Iterator[str]:
    if len(signature) > _LONG and "(" in signature:
        name, _, rest = signature.partition("(")
        inside, _, after = rest.rpartition(")")
        arguments = "".join(f"    {argument},\n" for argument in _split(inside))
        signature = f"{name}(\n{arguments}){after}"
    yield from ("```py", signature, "```", "")


def _split(arguments: str) -> Iterator[str]:
    """At the commas that stand in no bracket and in no string."""
    depth, quote, start = 0, "", 0
    for at, mark in enumerate(arguments):
        if quote:
            quote = "" if mark == quote else quote
        elif mark in "'\"":
            quote = mark
        elif mark in "([{":
            depth += 1
        elif mark in ")]}":
            depth -= 1
        elif mark == "," and not depth:
            yield arguments[start:at].strip()
            start = at + 1
    yield arguments[start:].strip()


def _prose(doc: str) -> str:
    """A docstring as Markdown: what follows `Args:` and its like is a list."""
    paragraphs = [_argument_list(each) for each in doc.split("\n\n")]
    return "\n\n".join(paragraphs)


def _argument_list(paragraph: str) -> str:
    title, _, rest = paragraph.partition("\n")
    if not _SECTION.match(title) or not rest:
        return paragraph
    entries: list[str] = []
    for line in rest.split("\n"):
        if line.startswith("     ") and entries:  # goes on
            entries[-1] += f" {line.strip()}"
        else:
            name, _, words = line.strip().partition(": ")
            entries.append(f"- `{name}`: {words}")
    return "\n".join([f"**{title}**", "", *entries])
