"""`agent-tui sessions search`: what was said in stored sessions."""

from __future__ import annotations

import time
from datetime import datetime

import click

from agent_tui.cli.commands.printing import json_option, print_json, print_line, tell
from agent_tui.cli.start import Start
from agent_tui.errors import ConfigError
from agent_tui.protocol.ids import short_id
from agent_tui.protocol.search_ports import browser_of
from agent_tui.protocol.session_search import SearchHit, SearchProgress

_TELL_AFTER_S, _TELL_EVERY_S = 1.0, 2.0


@click.command("search")
@click.argument("words", metavar="TEXT...", nargs=-1, required=True)
@click.option("--here", is_flag=True, help="Only sessions of this folder.")
@click.option("--limit", type=click.IntRange(min=1), default=20, metavar="N", help="At most N.")
@json_option
@click.pass_obj
def search_sessions(
    start: Start, words: tuple[str, ...], here: bool, limit: int, is_json: bool
) -> None:
    """Find messages that have all words of TEXT, the best first.

    "Words in quotes" follow each other; role:you (agent, tool, shell, title) narrows it down.
    """
    browser = browser_of(start.session_store())
    if browser is None:
        raise ConfigError("The session store cannot be searched.")
    search = browser.full_text_search()
    progress = search.bring_up_to_date(_Teller())
    if progress.note:
        tell(progress.note)
    answer = search.search(" ".join(words), here=str(start.cwd), is_here_only=here, limit=limit)
    if is_json:
        print_json(answer.hits)
        return
    for hit in answer.hits:
        _print_hit(hit)
    if not answer.hits:
        tell("Nothing was found.")
    elif answer.has_more:
        tell(f"There is more; add --limit {limit * 2}.")
    if answer.hits:
        tell("Open a session with: agent-tui --resume ID. In it, /find leads to the words.")


class _Teller:
    """Says how far the index is, if that takes a while."""

    def __init__(self) -> None:
        self._next_s = time.monotonic() + _TELL_AFTER_S

    def __call__(self, progress: SearchProgress) -> None:
        if time.monotonic() >= self._next_s and not progress.is_whole:
            self._next_s = time.monotonic() + _TELL_EVERY_S
            tell(f"Reading what is new: {progress.indexed} of {progress.total} sessions …")


def _print_hit(hit: SearchHit) -> None:
    said = datetime.fromtimestamp(hit.created).strftime("%Y-%m-%d %H:%M") if hit.created else ""
    left = " (on a branch that was left)" if hit.is_left else ""
    title = " ".join(hit.title.split())
    print_line(f"{short_id(hit.session_id)}  {said}  {hit.speaker.value}{left}  {title}")
    print_line(f"    {hit.snippet}")
