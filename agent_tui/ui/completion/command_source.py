"""Slash commands, their subcommands, and the values of their arguments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from agent_tui.protocol.fuzzy_match import SCATTERED, FuzzyQuery, Rank
from agent_tui.ui.commands.argument import Argument
from agent_tui.ui.commands.command import Command, CommandHost
from agent_tui.ui.completion.offer import Entry, Offer, TypedLine, agreed_start
from agent_tui.ui.foreign_text import harmless

_MOST_ENTRIES = 200


class CommandSource:
    """Completes a text of one line that begins with a slash."""

    def __init__(self, host: CommandHost) -> None:
        self._host = host

    def offer(self, typed: TypedLine) -> Offer | None:
        """See `CompletionSource`."""
        before = typed.before
        if typed.row or typed.has_more or not before.startswith("/"):
            return None
        name, blank, behind = before.partition(" ")
        if not blank:
            rest = typed.text[typed.column :].partition(" ")[0]
            end = typed.column + len(rest)
            return _of_names(before, self._host.commands.all, end)
        command = self._host.commands.find(name)
        return None if command is None else self._behind(command, typed, behind)

    def _behind(self, command: Command, typed: TypedLine, behind: str) -> Offer | None:
        *done, word = behind.lstrip().split(" ")
        done = [each for each in done if each]
        start = typed.column - len(word)
        if typed.text[typed.column :].strip():
            return None
        entries: list[Entry] = []
        if not done:
            entries += [
                Entry(inserted=f"{sub.word} ", label=sub.word, usage=sub.usage, detail=sub.summary)
                for sub in command.subcommands
            ]
        arguments = command.arguments
        if command.subcommands and done:
            subs = (sub for sub in command.subcommands if sub.word == done[0])
            arguments = next((sub.arguments for sub in subs), ())
            done = done[1:]
        entries += self._values(arguments, done)
        return _offer(word, entries, start, typed.column, "argument")

    def _values(self, arguments: Sequence[Argument], done: Sequence[str]) -> list[Entry]:
        if len(done) >= len(arguments) or arguments[len(done)].choices is None:
            return []
        argument = arguments[len(done)]
        assert argument.choices is not None
        is_last = len(done) + 1 == len(arguments)
        return [
            Entry(
                inserted=choice.value if is_last else f"{choice.value} ",
                label=harmless(choice.value).replace("\n", " "),
                detail=harmless(choice.summary).replace("\n", " "),
            )
            for choice in argument.choices(self._host)
        ]


def _of_names(typed: str, commands: Iterable[Command], end: int) -> Offer | None:
    entries = [
        Entry(
            inserted=f"{command.name} ",
            label=command.name,
            usage=command.usage,
            detail=command.summary,
        )
        for command in commands
    ]
    return _offer(typed, entries, 0, end, "command")


def _offer(typed: str, entries: Iterable[Entry], start: int, end: int, kind: str) -> Offer | None:
    """What begins with the typed text comes first, in the order given; then what has its letters
    together; letters that are scattered count only when there is nothing else."""
    fuzzy = FuzzyQuery(typed.removeprefix("/"))
    ranked: list[tuple[Rank, Entry]] = []
    for entry in entries:
        rank = fuzzy.rank(_matched_text(entry))
        if rank is not None:
            rank = (-1, 0) if entry.label.startswith(typed) else rank
            ranked.append((rank, entry))
    ranked.sort(key=lambda one: one[0])
    if ranked and ranked[0][0][0] < SCATTERED:
        ranked = [one for one in ranked if one[0][0] < SCATTERED]
    if not ranked:
        return None
    beginning = [entry.inserted for rank, entry in ranked if rank[0] < 0]
    agreed = beginning or ([ranked[0][1].inserted] if len(ranked) == 1 else [])
    return Offer(
        start=start,
        end=end,
        kind=kind,
        entries=[_marked(entry, fuzzy) for _, entry in ranked[:_MOST_ENTRIES]],
        agreed=agreed_start(agreed),
    )


def _matched_text(entry: Entry) -> str:
    return entry.label.removeprefix("/").lower().replace("/", " ")


def _marked(entry: Entry, fuzzy: FuzzyQuery) -> Entry:
    at = len(entry.label) - len(entry.label.removeprefix("/"))
    matched = tuple(at + place for place in fuzzy.positions(_matched_text(entry)))
    return Entry(
        inserted=entry.inserted,
        label=entry.label,
        usage=entry.usage.removeprefix(entry.label),
        detail=entry.detail,
        matched=matched,
    )
