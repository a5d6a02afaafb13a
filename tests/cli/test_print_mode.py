"""Print mode: one turn, its exit code, and what stops it."""

from __future__ import annotations

import signal

import pytest

from agent_tui.cli.exit_codes import ExitCode, exit_code_of_error
from agent_tui.cli.output.text_output import TextOutput
from agent_tui.cli.print_mode import answer
from agent_tui.errors import (
    AgentTuiError,
    AuthenticationFailed,
    ConfigError,
    RateLimited,
    SessionNotFound,
    SessionStorageFailed,
)
from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.status import TurnStatus
from tests.cli.fake_agent import FakeAgent, Printed, a_failure, a_part, a_result


async def _answered(agent: FakeAgent, printed: Printed | None = None) -> int:
    return await answer(agent, "hello", TextOutput((printed or Printed()).console))


async def test_the_prompt_is_sent_and_the_answer_printed() -> None:
    agent, printed = FakeAgent(a_part("Hi")), Printed()

    assert await _answered(agent, printed) == 0

    assert agent.prompts == ["hello"]
    assert printed.out == "Hi\n"
    assert agent.is_closed


@pytest.mark.parametrize(
    ("result", "code"),
    [
        (a_result(TurnStatus.OK), 0),
        (a_result(TurnStatus.ERROR, error=a_failure()), 1),
        (a_result(TurnStatus.ERROR, error=a_failure(is_retryable=True)), 75),
        (a_result(TurnStatus.BLOCKED), 1),
        (a_result(TurnStatus.STOPPED), 1),
        (a_result(TurnStatus.MAX_ITERATIONS), 3),
        (a_result(TurnStatus.CANCELLED), 130),
        (a_result(TurnStatus.INTERRUPTED), 130),
    ],
)
async def test_the_exit_code_tells_how_the_turn_ended(result: TurnResult, code: int) -> None:
    assert await _answered(FakeAgent(result=result)) == code


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ConfigError("x"), ExitCode.USAGE),
        (SessionNotFound("x"), ExitCode.USAGE),
        (SessionStorageFailed("x"), ExitCode.FAILED),
        (AuthenticationFailed("x", provider="p"), ExitCode.FAILED),
        (RateLimited("x", provider="p", is_retryable=True), ExitCode.TRY_AGAIN),
    ],
)
def test_the_exit_code_tells_which_error_ended_the_program(
    error: AgentTuiError, code: ExitCode
) -> None:
    assert exit_code_of_error(error) is code


@pytest.mark.parametrize(
    ("number", "reason", "code"),
    [
        (signal.SIGINT, "user", 130),
        (signal.SIGTERM, "SIGTERM", 143),
        (signal.SIGHUP, "SIGHUP", 129),
    ],
)
async def test_a_signal_cancels_the_turn_and_decides_the_exit_code(
    number: signal.Signals, reason: str, code: int
) -> None:
    agent = FakeAgent(a_part("Half"), waits=True, before={2: lambda: signal.raise_signal(number)})
    printed = Printed()

    assert await _answered(agent, printed) == code

    assert agent.cancel_reasons == [reason]
    assert printed.out == "Half\n"
    assert agent.is_closed


async def test_a_signal_before_the_turn_means_that_there_is_none() -> None:
    agent = FakeAgent(on_open=lambda: signal.raise_signal(signal.SIGINT))

    assert await _answered(agent) == 130

    assert agent.prompts == []


async def test_the_former_signal_handlers_are_put_back() -> None:
    former = signal.getsignal(signal.SIGTERM)

    await _answered(FakeAgent())

    assert signal.getsignal(signal.SIGTERM) is former


async def test_when_nobody_reads_any_more_the_turn_ends_and_everything_is_closed() -> None:
    agent = FakeAgent(a_part("one", "two", "three"))

    with pytest.raises(BrokenPipeError):
        await _answered(agent, Printed(limit=1))

    assert agent.is_stream_closed
    assert agent.is_closed


async def test_images_go_along_with_the_prompt() -> None:
    agent = FakeAgent(a_part("Hi"))

    await answer(agent, "hello", TextOutput(Printed().console), ("a.png",))

    assert agent.images == ("a.png",)
