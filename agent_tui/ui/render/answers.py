"""What the engine answers to commands about permissions, processes, tools and hooks, as lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from agent_tui.protocol.hook_events import HookInfo
from agent_tui.protocol.ids import short_id
from agent_tui.protocol.permissions import Explanation, Grant, RuleMatch, RuleTrial
from agent_tui.protocol.processes import ProcessInfo
from agent_tui.protocol.requests import ToolSpec
from agent_tui.ui.render.counted import counted
from agent_tui.ui.render.durations import age_text
from agent_tui.ui.render.listing import Listing
from agent_tui.ui.render.one_line import exact_line, one_line
from agent_tui.ui.render.output_tail import size_text


def grants_listing(grants: Sequence[Grant]) -> Listing:
    """The rules that hold, strongest first, exactly as they are stored."""
    if not grants:
        return Listing(
            title="Rules",
            rows=(),
            footer="None yet: only the permission mode decides. /permissions allow RULE adds one.",
        )
    rows = tuple(
        (
            exact_line(short_id(grant.id)),
            grant.effect.value,
            grant.scope.value,
            exact_line(grant.rule),
            exact_line(grant.source),
        )
        for grant in grants
    )
    return Listing(
        title="Rules, strongest first",
        columns=("id", "effect", "scope", "rule", "made by"),
        rows=rows,
        wide=3,
        footer="/permissions revoke ID removes one · deny outranks allow",
    )


def processes_listing(processes: Sequence[ProcessInfo], *, now: float) -> Listing:
    """The child processes, oldest first. now: Unix seconds."""
    if not processes:
        return Listing(title="Processes", rows=(), footer="None runs.")
    rows = tuple(
        (
            str(process.id),
            str(process.pid),
            age_text(max(now - process.started, 0.0)),
            f"{process.cpu_percent:.0f} %",
            size_text(process.memory_bytes) if process.memory_bytes else "",
            exact_line(process.command) + _process_note(process),
        )
        for process in processes
    )
    return Listing(
        title="Processes",
        columns=("id", "pid", "age", "CPU", "memory", "command"),
        rows=rows,
        wide=5,
        footer="/ps kill ID ends one with all that it started",
    )


def tools_listing(tools: Sequence[ToolSpec]) -> Listing:
    """The tools that the model is offered."""
    if not tools:
        return Listing(title="Tools", rows=(), footer="The model is offered none.")
    rows = tuple((one_line(tool.name), first_sentence(tool.description)) for tool in tools)
    return Listing(title="Tools", columns=("name", "what it does"), rows=rows, wide=1)


def hooks_listing(hooks: Sequence[HookInfo]) -> Listing:
    """The hooks of the program around the chat, in the order of their calls."""
    if not hooks:
        return Listing(title="Hooks", rows=(), footer="No hooks are registered.")
    rows = tuple(
        (
            exact_line(hook.point),
            "guard" if hook.is_guard else "observer",
            f"{hook.timeout_s:g} s",
            exact_line(hook.name),
        )
        for hook in hooks
    )
    return Listing(
        title="Hooks, in the order of their calls",
        columns=("called", "kind", "limit", "name"),
        rows=rows,
        wide=3,
        footer="A guard may refuse or change what happens there, an observer only sees it.",
    )


def trial_listing(trial: RuleTrial) -> Listing:
    """Which past calls a rule would have allowed; call it for trials without a problem."""
    rows = (*_matches(trial.covered, "✓"), *_matches(trial.missed, "–"))
    count = len(trial.covered)
    covered = f"{counted(count, 'call')} of this session"
    return Listing(
        title=f"{exact_line(trial.rule)} would have allowed {covered}",
        rows=rows,
        wide=2,
        footer="✓ allowed · – not covered" if rows else "Nothing to compare it with yet.",
    )


def explanation_listing(explanation: Explanation) -> Listing:
    """Who decides about a command."""
    verdict = {"allow": "runs without asking", "ask": "is asked", "deny": "is refused"}
    rows = [("command", exact_line(explanation.command))]
    rows.append(("verdict", verdict.get(explanation.verdict, exact_line(explanation.verdict))))
    rows.append(("because", exact_line(explanation.reason)))
    if explanation.rule:
        rows.append(("rule", exact_line(explanation.rule)))
    if explanation.source:
        rows.append(("made by", exact_line(explanation.source)))
    return Listing(title="Who decides", rows=tuple(rows), wide=1)


def first_sentence(text: str) -> str:
    """Up to the first full stop that ends a sentence, or the first blank line."""
    paragraph = one_line(text.strip().split("\n\n", 1)[0])
    head, stop, _ = paragraph.partition(". ")
    return f"{head}." if stop else paragraph


def _matches(matches: Iterable[RuleMatch], mark: str) -> Iterable[tuple[str, str, str]]:
    return ((mark, one_line(match.tool), exact_line(match.text)) for match in matches)


def _process_note(process: ProcessInfo) -> str:
    notes = [f"{process.count} processes" if process.count > 1 else ""]
    if process.is_background:
        notes.append("in the background")
    said = ", ".join(note for note in notes if note)
    return f" ({said})" if said else ""
