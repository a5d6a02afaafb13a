"""Files that tools changed are taken back, through the whole engine."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from agent_tui.config.engine_options import EngineOptions
from agent_tui.lifecycle.checkpoint_disk import LocalCheckpointDisk
from agent_tui.protocol.branch_events import RewindPreviewed, SessionRewound
from agent_tui.protocol.branch_inputs import PreviewRewind, RewindSession
from agent_tui.protocol.branches import RewindScope
from agent_tui.protocol.checkpoints import FileRewindResult, RewindOutcome
from agent_tui.protocol.events import NoticeRaised, SessionOpened, TurnEnded
from agent_tui.protocol.permissions import PathLevel, PermissionMode
from agent_tui.protocol.tools import Tool, ToolContext, ToolResult
from agent_tui.tools.apply_patch import ApplyPatch
from agent_tui.tools.edit_file import EditFile
from agent_tui.tools.write_file import WriteFile
from tests.engine.builders import PlayedEngine, an_engine
from tests.engine.fake_provider import FakeProvider, FakeStep, says
from tests.engine.tool_builders import Arguments, FakeTool, calls_all, result_texts, tool_parts

pytestmark = pytest.mark.anyio

PATCH = """--- a/new.txt
+++ /dev/null
@@ -1 +0,0 @@
-three
diff --git a/old.txt b/sub/moved.txt
rename from old.txt
rename to sub/moved.txt
"""


@asynccontextmanager
async def working(
    folder: Path, steps: Sequence[FakeStep], *tools: Tool
) -> AsyncIterator[PlayedEngine]:
    """A session in `folder`/proj that is not stored, with tools that may change files."""
    shipped = (WriteFile(), EditFile(), ApplyPatch())
    disk = LocalCheckpointDisk(str(folder / "scratch"))
    parts = replace(tool_parts(*shipped, *tools), checkpoints=disk)
    options = EngineOptions(cwd=str(folder / "proj"), permission_mode=PermissionMode.FULL)
    async with an_engine(FakeProvider(*steps), tools=parts, options=options) as engine:
        yield engine


def calling(name: str, **arguments: str | bool) -> tuple[str, str]:
    return name, json.dumps(arguments)


async def rewound(engine: PlayedEngine, prompt_id: str, what: RewindScope) -> FileRewindResult:
    engine.put(RewindSession(message_id=prompt_id, what=what))
    files = (await engine.until_type(SessionRewound)).files
    assert files is not None
    return files


async def test_what_each_tool_did_is_taken_back_with_the_conversation(tmp_path: Path) -> None:
    root = tmp_path / "proj"
    root.mkdir()
    (root / "old.txt").write_text("0\n")
    steps = [
        calls_all(
            calling("write_file", path="new.txt", content="one\ntwo\n"),
            calling("write_file", path="made/by.txt", content="tool"),
            calling("edit_file", path="new.txt", old_text="one\ntwo", new_text="three"),
            calling("apply_patch", patch=PATCH),
        ),
        says("done"),
    ]
    async with working(tmp_path, steps) as engine:
        engine.submit("work", prompt_id="first")
        await engine.until_type(TurnEnded)
        after = sorted(str(path.relative_to(root)) for path in root.rglob("*"))

        files = await rewound(engine, "first", RewindScope.BOTH)

        assert after == ["made", "made/by.txt", "sub", "sub/moved.txt"]
        assert [path.name for path in root.rglob("*")] == ["old.txt"]
        assert {row.outcome for row in files.rows if row.name != "new.txt"} == {
            RewindOutcome.RESTORED
        }


async def test_the_notice_comes_after_the_conversation_was_told_anew(tmp_path: Path) -> None:
    (tmp_path / "proj").mkdir()
    steps = [calls_all(calling("write_file", path="a.txt", content="1")), says("done")]
    async with working(tmp_path, steps) as engine:
        engine.submit("work", prompt_id="first")
        await engine.until_type(TurnEnded)

        await rewound(engine, "first", RewindScope.BOTH)
        await engine.settle()

        kinds = [type(event) for event in engine.events]
        notice = kinds.index(NoticeRaised)
        assert SessionOpened not in kinds[notice:]
        assert engine.all_of(NoticeRaised)[0].text == "Removed: a.txt."


async def test_the_model_must_read_a_file_again_that_was_taken_back(tmp_path: Path) -> None:
    root = tmp_path / "proj"
    root.mkdir()
    edit = calling("edit_file", path="a.txt", old_text="1", new_text="2")
    steps = [
        calls_all(calling("write_file", path="a.txt", content="1")),
        says("done"),
        calls_all(edit),
        says("done"),
        calls_all(edit),
        says("done"),
    ]
    async with working(tmp_path, steps) as engine:
        await engine.play("write")
        engine.submit("edit", prompt_id="second")
        await engine.until_type(TurnEnded)
        await rewound(engine, "second", RewindScope.FILES)

        await engine.play("edit again")

        assert (root / "a.txt").read_text() == "1"
        assert "has not been read in this session" in result_texts(engine)[-1]


async def test_a_tool_of_a_host_says_what_it_changes(tmp_path: Path) -> None:
    root = tmp_path / "proj"
    root.mkdir()
    (root / "a.bin").write_bytes(b"\0before")

    async def work(arguments: Arguments, context: ToolContext) -> ToolResult:
        path = context.real_path(str(root / "a.bin"), PathLevel.WRITE)
        async with context.changing(path):
            Path(path).write_bytes(b"\0after")  # noqa: ASYNC240 - a few bytes
        return ToolResult(text="done")

    steps = [calls_all("own"), says("done")]
    async with working(tmp_path, steps, FakeTool("own", work)) as engine:
        engine.submit("work", prompt_id="first")
        await engine.until_type(TurnEnded)
        engine.put(PreviewRewind(message_id="first"))
        preview = (await engine.until_type(RewindPreviewed)).files

        await rewound(engine, "first", RewindScope.FILES)

        assert [row.name for row in preview.rows] == ["a.bin"]
        assert (root / "a.bin").read_bytes() == b"\0before"
