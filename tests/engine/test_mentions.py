from __future__ import annotations

import json
import os
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from agent_tui.config.engine_options import EngineOptions
from agent_tui.engine.mentions.attachments import MOST_ATTACHED, MOST_BYTES, MOST_FILE_BYTES
from agent_tui.engine.tool_parts import ToolParts
from agent_tui.protocol.events import NoticeRaised, TurnEnded, TurnStarted
from agent_tui.protocol.inputs import CancelTurn, SubmitPrompt
from agent_tui.protocol.mention_reading import MentionedPlace, StateOf
from agent_tui.protocol.permissions import Effect, Grant, PermissionMode
from agent_tui.protocol.ports import StoredSession
from agent_tui.protocol.prompt_events import PromptDelivered
from agent_tui.protocol.sessions import Delivery, SessionInfo
from agent_tui.tools.edit_file import EditFile
from agent_tui.tools.files.mention_reader import DiskMentionReader
from tests.engine.builders import PlayedEngine, a_prompt, an_answer, an_engine, request_texts
from tests.engine.fake_provider import FakeProvider, calls, says
from tests.engine.fake_store import FakeStore
from tests.engine.test_steering import SlowTool
from tests.engine.tool_builders import tool_parts


@asynccontextmanager
async def an_engine_in(
    folder: Path,
    provider: FakeProvider,
    *,
    store: FakeStore | None = None,
    deny: str = "",
    tools: ToolParts | None = None,
) -> AsyncIterator[PlayedEngine]:
    grants = (Grant(id="1", rule=deny, effect=Effect.DENY),) if deny else ()
    options = EngineOptions(cwd=str(folder), grants=grants)
    async with an_engine(
        provider, store=store, options=options, tools=tools, mentions=DiskMentionReader
    ) as engine:
        yield engine


async def sent(folder: Path, prompt: str, *, deny: str = "") -> tuple[str, PlayedEngine]:
    """What the model got of a prompt."""
    provider = FakeProvider()
    async with an_engine_in(folder, provider, deny=deny) as engine:
        await engine.play(prompt)
        await engine.settle()
    return request_texts(provider.requests[0])[-1], engine


def notice(engine: PlayedEngine) -> str:
    return "\n".join(raised.text for raised in engine.all_of(NoticeRaised))


async def test_the_model_gets_the_content_and_everybody_else_the_prompt_as_typed(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.py").write_text("x = 1")

    request, engine = await sent(tmp_path, "read @a.py")

    assert request == "read @a.py\n\n<attached file='a.py'>\nx = 1\n</attached>"
    (started,) = engine.all_of(TurnStarted)
    assert (started.prompt.text, started.prompt.attached) == ("read @a.py", ("a.py",))
    assert notice(engine) == ""


async def test_a_folder_is_attached_as_a_listing(tmp_path: Path) -> None:
    (tmp_path / "src/deep").mkdir(parents=True)
    (tmp_path / "src/a.py").write_text("")

    request, engine = await sent(tmp_path, "what is in @src/?")

    assert "<attached folder='src/'>\na.py\ndeep/\n</attached>" in request
    assert engine.all_of(TurnStarted)[0].prompt.attached == ("src/ (2 entries)",)


async def test_a_mention_is_attached_once_and_names_may_have_blanks(tmp_path: Path) -> None:
    (tmp_path / "a b.txt").write_text("content")

    request, _ = await sent(tmp_path, '@"a b.txt" and again @"a b.txt".')

    assert request.count("content") == 1


async def test_large_and_binary_files_are_only_named(tmp_path: Path) -> None:
    (tmp_path / "big.txt").write_text("x" * (MOST_FILE_BYTES + 1))
    (tmp_path / "pic.bin").write_bytes(b"\0\1\2" * 100)

    request, engine = await sent(tmp_path, "@big.txt @pic.bin")

    assert "xxx" not in request
    assert engine.all_of(TurnStarted)[0].prompt.attached == (
        "big.txt (48.8 KB, too long to be attached)",
        "pic.bin (300 bytes of binary data)",
    )


async def test_all_files_together_have_a_limit(tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text("x" * 45_000)

    request, _ = await sent(tmp_path, " ".join(f"@{number}.txt" for number in range(6)))

    assert 180_000 <= request.count("x") < 200_000


async def test_what_does_not_exist_leaves_the_prompt_as_typed_and_is_told(tmp_path: Path) -> None:
    request, engine = await sent(tmp_path, "see @src/gone.py")

    assert request == "see @src/gone.py"
    assert notice(engine) == "src/gone.py does not exist."


async def test_words_that_are_no_paths_are_not_spoken_of(tmp_path: Path) -> None:
    request, engine = await sent(tmp_path, "@john, why @property and @app.get('/')? me@example.org")

    assert request.startswith("@john, why")
    assert notice(engine) == ""


async def test_nothing_outside_the_workspace_is_attached_whatever_leads_there(
    tmp_path: Path,
) -> None:
    (tmp_path / "outside.txt").write_text("secret")
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "link.txt").symlink_to(tmp_path / "outside.txt")

    request, engine = await sent(folder, f"@../outside.txt @{tmp_path}/outside.txt @link.txt")

    assert "secret" not in request
    assert notice(engine).count("may not be read without asking") == 3


async def test_secrets_and_what_a_rule_denies_are_not_attached(tmp_path: Path) -> None:
    for name in (".env", "notes.txt", "plain"):
        (tmp_path / name).write_text("content")
    (tmp_path / "plain.txt").symlink_to(tmp_path / ".env")

    request, engine = await sent(
        tmp_path, "@.env @notes.txt @plain.txt", deny=f"read({tmp_path}/notes.txt)"
    )

    assert "content" not in request
    assert "notes.txt may not be read without asking" in notice(engine)


async def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    request, _ = await sent(tmp_path, "@pipe")

    assert "pipe is a named pipe" in request


async def test_ten_thousand_mentions_are_cut_to_a_limit_that_is_told(tmp_path: Path) -> None:
    for number in range(MOST_ATTACHED + 5):
        (tmp_path / f"{number}.txt").write_text("content")

    request, engine = await sent(tmp_path, " ".join(f"@{n}.txt" for n in range(10_000)))

    assert request.count("content") == MOST_ATTACHED
    assert f"mentions are too many: at most {MOST_ATTACHED} are attached" in notice(engine)


async def test_without_a_reader_prompts_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1")
    provider = FakeProvider()

    async with an_engine(provider, options=EngineOptions(cwd=str(tmp_path))) as engine:
        await engine.play("@a.py")

    assert request_texts(provider.requests[0]) == ["@a.py"]


async def test_what_was_attached_counts_as_read_and_may_be_edited(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n")
    arguments = json.dumps({"path": "a.py", "old_text": "x = 1", "new_text": "x = 2"})
    provider = FakeProvider(calls("edit_file", arguments), says("done"))
    options = EngineOptions(cwd=str(tmp_path), permission_mode=PermissionMode.EDITS)
    tools = tool_parts(EditFile())

    async with an_engine(
        provider, options=options, tools=tools, mentions=DiskMentionReader
    ) as engine:
        await engine.play("change @a.py")

    assert (tmp_path / "a.py").read_text() == "x = 2\n"


async def test_sessions_that_are_mentioned_share_the_limit_with_files(tmp_path: Path) -> None:
    store = FakeStore()
    texts = [a_prompt("x" * 8_000), an_answer("y" * 8_000)]
    for number in range(20):
        stored_id = f"{number:032x}"
        store.stored[stored_id] = StoredSession(
            info=SessionInfo(id=stored_id, title=f"talk {number}"), messages=tuple(texts)
        )
    provider = FakeProvider()
    async with an_engine_in(tmp_path, provider, store=store) as engine:
        await engine.play(" ".join(f"@session:{stored_id}" for stored_id in list(store.stored)))

    request = request_texts(provider.requests[0])[-1]
    assert len(request) < MOST_BYTES + 10_000
    assert "talk 19 (too long to be attached)" in request


async def test_a_session_that_is_opened_again_sends_the_same(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text("x = 1")
    store, first, second = FakeStore(), FakeProvider(), FakeProvider()
    async with an_engine_in(tmp_path, first, store=store) as engine:
        await engine.play("read @a.py")
        session_id = engine.all_of(TurnStarted)[0].session_id
        await engine.settle()
    file.write_text("x = 2")
    store.stored[session_id] = store.only_journal.replayed()

    options = EngineOptions(cwd=str(tmp_path))
    async with an_engine(second, store=store, options=options, stored_id=session_id) as engine:
        await engine.play("go on")

    assert request_texts(second.requests[0])[0] == request_texts(first.requests[0])[0]
    assert "x = 1" in request_texts(second.requests[0])[0]


async def test_a_steering_prompt_brings_what_it_mentions(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1")
    tool, provider = SlowTool(), FakeProvider(calls("slow"), says("done"))
    async with an_engine_in(tmp_path, provider, tools=tool_parts(tool)) as engine:
        engine.submit("begin")
        await tool.begun.wait()
        engine.put(SubmitPrompt(prompt_id="p2", text="see @a.py", delivery=Delivery.STEER))
        await engine.settle()
        tool.go_on.set()
        delivered = await engine.until_type(PromptDelivered)
        await engine.until_type(TurnEnded)

    assert delivered.prompt.attached == ("a.py",)
    assert "x = 1" in request_texts(provider.requests[-1])[-1]


class HangingReader:
    """A disk that does not answer until the test lets it."""

    def __init__(self) -> None:
        self.is_asked, self.may_answer = threading.Event(), threading.Event()

    def read(self, path: str, most_bytes: int) -> MentionedPlace | None:
        self.is_asked.set()
        self.may_answer.wait(10)
        return None

    def note_read(self, state: StateOf) -> None:
        raise AssertionError("nothing was read")


async def test_a_disk_that_hangs_does_not_keep_a_turn_from_being_cancelled(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1")
    reader = HangingReader()
    options = EngineOptions(cwd=str(tmp_path))
    async with an_engine(FakeProvider(), options=options, mentions=lambda: reader) as engine:
        engine.submit("read @a.py")
        while not reader.is_asked.is_set():
            await engine.settle()
        engine.put(CancelTurn())

        ended = await engine.until_type(TurnEnded)
        reader.may_answer.set()

    assert ended.result.status == "cancelled"
    assert engine.messages[0].text == "read @a.py"


async def test_a_mentioned_session_brings_its_title_and_last_exchange(tmp_path: Path) -> None:
    store = FakeStore()
    said = (a_prompt("old"), an_answer("no"), a_prompt("why?"), an_answer("because"))
    store.put("abcd1234", *said, info=SessionInfo(id="abcd1234", title="Mend it"))
    provider = FakeProvider()
    async with an_engine_in(tmp_path, provider, store=store) as engine:
        await engine.play("as in @session:abcd")
        prompt = engine.all_of(TurnStarted)[0].prompt

    assert prompt.attached == ("session Mend it",)
    request = request_texts(provider.requests[0])[-1]
    assert "User: why?\n\nAgent: because" in request
    assert "old" not in request


async def test_a_session_that_is_not_there_is_told(tmp_path: Path) -> None:
    _, engine = await sent(tmp_path, "as in @session:nothere")

    assert notice(engine) == "session:nothere does not exist any more."
