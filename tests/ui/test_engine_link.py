from __future__ import annotations

from agent_tui.errors import ClosedResourceError
from agent_tui.protocol.inputs import (
    CloseSession,
    NewSession,
    RunShell,
    SaveDraft,
    ShowSession,
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


def a_link_at(session_id: str = "s1") -> tuple[EngineLink, Sink]:
    sink = Sink()
    link = EngineLink(sink)
    link.session_opened(session_id)
    return link, sink


def new_ids(sink: Sink) -> list[str]:
    return [put.new_id for put in sink.inputs if isinstance(put, NewSession)]


def test_prompts_after_new_session_wait_for_it_and_the_old_one_stays_open() -> None:
    link, sink = a_link_at()

    link.new_session()
    link.submit("for the new one")
    before = prompts(sink)
    (made,) = new_ids(sink)
    assert link.awaits(made)
    link.session_opened(made)

    assert before == []
    assert sink.inputs[:2] == [
        NewSession(session_id="s1", new_id=made),
        ShowSession(session_id=made),
    ]
    assert prompts(sink) == [(made, "for the new one")]
    assert not any(isinstance(put, CloseSession) for put in sink.inputs)


def test_prompts_for_a_session_that_did_not_open_come_back() -> None:
    link, sink = a_link_at()
    link.open_session("s2")
    link.submit("one")
    link.submit("two")

    assert link.opening_failed("another") == ""
    assert link.opening_failed("s2") == "one\n\ntwo"
    assert link.opening_failed("s2") == ""

    link.submit("three")
    assert prompts(sink) == [("s1", "three")]


def test_the_latest_wish_counts() -> None:
    link, _ = a_link_at()

    link.open_session("s2")
    link.open_session("s3")

    assert (link.awaits("s2"), link.awaits("s3")) == (False, True)


def test_a_prompt_that_waits_for_a_session_is_not_taken_to_another_one() -> None:
    link, sink = a_link_at()
    link.open_session("s2")
    link.submit("for s2")

    link.open_session("s3")
    link.session_opened("s2")

    assert prompts(sink) == [("s2", "for s2")]


def test_a_wish_behind_prompts_waits_until_their_session_is_there() -> None:
    link, sink = a_link_at()
    link.new_session()
    link.submit("for the second")
    link.new_session()
    link.submit("for the third")
    (second,) = new_ids(sink)

    link.session_opened(second)
    third = new_ids(sink)[-1]
    assert link.awaits(third)
    link.session_opened(third)

    assert prompts(sink) == [(second, "for the second"), (third, "for the third")]
    assert not link.is_opening


def test_a_wish_behind_a_session_that_did_not_open_is_fulfilled_all_the_same() -> None:
    link, _ = a_link_at()
    link.open_session("gone")
    link.submit("for the one that is gone")
    link.open_session("s3")

    assert link.opening_failed("gone") == "for the one that is gone"
    assert link.awaits("s3")


def test_what_waits_for_sessions_comes_back_when_the_program_leaves() -> None:
    link, _ = a_link_at()
    link.open_session("s2")
    link.submit("one")
    link.open_session("s3")
    link.submit("two")

    assert link.give_up_opening() == "one\n\ntwo"
    assert link.give_up_opening() == ""


def test_a_session_that_tells_its_state_again_ends_no_waiting_for_another() -> None:
    link, sink = a_link_at()
    link.open_session("s2")
    link.submit("for s2")

    link.session_opened("s1")

    assert link.awaits("s2")
    assert prompts(sink) == []


def test_a_closed_session_goes_when_the_next_one_is_there() -> None:
    link, sink = a_link_at()

    link.close_session("s2")
    assert not any(isinstance(put, CloseSession) for put in sink.inputs)
    link.session_opened("s2")

    assert sink.inputs[-1] == CloseSession(session_id="s1")


def test_behind_the_last_session_opens_an_empty_one() -> None:
    link, sink = a_link_at()

    link.close_session()
    link.session_opened(new_ids(sink)[0])

    assert sink.inputs[-1] == CloseSession(session_id="s1")


def test_a_wish_to_close_is_forgotten_when_the_user_turns_elsewhere() -> None:
    link, sink = a_link_at()

    link.close_session("s2")
    link.open_session("s3")
    link.session_opened("s3")

    assert not any(isinstance(put, CloseSession) for put in sink.inputs)


def test_what_is_written_while_a_session_opens_is_no_draft_of_the_one_before() -> None:
    link, sink = a_link_at()
    link.open_session("s2")

    link.save_draft("for s2")

    assert not any(isinstance(put, SaveDraft) for put in sink.inputs)


def test_the_view_is_left_before_the_wish_is_sent_and_returned_to_when_that_fails() -> None:
    link, sink = a_link_at()
    told: list[str] = []
    link.leave_view = lambda: told.append(f"left, {len(sink.inputs)} sent")
    link.return_to_view = lambda: told.append("back")

    link.open_session("s2")
    link.opening_failed("s2")
    sink.is_closed = True
    link.open_session("s2")

    assert told == ["left, 0 sent", "back", "left, 1 sent", "back"]


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
    made = new_ids(sink)[0]
    link.session_opened(made)

    (run,) = (put for put in sink.inputs if isinstance(put, RunShell))
    assert (run.session_id, run.command) == (made, "ls")
