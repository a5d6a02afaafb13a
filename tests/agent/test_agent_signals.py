"""Interrupts, signal handlers, signals to a program, and forked children."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator

import anyio
import anyio.to_thread
import pytest

from agent_tui import Agent, AgentForked, CallWouldDeadlock, ScriptedProvider, TurnStatus
from agent_tui.providers.scripted import says
from tests.agent.instant_provider import InstantProvider


@pytest.fixture
def on_signal() -> Iterator[Callable[[Callable[[], object]], None]]:
    """Sets what SIGUSR1 does."""
    former = signal.getsignal(signal.SIGUSR1)

    def install(act: Callable[[], object]) -> None:
        signal.signal(signal.SIGUSR1, lambda *_: act())

    yield install
    signal.signal(signal.SIGUSR1, former)


async def send(number: signal.Signals) -> None:
    """Let the main thread, which waits in `chat`, get a signal."""
    signal.pthread_kill(threading.main_thread().ident or 0, number)
    await anyio.lowlevel.checkpoint()


def test_ctrl_c_in_chat_cancels_the_turn_and_gives_the_marker_and_the_process_lives() -> None:
    provider = ScriptedProvider(
        [says("Half"), lambda: send(signal.SIGINT), anyio.sleep_forever], [says("Next.")]
    )
    with Agent(provider=provider) as agent:
        assert agent.chat("go") == "[Interrupted by user]"
        assert agent.chat("and now?") == "Next."
        assert [message.text for message in agent.messages][:2] == ["go", "Half"]


def test_after_ctrl_c_the_last_turn_says_interrupted() -> None:
    provider = ScriptedProvider([lambda: send(signal.SIGINT), anyio.sleep_forever])
    with Agent(provider=provider) as agent:
        agent.chat("go")
        agent.blocking.stop()

        assert agent.last_turn is not None
        assert agent.last_turn.status is TurnStatus.INTERRUPTED


def test_a_signal_handler_may_cancel_and_submit_while_the_thread_waits_in_chat(
    on_signal: Callable[[Callable[[], object]], None],
) -> None:
    provider = ScriptedProvider(
        [says("Half"), lambda: send(signal.SIGUSR1), anyio.sleep_forever], [says("Later.")]
    )
    with Agent(provider=provider) as agent:

        def handler() -> None:
            agent.submit("later")
            agent.cancel("alarm")

        on_signal(handler)
        assert agent.chat("go") == "[Cancelled: alarm]"
        agent.blocking.stop()

    assert provider.requests[1].messages[-1].text.endswith("later")


def test_chat_in_a_signal_handler_is_an_error_instead_of_a_deadlock(
    on_signal: Callable[[Callable[[], object]], None],
) -> None:
    errors: list[Exception] = []
    with Agent(provider=ScriptedProvider([lambda: send(signal.SIGUSR1), says("Done.")])) as agent:

        def handler() -> None:
            try:
                agent.chat("from the handler")
            except CallWouldDeadlock as error:
                errors.append(error)

        on_signal(handler)
        assert agent.chat("go") == "Done."

    assert "Use submit() or cancel()" in str(errors[0])


CALLS: dict[str, Callable[[Agent], object]] = {
    "chat": lambda agent: agent.chat("hi"),
    "submit": lambda agent: agent.submit("hi"),
    "cancel": lambda agent: agent.cancel(),
    "steer": lambda agent: agent.steer("hi"),
    "session": lambda agent: agent.session,
    "messages": lambda agent: agent.messages,
    "start": lambda agent: agent.blocking.start(),
    "stop": lambda agent: agent.blocking.stop(),
    "close": lambda agent: agent.blocking.close(),
}


def test_in_a_forked_child_every_call_is_refused_with_the_reason_and_the_parent_goes_on() -> None:
    with Agent(provider=InstantProvider()) as agent:
        agent.chat("before")
        reading, writing = os.pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # that there are threads
            child = os.fork()
        if child == 0:
            os.write(writing, ",".join(refused_in_child(agent)).encode())
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            refused = pipe.read()
        os.waitpid(child, 0)

        assert refused == ",".join(CALLS)
        assert agent.chat("after") == "re: after"


def refused_in_child(agent: Agent) -> Iterator[str]:
    for name, call in CALLS.items():
        try:
            call(agent)
        except AgentForked as error:
            if "cannot be used in a child" in str(error):
                yield name


PROGRAM = """
import sys
from agent_tui import Agent
from tests.agent.instant_provider import InstantProvider

class Ready(Agent):
    async def start(self):
        await super().start()
        print("ready", flush=True)

sys.exit(Ready(provider=InstantProvider()).run())
"""


def test_a_program_that_runs_an_agent_ends_at_sigterm_with_its_exit_code() -> None:
    program = subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, text=True)
    with program:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
        program.send_signal(signal.SIGTERM)

        assert program.wait(10) == 143
