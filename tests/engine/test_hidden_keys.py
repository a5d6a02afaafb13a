"""A configured key goes no further than the engine's door: not into a journal, not to a model."""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec.structs import replace

from agent_tui.config.engine_options import EngineOptions
from agent_tui.engine.sessions.hidden_keys import without_keys
from agent_tui.protocol.drafts import DraftExtras, StashedDraft
from agent_tui.protocol.events import ToolOutput
from agent_tui.protocol.inputs import (
    AddGrant,
    AnswerQuestion,
    EditQueued,
    ReplyPermission,
    RunShell,
    SaveDraft,
    SubmitPrompt,
)
from agent_tui.protocol.permissions import Decision, PathAccess, PathLevel, PermissionReply
from agent_tui.protocol.prompt_events import ShellEnded
from agent_tui.protocol.questions import Answer
from agent_tui.protocol.secrets import HIDDEN_KEY, KnownSecrets
from agent_tui.protocol.tools import ToolContext, ToolResult
from agent_tui.tools.files.mention_reader import DiskMentionReader
from tests.engine.builders import an_engine, request_texts
from tests.engine.fake_provider import FakeProvider, calls, says
from tests.engine.fake_shell import FakeShell
from tests.engine.fake_store import FakeStore
from tests.engine.tool_builders import FakeTool, tool_parts

KEY = "k3y-" + "abc123" * 4
HIDE = KnownSecrets([KEY]).hide
OPTIONS = EngineOptions(cwd="/project", hide_secrets=HIDE)


async def _leak(arguments: object, context: ToolContext) -> ToolResult:
    context.output(f"printing {KEY}\n")
    return ToolResult(text=f"the key is {KEY}", diff=f"+{KEY}\n")


def _all_that_was_kept(store: FakeStore) -> str:
    return repr([journal.entries for journal in store.journals.values()]) + repr(
        [(journal.draft, journal.draft_extras) for journal in store.journals.values()]
    )


async def test_what_a_tool_prints_reaches_neither_journal_nor_model_nor_screen() -> None:
    store, provider = FakeStore(), FakeProvider(calls("leak"), says("Done."))
    tools = tool_parts(FakeTool("leak", _leak))
    async with an_engine(provider, store=store, options=OPTIONS, tools=tools) as engine:
        await engine.play("go")

        told = b"".join(map(msgspec.json.encode, engine.events)).decode()
        sent = msgspec.json.encode(provider.requests[1].messages).decode()
        assert KEY not in told + sent + _all_that_was_kept(store)
        assert f"the key is {HIDDEN_KEY}" in sent
        assert engine.all_of(ToolOutput)[0].text == f"printing {HIDDEN_KEY}\n"


async def test_a_prompt_is_sent_and_kept_without_it() -> None:
    store, provider = FakeStore(), FakeProvider(says("Ok."))
    async with an_engine(provider, store=store, options=OPTIONS) as engine:
        await engine.play(f"my key is {KEY}, why?")

        assert request_texts(provider.requests[0]) == [f"my key is {HIDDEN_KEY}, why?"]
        assert KEY not in _all_that_was_kept(store)


async def test_a_shell_command_runs_as_it_was_typed_and_is_kept_without_it() -> None:
    store, shell = FakeStore(), FakeShell()
    async with an_engine(FakeProvider(), store=store, options=OPTIONS, shell=shell.parts) as engine:
        engine.put(RunShell(command_id="c", command=f"login {KEY}"))
        await engine.settle()
        shell.commands[0].print(f"logged in with {KEY}")
        shell.commands[0].end()
        ended = await engine.until_type(ShellEnded)
        await engine.settle()

        assert shell.commands[0].command == f"login {KEY}"
        assert ended.message.shell is not None
        assert ended.message.shell.command == f"login {HIDDEN_KEY}"
        assert ended.message.text == f"logged in with {HIDDEN_KEY}\n[exit code 0]"
        assert KEY not in _all_that_was_kept(store)


def test_drafts_and_what_was_put_aside_are_kept_without_it() -> None:
    stash = (StashedDraft(f"a {KEY}", pastes=((0, 5),)), StashedDraft("b", pastes=((0, 1),)))
    draft = SaveDraft(text=f"c {KEY}", extras=DraftExtras(pastes=((0, 9),), stash=stash))

    hidden = without_keys(draft, HIDE)

    assert hidden.text == f"c {HIDDEN_KEY}"
    assert hidden.extras.pastes == ()
    assert hidden.extras.stash == (StashedDraft(f"a {HIDDEN_KEY}"), stash[1])


def test_an_input_without_a_key_is_the_same_object() -> None:
    for user_input in (
        SubmitPrompt(prompt_id="p", text="ghp_" + "Ab1" * 12),
        EditQueued(prompt_id="p", text=None),
        SaveDraft(text="x"),
    ):
        assert without_keys(user_input, HIDE) is user_input


def test_a_key_typed_into_a_waiting_prompt_is_hidden_too() -> None:
    edit = EditQueued(prompt_id="p", text=KEY)

    assert without_keys(edit, HIDE) == replace(edit, text=HIDDEN_KEY)


def test_a_key_in_a_rule_a_decision_or_an_answer_is_hidden_too() -> None:
    rejected = PermissionReply(decision=Decision.REJECT, reason=f"use {KEY}", arguments=f'"{KEY}"')
    reply = ReplyPermission(
        request_id="r", replies=(PermissionReply(decision=Decision.ONCE), rejected)
    )
    answer = Answer(question_id="q", choices=("A",), text=KEY, note=KEY)
    inputs = (
        AddGrant(rule=f"run(login {KEY})"),
        reply,
        AnswerQuestion(request_id="r", answers=(answer,)),
        AnswerQuestion(request_id="r", answers=None, reason=KEY),
    )

    hidden = [without_keys(one, HIDE) for one in inputs]

    assert KEY not in repr(hidden)
    assert repr(hidden).count(HIDDEN_KEY) == 6
    changed = hidden[1]
    assert isinstance(changed, ReplyPermission)
    assert changed.replies[1].decision is Decision.REJECT


async def test_a_file_that_a_prompt_mentions_is_attached_without_it(tmp_path: Path) -> None:
    (tmp_path / "keys.env").write_text(f"A={KEY}\n")
    provider, options = FakeProvider(), replace(OPTIONS, cwd=str(tmp_path))
    async with an_engine(provider, options=options, mentions=DiskMentionReader) as engine:
        await engine.play("look at @keys.env")

    assert f"A={HIDDEN_KEY}" in request_texts(provider.requests[0])[-1]


async def test_a_model_cannot_write_the_words_that_it_read_in_place_of_a_key() -> None:
    access = PathAccess(path="/project/.env", level=PathLevel.WRITE)
    tool = FakeTool("write_file", accesses=(access,))
    arguments = msgspec.json.encode({"path": ".env", "text": f"A={HIDDEN_KEY}"}).decode()
    provider = FakeProvider(calls("write_file", arguments), says("Then not."))
    async with an_engine(provider, options=OPTIONS, tools=tool_parts(tool)) as engine:
        await engine.play("tidy .env up")

        assert tool.runs == []
        assert "would be lost" in msgspec.json.encode(provider.requests[1].messages).decode()
