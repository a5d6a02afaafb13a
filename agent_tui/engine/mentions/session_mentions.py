"""Attaches to a prompt what it mentions, as far as the model may read it without asking."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

import anyio
import anyio.to_thread
from msgspec.structs import replace

from agent_tui.engine.engine_parts import EngineParts
from agent_tui.engine.mentions.attachments import MOST_ATTACHED, Attachments, Place
from agent_tui.engine.sessions.session_state import SessionState
from agent_tui.engine.tool_calls.session_tools import SessionTools
from agent_tui.engine.turns.cancel_scope import cancelled_by
from agent_tui.errors import PermissionDenied
from agent_tui.protocol.cancellation import CancellationToken
from agent_tui.protocol.events import NoticeRaised
from agent_tui.protocol.mentions import SESSION_PREFIX, Mention, mentions_in
from agent_tui.protocol.messages import ChatMessage, Part, TextPart
from agent_tui.protocol.permissions import PathLevel, PermissionMode
from agent_tui.protocol.status import NoticeLevel

LIMIT_S = 3.0
"""A disk that hangs holds a prompt up no longer; it goes as typed then."""

_MOST_MENTIONS = 500  # different ones that are looked at
_MOST_TOLD = 5
_FILE_NAME = re.compile(r".*\.\w{1,4}")


class SessionMentions:
    """Use on the controller's loop. tools: None when none are offered; what may be read then is
    what lies in the workspace and no rule of the settings denies."""

    def __init__(self, parts: EngineParts, state: SessionState, tools: SessionTools | None) -> None:
        self._parts, self._state, self._tools = parts, state, tools
        self._folder = os.path.realpath(state.info.cwd or os.curdir) if parts.mentions else ""

    async def attached(self, prompt: ChatMessage, token: CancellationToken) -> ChatMessage:
        """The prompt with what it mentions. What cannot be attached is told as a notice, once the
        prompt is shown. Never raises; a cancelled token ends it at once."""
        text = prompt.text
        make_reader = self._parts.mentions
        if make_reader is None or "@" not in text:
            return prompt
        mentions = list(dict.fromkeys(mentions_in(text)))
        if not mentions:
            return prompt
        reader = make_reader()
        gathered = Attachments(reader, self._parts.store, image_count=len(prompt.images))
        refused = list[Mention]()
        wanted = self._permitted(mentions[:_MOST_MENTIONS], refused)

        def read() -> list[str]:
            for target in wanted:
                if isinstance(target, Place):
                    gathered.add_place(target)
                else:
                    gathered.add_session(target)
            return [self._reason(one) for one in refused if self._is_worth_telling(one)]

        told = ["Reading took too long."]
        # The prompt itself must not be lost, whatever ends the turn meanwhile.
        with anyio.CancelScope(shield=True), anyio.move_on_after(LIMIT_S), cancelled_by(token):
            told = await anyio.to_thread.run_sync(read, abandon_on_cancel=True)
            told += [f"{name} does not exist any more." for name in gathered.missing]
            if self._tools is not None:
                reader.note_read(self._tools.state)
        left = gathered.left + max(len(mentions) - _MOST_MENTIONS, 0)
        if left:
            told.insert(0, f"{left} mentions are too many: at most {MOST_ATTACHED} are attached.")
        if told and not token.is_cancelled:
            self._tell(told)
        return replace(prompt, parts=(*prompt.parts, *map(self._kept, gathered.parts)))

    def _kept(self, part: Part) -> Part:
        """Without configured keys, like everything that reaches a model or a journal."""
        if not isinstance(part, TextPart):
            return part
        return replace(part, text=self._parts.options.hide_secrets(part.text))

    def _permitted(self, mentions: Sequence[Mention], refused: list[Mention]) -> list[Place | str]:
        """Files and folders that may be read, and ids of sessions."""
        wanted: dict[str, Place | str] = {}
        for mention in mentions:
            if mention.target.startswith(SESSION_PREFIX):
                stored_id = mention.spellings[-1].removeprefix(SESSION_PREFIX)
                wanted.setdefault(mention.target, stored_id)
                continue
            place = next(filter(None, map(self._place, mention.spellings)), None)
            if place is not None:
                wanted.setdefault(place.path, place)
            else:
                refused.append(mention)
        return list(wanted.values())

    def _place(self, name: str) -> Place | None:
        path = os.path.join(self._folder, name)
        try:
            if not os.path.lexists(path):
                return None
            real = self._real_path(path)
        except (PermissionDenied, ValueError, OSError):
            return None
        is_inside = real == self._folder or real.startswith(os.path.join(self._folder, ""))
        return Place(name, real) if is_inside else None

    def _real_path(self, path: str) -> str:
        if self._tools is not None:
            return self._tools.real_path(path, PathLevel.READ, ())
        # Deferred: most sessions offer tools, and have one.
        from agent_tui.engine.permissions.policy import PermissionPolicy

        policy = PermissionPolicy(workspace=self._folder)
        return policy.may_use(
            path,
            PathLevel.READ,
            mode=PermissionMode.ASK,
            grants=policy.compile(self._parts.options.grants),
            permitted=(),
        )

    def _is_worth_telling(self, mention: Mention) -> bool:
        """It looks like a path, and is no word such as a name or a decorator."""
        target = mention.spellings[-1]
        is_path = ("/" in target or _FILE_NAME.fullmatch(target)) and "(" not in target
        is_there = os.path.lexists(os.path.join(self._folder, target))
        return mention.is_quoted or bool(is_path) or is_there

    def _reason(self, mention: Mention) -> str:
        name = mention.spellings[-1]
        if "\0" in name or not os.path.lexists(os.path.join(self._folder, name)):
            return f"{name} does not exist."
        return f"{name} may not be read without asking. Ask the agent to read it."

    def _tell(self, told: Sequence[str]) -> None:
        text = "\n".join(told[:_MOST_TOLD])
        if len(told) > _MOST_TOLD:
            text += f"\n… and {len(told) - _MOST_TOLD} more"
        notice = NoticeRaised(
            level=NoticeLevel.INFO, title="Not everything that was mentioned is attached", text=text
        )

        async def publish() -> None:
            self._state.publish(notice)

        self._parts.tasks.start_soon(publish)  # behind the prompt, which is told next
