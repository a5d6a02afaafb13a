from __future__ import annotations

import threading
from pathlib import Path

import anyio
import pytest

from agent_tui import (
    Agent,
    AgentNotStarted,
    CancellationToken,
    FileSessionStore,
    LifecycleError,
    PermissionMode,
    ScriptedProvider,
    SessionNotFound,
    TurnStatus,
    tool,
)
from agent_tui.protocol.events import PartDelta, TurnEnded, TurnStarted
from agent_tui.protocol.prompt_events import PromptDelivered
from agent_tui.providers.scripted import calls, says
from tests.sample_images import png


async def test_a_prompt_gives_the_answer_its_status_and_a_history() -> None:
    async with Agent(provider=ScriptedProvider([says("It is ", "42.")])) as agent:
        result = await agent.run_turn("What is it?")

        assert (result.status, str(result)) == (TurnStatus.OK, "It is 42.")
        assert [message.text for message in agent.messages] == ["What is it?", "It is 42."]


async def test_the_streamed_deltas_are_the_answer_and_stand_between_start_and_end() -> None:
    async with Agent(provider=ScriptedProvider([says("a", "b", "c")])) as agent:
        events = [event async for event in agent.stream("go")]

    kinds = [type(event) for event in events]
    assert "".join(event.text for event in events if isinstance(event, PartDelta)) == "abc"
    assert kinds.index(TurnStarted) < kinds.index(PartDelta) < kinds.index(TurnEnded)
    assert kinds[-1] is TurnEnded


async def test_the_second_turn_carries_the_first_one() -> None:
    provider = ScriptedProvider([says("One.")], [says("Two.")])
    async with Agent(provider=provider) as agent:
        await agent.run_turn("first")
        await agent.run_turn("second")

    assert [message.text for message in provider.requests[1].messages] == [
        "first",
        "One.",
        "second",
    ]


async def test_a_steering_text_reaches_the_running_turn_with_its_next_request() -> None:
    @tool
    def wait() -> str:
        """Wait for the user."""
        agent.steer("use tabs")
        return "done"

    provider = ScriptedProvider([calls("wait")], [says("Done.")])
    async with Agent(provider=provider, tools=[wait], has_user=True) as agent:
        agent.set_permission_mode(PermissionMode.FULL)
        events = [event async for event in agent.stream("go")]

    assert [message.text for message in provider.requests[1].messages][-1] == "use tabs"
    assert sum(isinstance(event, PromptDelivered) for event in events) == 1


async def test_a_mark_in_front_of_a_prompt_is_plain_text_to_an_agent() -> None:
    provider = ScriptedProvider([says("Ok.")])
    async with Agent(provider=provider) as agent:
        await agent.run_turn("!ls")

    assert [message.text for message in provider.requests[0].messages] == ["!ls"]


async def test_a_token_cancelled_by_another_thread_ends_the_turn_with_its_reason() -> None:
    started = threading.Event()

    async def hold() -> None:
        started.set()
        await anyio.sleep_forever()

    token = CancellationToken()

    def cancel() -> None:
        started.wait(10)
        token.cancel("timeout")

    async with Agent(provider=ScriptedProvider([says("Half"), hold], [says("Next.")])) as agent:
        threading.Thread(target=cancel).start()
        result = await agent.run_turn("go", token=token)

        assert (result.status, result.reason) == (TurnStatus.CANCELLED, "timeout")
        assert result.text == "Half"
        assert (await agent.run_turn("and now?")).text == "Next."


async def test_leaving_the_stream_early_cancels_its_turn() -> None:
    provider = ScriptedProvider([says("Half"), anyio.sleep_forever], [says("Next.")])
    async with Agent(provider=provider) as agent:
        async for event in agent.stream("go"):
            if isinstance(event, PartDelta):
                break

        assert (await agent.run_turn("and now?")).text == "Next."
    assert provider.open_streams == 0


async def test_a_closed_agent_says_how_to_use_one() -> None:
    agent = Agent(provider=ScriptedProvider())

    with pytest.raises(AgentNotStarted, match="async with Agent"):
        await agent.run_turn("too early")


async def test_a_session_that_does_not_exist_is_an_error_at_opening(tmp_path: Path) -> None:
    store = FileSessionStore(tmp_path / "sessions", tmp_path / "index.db")

    with pytest.raises(SessionNotFound):
        async with Agent(provider=ScriptedProvider(), store=store, resume="0" * 32):
            pass


async def test_a_stored_session_goes_on_where_it_ended(tmp_path: Path) -> None:
    store = FileSessionStore(tmp_path / "sessions", tmp_path / "index.db")
    async with Agent(provider=ScriptedProvider([says("Blue.")]), store=store) as agent:
        await agent.run_turn("A colour?")
        session = agent.session
    assert session is not None

    second = ScriptedProvider([says("Again blue.")])
    async with Agent(provider=second, store=store, resume=session.id) as agent:
        await agent.run_turn("And now?")

    assert [message.text for message in second.requests[0].messages] == [
        "A colour?", "Blue.", "And now?",
    ]  # fmt: skip


async def test_without_a_provider_the_prompt_is_refused_with_guidance(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    async with Agent() as agent:
        result = await agent.run_turn("hello")

    assert result.error is not None
    assert '"demo" tries everything offline' in result.error.text


def test_a_program_without_a_loop_chats_in_plain_calls() -> None:
    with Agent(provider=ScriptedProvider([says("Hello.")])) as agent:
        assert agent.chat("hi") == "Hello."


def test_a_cancelled_plain_call_returns_the_documented_marker_and_history_does_not() -> None:
    token = CancellationToken()

    async def hold() -> None:
        token.cancel("timeout")
        await anyio.sleep_forever()

    with Agent(provider=ScriptedProvider([says("Half"), hold])) as agent:
        assert agent.chat("go", cancellation_token=token) == "[Cancelled: timeout]"
        assert [message.text for message in agent.messages] == ["go", "Half"]


def test_a_model_that_writes_the_marker_itself_is_not_taken_for_cancelled() -> None:
    with Agent(provider=ScriptedProvider([says("[Cancelled: x]")])) as agent:
        agent.chat("go")

        assert agent.last_turn is not None
        assert agent.last_turn.status is TurnStatus.OK


async def test_plain_calls_inside_a_running_loop_say_what_to_use_instead() -> None:
    agent = Agent(provider=ScriptedProvider())

    with pytest.raises(LifecycleError, match=r"await achat\(\)"):
        agent.chat("hi")


async def test_closing_twice_is_harmless() -> None:
    agent = await Agent(provider=ScriptedProvider()).open()

    await agent.aclose()
    await agent.aclose()


async def test_no_thread_is_left_behind_after_closing() -> None:
    async with Agent(provider=ScriptedProvider([says("x")])) as agent:
        await agent.run_turn("hi")

    names = [thread.name for thread in threading.enumerate()]
    assert "agent-tui-controller" not in names


async def test_images_go_along_as_paths_or_contents(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png())
    provider = ScriptedProvider([says("Two.")])
    async with Agent(provider=provider) as agent:
        await agent.run_turn("How many?", images=[tmp_path / "a.png", png(shade=9)])

    (message,) = provider.requests[0].messages
    assert [image.data for image in message.images] == [png(), png(shade=9)]


@pytest.mark.parametrize("source", ["missing.png", b"text", "a.svg"])
async def test_what_is_no_image_is_refused_before_it_is_sent(
    tmp_path: Path, source: str | bytes
) -> None:
    (tmp_path / "a.svg").write_text("<svg/>")
    image = source if isinstance(source, bytes) else tmp_path / source
    provider = ScriptedProvider([says("Hello.")])
    async with Agent(provider=provider) as agent:
        with pytest.raises((OSError, ValueError)):
            await agent.run_turn("Look", images=[image])
        assert str(await agent.run_turn("Hi")) == "Hello."
