"""What a message knows that stands for earlier ones: a compaction mark."""

from __future__ import annotations

from msgspec import Struct


class Compaction(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """The message's text is a summary that a model gets in place of what stands before it; nothing
    of that is gone, neither from the history nor from the screen.

    first_kept: id of the message from which on everything is sent as it was; "": nothing before the
    mark is. pinned, request: ids of older messages that are sent word for word, those that the user
    pinned and the prompts that were being worked on. message_count: so many messages are
    summarised. tokens_before, tokens_after: of a request, estimated where no provider has counted.
    focus: what the user wanted kept in mind. model: who wrote the summary.
    """

    first_kept: str = ""
    pinned: tuple[str, ...] = ()
    request: tuple[str, ...] = ()
    message_count: int = 0
    tokens_before: int = 0
    tokens_after: int = 0
    focus: str = ""
    is_automatic: bool = False
    model: str = ""
