"""User inputs about stored sessions, open or not: finding, looking at, renaming, deleting them."""

from __future__ import annotations

from agent_tui.protocol.inputs import UserInput


class SearchSessions(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Search what was said in all stored sessions; answered by `SessionsFound`, again whenever more
    can be found. A later one takes the place of this one; without a text, it ends the search and
    all work for it.

    query_id: chosen by the sender. text, skip, limit: see `SessionSearch.search`. is_here_only:
    only sessions of the folder of `session_id`.
    """

    query_id: str
    text: str
    limit: int = 50
    skip: int = 0
    is_here_only: bool = False


class PreviewSession(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Ask how a stored session ends; answered by `SessionPreviewed`. A later one takes the place of
    this one."""

    stored_id: str


class RenameStored(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Give a stored session another title, open or not; answered by `StoredRenamed` or
    `StoredRefused`."""

    stored_id: str
    title: str


class DeleteStored(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Delete a stored session for good; answered by `StoredDeleted`, or by `StoredRefused`, for
    example while it is open."""

    stored_id: str


FindingInput = SearchSessions | PreviewSession | RenameStored | DeleteStored
