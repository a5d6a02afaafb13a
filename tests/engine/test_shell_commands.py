"""Shell commands that the user runs beside the model."""

from __future__ import annotations

from agent_tui.engine.shell_commands.shell_commands import MOST_RUNNING, MOST_WAITING
from agent_tui.engine.shell_commands.shell_run import shell_message
from agent_tui.protocol.events import (
    PromptRefused,
    SessionClosed,
    SessionOpened,
    ToolOutput,
    TurnEnded,
    TurnStarted,
)
from agent_tui.protocol.inputs import CloseSession, RunShell, StopShell
from agent_tui.protocol.messages import ChatMessage, Role, ShellCommand
from agent_tui.protocol.prompt_events import ShellEnded, ShellStarted
from tests.engine.builders import PlayedEngine, an_engine, names, request_texts
from tests.engine.fake_provider import FakeProvider, Gate, calls, says
from tests.engine.fake_shell import FakeShell
from tests.engine.fake_store import FakeStore
from tests.engine.test_steering import SlowTool
from tests.engine.tool_builders import tool_parts


async def run(engine: PlayedEngine, command: str, *, is_private: bool = False) -> None:
    engine.put(RunShell(command_id=command, command=command, is_private=is_private))
    await engine.settle()


def kept(engine: PlayedEngine) -> list[str]:
    return [message.text for message in engine.messages if message.shell is not None]


async def test_a_command_runs_in_the_sessions_folder_and_starts_no_turn() -> None:
    shell = FakeShell()
    async with an_engine(FakeProvider(), shell=shell.parts) as engine:
        await run(engine, "git status")
        shell.commands[0].print("clean\n")
        shell.commands[0].end()
        ended = await engine.until_type(ShellEnded)

        assert (shell.commands[0].command, shell.commands[0].cwd) == ("git status", "/project")
        assert [one.text for one in engine.all_of(ToolOutput)] == ["clean\n"]
        assert ended.message.text == "clean\n[exit code 0]"
        assert (ended.message.shell or ShellCommand(id="", command="")).exit_code == 0
        assert engine.all_of(TurnStarted) == []


async def test_the_next_request_tells_the_model_what_the_command_printed() -> None:
    shell, provider = FakeShell(), FakeProvider()
    async with an_engine(provider, shell=shell.parts) as engine:
        await run(engine, "make")
        shell.commands[0].print("broken")
        shell.commands[0].end(2)
        await engine.play("fix it")

        (sent,) = request_texts(provider.requests[0])
        assert sent.index("$ make\nbroken\n[exit code 2]") < sent.index("fix it")


async def test_a_private_command_is_kept_and_never_sent() -> None:
    shell, provider = FakeShell(), FakeProvider()
    async with an_engine(provider, shell=shell.parts) as engine:
        await run(engine, "cat secret", is_private=True)
        shell.commands[0].print("hunter2")
        shell.commands[0].end()
        await engine.play("hello")

        assert request_texts(provider.requests[0]) == ["hello"]
        assert kept(engine) == ["hunter2\n[exit code 0]"]


async def test_what_ends_between_a_call_and_its_result_comes_behind_the_result() -> None:
    shell, tool = FakeShell(), SlowTool()
    provider = FakeProvider(calls("slow"), says("Done."))
    async with an_engine(provider, tools=tool_parts(tool), shell=shell.parts) as engine:
        engine.submit("go")
        await tool.begun.wait()
        await run(engine, "date")
        shell.commands[0].print("Monday")
        shell.commands[0].end()
        await engine.until_type(ShellEnded)
        tool.go_on.set()
        await engine.until_type(TurnEnded)

        request = provider.requests[1].messages
        assert [one.role for one in request] == [Role.USER, Role.ASSISTANT, Role.TOOL, Role.USER]
        assert "Monday" in request[-1].text
        assert len(engine.all_of(TurnStarted)) == 1


async def test_what_ends_while_an_answer_streams_stands_behind_that_answer() -> None:
    shell, gate = FakeShell(), Gate()
    provider = FakeProvider((gate, *says("one")))
    async with an_engine(provider, shell=shell.parts) as engine:
        engine.submit("go")
        await gate.reached()
        await run(engine, "date")
        shell.commands[0].end()
        await engine.until_type(ShellEnded)
        gate.open()
        await engine.until_type(TurnEnded)

        assert [one.shell is not None for one in engine.messages] == [False, False, True]


async def test_a_command_can_be_stopped_and_says_by_whom() -> None:
    shell = FakeShell()
    async with an_engine(FakeProvider(), shell=shell.parts) as engine:
        await run(engine, "sleep 1000")
        engine.put(StopShell(command_id="gone"))
        engine.put(StopShell(command_id="sleep 1000"))
        await engine.until_type(ShellEnded)

        assert shell.commands[0].is_stopped
        assert kept(engine) == ["(no output)\n[stopped by the user · ended by SIGTERM]"]


async def test_too_many_commands_wait_for_each_other_and_far_too_many_are_refused() -> None:
    shell = FakeShell()
    async with an_engine(FakeProvider(), shell=shell.parts) as engine:
        for number in range(MOST_RUNNING + MOST_WAITING + 1):
            engine.put(RunShell(command_id=f"c{number}", command="sleep"))
        await engine.settle()
        assert len(shell.commands) == MOST_RUNNING
        assert [one.prompt_id for one in engine.all_of(PromptRefused)] == ["c108"]
        assert engine.all_of(PromptRefused)[0].text == "!sleep"

        engine.put(StopShell(command_id=f"c{MOST_RUNNING}"))  # waits, and never runs
        await engine.settle()
        shell.commands[0].end()
        await engine.settle()

        assert len(shell.commands) == MOST_RUNNING + 1
        assert [one.message.id for one in engine.all_of(ShellEnded)] == [f"c{MOST_RUNNING}", "c0"]
        begun = [one.command.id for one in engine.all_of(ShellStarted) if not one.is_waiting]
        assert begun[-1] == f"c{MOST_RUNNING + 1}"


async def test_an_empty_command_and_one_without_a_shell_give_their_text_back() -> None:
    async with an_engine(FakeProvider(), shell=FakeShell().parts) as engine:
        await run(engine, "  ", is_private=True)
        assert engine.all_of(PromptRefused)[0].text == "!!  "
    async with an_engine(FakeProvider()) as engine:
        await run(engine, "ls")
        assert engine.all_of(PromptRefused)[0].failure.kind == "NoShell"


async def test_quitting_ends_what_runs_and_the_journal_says_so() -> None:
    shell, store = FakeShell(), FakeStore()
    async with an_engine(FakeProvider(), shell=shell.parts, store=store) as engine:
        await run(engine, "sleep 1000")
        engine.controller.close_gate()
        await engine.controller.save()
        await engine.controller.close_sessions("shutdown")

        journal = store.only_journal
        assert journal.messages[0].text.endswith("by the end of the program · ended by SIGTERM]")
        assert [value for name, value in journal.entries if name == "shells"][-1] == ()
        assert journal.closed_with == "shutdown"


async def test_closing_a_session_waits_for_the_last_words_of_its_commands() -> None:
    shell, store = FakeShell(), FakeStore()
    async with an_engine(FakeProvider(), shell=shell.parts, store=store) as engine:
        await run(engine, "sleep 1000")
        engine.put(CloseSession())
        await engine.until_type(SessionClosed)

        names_written = store.only_journal.names
        assert names_written.index("message") > names_written.index("shells")
        assert store.only_journal.closed_with == "user"


async def test_after_a_kill_the_history_says_which_commands_were_interrupted() -> None:
    shell, store = FakeShell(), FakeStore()
    async with an_engine(FakeProvider(), shell=shell.parts, store=store) as engine:
        await run(engine, "make")
        await run(engine, "sleep 1000")
        shell.commands[0].end()
        await engine.until_type(ShellEnded)
        await engine.controller.save()
        stored = store.only_journal.replayed()

    again = FakeStore()
    again.stored[stored.info.id] = stored
    provider = FakeProvider()
    async with an_engine(provider, store=again, stored_id=stored.info.id) as engine:
        opened = engine.all_of(SessionOpened)[0]
        assert [one.text for one in opened.messages] == [
            "(no output)\n[exit code 0]",
            "(no output)\n[the program ended while it ran]",
        ]
        assert ("shells", ()) in again.only_journal.entries
        await engine.play("hello")
        assert "$ sleep 1000" in request_texts(provider.requests[0])[0]


async def test_a_late_subscriber_sees_running_commands_and_those_that_ended_in_the_turn() -> None:
    shell, gate = FakeShell(), Gate()
    async with an_engine(FakeProvider((gate,)), shell=shell.parts) as engine:
        await run(engine, "before")
        shell.commands[0].end()
        engine.submit("go")
        await gate.reached()
        await run(engine, "ended")
        shell.commands[1].end()
        await run(engine, "running")
        shell.commands[2].print("so far")
        await engine.settle()

        late = list(await engine.hub.subscribe().receive())

        opened = next(event for event in late if isinstance(event, SessionOpened))
        assert [one.id for one in opened.messages] == ["before"]
        started = [event.command.id for event in late if isinstance(event, ShellStarted)]
        assert started == ["ended", "running"]
        assert names(late).count("ShellEnded") == 1
        assert [event.text for event in late if isinstance(event, ToolOutput)] == ["so far"]
        gate.open()
        await engine.until_type(TurnEnded)


def test_an_older_program_that_knows_no_shell_commands_keeps_a_private_one_to_itself() -> None:
    command = ShellCommand(id="1", command="cat secret", is_private=True)

    message: ChatMessage = shell_message(command, "hunter2", ["exit code 0"], now=0.0)

    assert message.is_superseded
