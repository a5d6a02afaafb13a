"""The names of all telemetry events, and what is in each."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from msgspec import Struct

from agent_tui.errors import ConfigError


class EventFacts(Struct, frozen=True):
    """What an event of one name says. optional: of the facts, those that are not always there.
    content: metadata that is there only with `includes_content`."""

    about: str
    measurements: tuple[str, ...] = ()
    metadata: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    content: tuple[str, ...] = ()


_TOKENS = ("input_tokens", "output_tokens", "cached_tokens", "reasoning_tokens")
_SERVER = ("server_address", "server_port")
_REQUEST = ("provider", "model", *_SERVER, "step", "attempt")
_CALL = ("tool", "call_id", "part_id")

EVENTS = {
    "agent.start": EventFacts("A session was opened.", ("message_count",), ("provider", "model")),
    "agent.stop": EventFacts(
        "The session was closed; once for each start.",
        ("duration_s", "executions"),
        ("reason",),
    ),
    "agent.crash": EventFacts("The engine failed; `agent.stop` follows.", (), ("error_type",)),
    "execution.start": EventFacts(
        "A turn began.",
        (),
        ("prompt_id", "provider", "model", "is_retry"),
        content=("prompt",),
    ),
    "execution.interrupt": EventFacts("The turn waits for a person now.", ("elapsed_s",)),
    "execution.stop": EventFacts(
        "The turn ended; once for each start. `waited_s`: for people.",
        ("duration_s", "waited_s", "requests", "tool_calls", *_TOKENS, "cost_usd"),
        ("status", "reason", "finish_reason", "error_type"),
        optional=(*_TOKENS, "cost_usd", "tool_calls", "finish_reason", "error_type"),
        content=("text",),
    ),
    "llm.request": EventFacts("A request is sent.", (), _REQUEST, optional=_SERVER),
    "llm.response": EventFacts(
        "The answer is whole.",
        ("duration_s", "first_token_s", *_TOKENS),
        (*_REQUEST, "finish_reason"),
        optional=("first_token_s", *_TOKENS, *_SERVER),
    ),
    "llm.error": EventFacts(
        "The request failed, or was cancelled; there is no response then.",
        ("duration_s", "first_token_s", *_TOKENS),
        (*_REQUEST, "error_type", "is_retryable"),
        optional=("first_token_s", *_TOKENS, *_SERVER),
    ),
    "tool.start": EventFacts("A tool call is taken up.", (), _CALL, content=("arguments",)),
    "tool.stop": EventFacts(
        "The call has its result; once for each start. `run_s`: without the wait for people and "
        "other calls. `outcome`: ok or error.",
        ("duration_s", "run_s"),
        (*_CALL, "outcome"),
        optional=("run_s",),
        content=("result",),
    ),
    "phase.start": EventFacts(
        "A phase of the program began: init, configure, run, shutdown.", (), ("phase",)
    ),
    "phase.stop": EventFacts("The phase is over.", ("duration_s",), ("phase",)),
    "shutdown.step": EventFacts(
        "A step of the shutdown was taken.", ("duration_s",), ("step", "is_complete")
    ),
}
"""Beside this, all metadata have `app`, the program's name, and `run_id`, one for each run of an
engine; after a loss also `dropped`, how many events a handler did not get before this one. Tokens
are left out where the provider told none."""


def matching_names(patterns: Iterable[str]) -> frozenset[str]:
    """The names that these patterns stand for, as "llm.*". Raises `ConfigError` for one that fits
    no name."""
    names: set[str] = set()
    for pattern in patterns:
        fitting = {name for name in EVENTS if fnmatchcase(name, pattern)}
        if not fitting:
            raise ConfigError(
                f'No telemetry event is called "{pattern}". There are {", ".join(EVENTS)}; '
                'a pattern such as "llm.*" stands for several.',
                key="telemetry",
            )
        names |= fitting
    if not names:
        raise ConfigError("A telemetry handler needs the name of an event.", key="telemetry")
    return frozenset(names)
