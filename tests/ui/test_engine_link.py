from __future__ import annotations

from agent_tui.errors import ClosedResourceError
from agent_tui.protocol.inputs import (
    CloseSession,
    NewSession,
    RunShell,
    SaveDraft,
    SubmitPrompt,
    UserInput,
)
from agent_tui.ui.engine_link import EngineLink


class Sink:
    def __init__(self) -> None:
        self.inputs: list[UserInput] = []
        self.is_closed = False

    def put(self, user_input: UserInput) -> None:
        if self.is_closed:
            raise ClosedResourceError("closed")
        self.inputs.append(user_input)


def prompts(sink: Sink) -> list[tuple[str, str]]:
    return [(put.session_id, put.text) for put in sink.inputs if isinstance(put, SubmitPrompt)]


def test_prompts_before_the_session_is_open_go_to_the_first_session() -> None:
    sink = Sink()
    link = EngineLink(sink)

    link.submit("one")
    waiting = [prompt.text for prompt in link.early_prompts]
    link.session_opened("s1")
    link.submit("two")

    assert waiting == ["one"]
    assert link.early_prompts == ()
    assert prompts(sink) == [("", "one"), ("s1", "two")]


def test_prompts_after_new_session_wait_for_it_and_the_old_one_is_closed() -> None:
    sink = Sink()
    link = EngineLink(sink)
    link.session_opened("s1")

    link.new_session()
    link.submit("for the new one")
    before = prompts(sink)
    link.session_opened("s2")

    assert before == []
    assert sink.inputs[:2] == [NewSession(session_id="s1"), CloseSession(session_id="s1")]
    assert prompts(sink) == [("s2", "for the new one")]


def test_prompts_for_a_session_that_did_not_open_come_back() -> None:
    sink = Sink()
    link = EngineLink(sink)
    link.session_opened("s1")
    link.new_session()
    link.submit("one")
    link.submit("two")

    assert link.opening_failed() == "one\n\ntwo"
    assert link.opening_failed() == ""

    link.submit("three")
    assert prompts(sink) == [("s1", "three")]


def test_a_closed_engine_takes_nothing_and_says_so() -> None:
    sink = Sink()
    link = EngineLink(sink)
    sink.is_closed = True

    assert link.submit("too late") is False
    link.save_draft("too late")

    assert sink.inputs == []


def test_inputs_name_the_shown_session() -> None:
    sink = Sink()
    link = EngineLink(sink)
    link.session_opened("s1")

    link.save_draft("abc")

    assert sink.inputs == [SaveDraft(session_id="s1", text="abc")]


def test_a_shell_command_behind_a_new_session_runs_in_the_new_one() -> None:
    sink = Sink()
    link = EngineLink(sink)
    link.session_opened("s1")

    link.new_session()
    assert link.run_shell("ls", is_private=False)
    assert not any(isinstance(put, RunShell) for put in sink.inputs)
    link.session_opened("s2")

    (run,) = (put for put in sink.inputs if isinstance(put, RunShell))
    assert (run.session_id, run.command) == ("s2", "ls")
