"""The contract of `SessionStore`. Subclass it as `TestMyStore` and give it a fixture `store`."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from agent_tui.errors import SessionAmbiguous, SessionLocked, SessionNotFound
from agent_tui.protocol.drafts import NO_EXTRAS, DraftExtras, StashedDraft
from agent_tui.protocol.events import PartKind
from agent_tui.protocol.messages import ChatMessage, Role, ShellCommand, TextPart, ThinkingPart
from agent_tui.protocol.permissions import Grant, PermissionMode
from agent_tui.protocol.ports import SessionJournal, SessionStore
from agent_tui.protocol.sessions import QueuedPrompt
from agent_tui.protocol.usage import Usage
from tests.contracts.session_builders import a_prompt, an_answer, an_info


class SessionStoreContract:
    @pytest.fixture
    def store(self) -> SessionStore:
        raise NotImplementedError("give the store under test")

    def test_a_created_session_comes_back_as_it_was_written(self, store: SessionStore) -> None:
        info = an_info(provider="local", model="small")
        prompt, answer = a_prompt("Hello"), an_answer("Hello to you")
        journal = store.create(info)

        journal.append_message(prompt)
        journal.append_message(answer)

        stored = store.load(info.id)
        assert stored.messages == (prompt, answer)
        assert (stored.info.id, stored.info.cwd, stored.info.created) == (info.id, "/proj", 1000.5)
        assert (stored.info.provider, stored.info.model) == ("local", "small")
        assert (stored.info.message_count, stored.info.is_saved) == (2, True)
        assert stored.notes == ()

    def test_a_message_written_again_replaces_the_former_at_its_place(
        self, store: SessionStore
    ) -> None:
        info = an_info()
        first, second = a_prompt("one", message_id="m1"), an_answer("two")
        journal = store.create(info)

        for message in (first, second, a_prompt("uno", message_id="m1")):
            journal.append_message(message)

        assert [message.text for message in store.load(info.id).messages] == ["uno", "two"]

    def test_the_same_words_in_two_messages_stay_two_messages(self, store: SessionStore) -> None:
        info = an_info()
        journal = store.create(info)

        journal.append_message(a_prompt("again"))
        journal.append_message(a_prompt("again"))

        assert len(store.load(info.id).messages) == 2

    def test_deltas_without_their_message_come_back_as_an_interrupted_answer(
        self, store: SessionStore
    ) -> None:
        info = an_info(provider="local", model="small")
        journal = store.create(info)

        add_delta(journal, "Let me ", part_id="p1", kind=PartKind.THINKING)
        add_delta(journal, "think", part_id="p1", kind=PartKind.THINKING)
        add_delta(journal, "The answer", part_id="p2")

        (message,) = store.load(info.id).messages
        assert message.role is Role.ASSISTANT
        assert message.is_interrupted
        assert message.parts == (
            ThinkingPart(id="p1", text="Let me think"),
            TextPart(id="p2", text="The answer"),
        )
        assert (message.id, message.turn_id, message.model) == ("m1", "turn", "small")

    def test_half_a_tool_call_leaves_no_message_behind(self, store: SessionStore) -> None:
        info = an_info()

        add_delta(store.create(info), '{"path": "a', part_id="p1", kind=PartKind.TOOL_CALL)

        assert store.load(info.id).messages == ()

    def test_a_whole_message_supersedes_its_deltas(self, store: SessionStore) -> None:
        info = an_info()
        answer = an_answer("The answer is 42", message_id="m1")
        journal = store.create(info)

        add_delta(journal, "The answer", part_id="p1")
        journal.append_message(answer)
        add_delta(journal, " that came late", part_id="p1")

        assert store.load(info.id).messages == (answer,)

    def test_the_last_model_title_and_queue_count(self, store: SessionStore) -> None:
        info = an_info(provider="local", model="small")
        journal = store.create(info)

        for word in ("old", "new"):
            journal.append_title(f"{word} title")
            journal.append_model(word, f"{word}-model")
            journal.append_queue([QueuedPrompt(id=word, text=word, created=2.0)])

        stored = store.load(info.id)
        assert stored.info.title == "new title"
        assert (stored.info.provider, stored.info.model) == ("new", "new-model")
        assert stored.queued == (QueuedPrompt(id="new", text="new", created=2.0),)

    def test_what_left_no_answer_counts_beside_the_answers(self, store: SessionStore) -> None:
        info, took = an_info(), Usage(input_tokens=40, output_tokens=5)
        journal = store.create(info)
        journal.append_message(a_prompt("Hello"))
        journal.append_usage(took)
        journal.append_message(replace(an_answer("Hi"), usage=took))
        journal.append_usage(took)
        journal.close("user")

        assert store.load(info.id).info.usage.total_tokens == 3 * 45

    def test_the_last_mode_grants_and_waiting_calls_count(self, store: SessionStore) -> None:
        info = an_info()
        journal = store.create(info)
        own = Grant(id="g", rule="tool(deploy)", source="panel", created=3.5)

        journal.append_mode(PermissionMode.PLAN)
        journal.append_mode(PermissionMode.EDITS)
        journal.append_grants((own, Grant(id="h", rule="tool(other)")))
        journal.append_grants((own,))
        journal.append_waiting(("part-1", "part-2"))
        journal.append_waiting(("part-2",))

        stored = store.load(info.id)
        assert stored.info.permission_mode is PermissionMode.EDITS
        assert stored.grants == (own,)
        assert stored.waiting == ("part-2",)

    def test_waiting_calls_are_forgotten_by_an_empty_list(self, store: SessionStore) -> None:
        info = an_info()
        journal = store.create(info)

        journal.append_waiting(("part-1",))
        journal.append_waiting(())

        assert store.load(info.id).waiting == ()

    def test_the_last_list_of_running_shell_commands_counts(self, store: SessionStore) -> None:
        info = an_info()
        journal = store.create(info)
        running = (ShellCommand(id="1", command="make", cwd="/project", is_private=True),)

        journal.append_shells((*running, ShellCommand(id="2", command="date")))
        journal.append_shells(running)
        assert store.load(info.id).shells == running

        journal.append_shells(())
        assert store.load(info.id).shells == ()

    def test_a_shell_command_comes_back_with_its_facts_and_gives_no_title(
        self, store: SessionStore
    ) -> None:
        info = an_info()
        message = ChatMessage(
            id="1",
            role=Role.USER,
            parts=(TextPart(id="p", text="clean"),),
            shell=ShellCommand(id="1", command="git status", exit_code=0, elapsed_s=0.5),
        )

        store.create(info).append_message(message)

        stored = store.load(info.id)
        assert (stored.messages, stored.info.title) == ((message,), "")

    def test_a_session_without_a_word_about_it_asks_and_has_no_grants(
        self, store: SessionStore
    ) -> None:
        info = an_info()
        store.create(info).append_message(a_prompt("Hello"))

        stored = store.load(info.id)
        assert stored.info.permission_mode is PermissionMode.ASK
        assert (stored.grants, stored.waiting) == ((), ())

    @pytest.mark.parametrize("mode", list(PermissionMode))
    def test_the_mode_that_a_session_is_created_with_is_kept(
        self, store: SessionStore, mode: PermissionMode
    ) -> None:
        info = replace(an_info(provider="local", model="small"), permission_mode=mode)
        store.create(info).append_message(a_prompt("Hello"))

        assert store.load(info.id).info.permission_mode is mode

    def test_a_blob_is_a_file_of_its_session_and_a_second_one_replaces_it(
        self, store: SessionStore
    ) -> None:
        info = an_info()
        journal = store.create(info)

        path = journal.save_blob("a.txt", b"first")
        again = journal.save_blob("a.txt", b"second \xff")

        assert path == again
        assert Path(path).is_absolute()
        assert Path(path).read_bytes() == b"second \xff"

    def test_a_draft_is_kept_until_an_empty_one_removes_it(self, store: SessionStore) -> None:
        info = an_info()
        journal = store.create(info)

        journal.save_draft("half a thought\n")
        kept = store.load(info.id).draft
        journal.save_draft("")
        journal.save_draft("")

        assert kept == "half a thought\n"
        assert store.load(info.id).draft == ""

    def test_a_draft_keeps_its_pastes_and_what_was_put_aside(self, store: SessionStore) -> None:
        info = an_info()
        journal = store.create(info)
        extras = DraftExtras(pastes=((4, 7),), stash=(StashedDraft("aside", ((0, 2),)),))

        journal.save_draft("see log", extras)
        kept = store.load(info.id)
        journal.save_draft("")

        assert (kept.draft, kept.draft_extras) == ("see log", extras)
        assert store.load(info.id).draft_extras == NO_EXTRAS

    def test_the_end_and_what_stands_before_it_are_the_whole_history(
        self, store: SessionStore
    ) -> None:
        info = an_info()
        journal = store.create(info)
        for number in range(600):
            journal.append_message(a_prompt(f"{number} " + "and so on " * 200))
        journal.close("user")

        stored, reopened = store.open(info.id, end_first=True)
        assert reopened is not None
        reopened.append_message(a_prompt("after"))
        assert stored.earlier is not None
        earlier = stored.earlier.read(lambda: False)

        assert earlier is not None
        assert not earlier.is_everything
        assert stored.messages[-1].text.startswith("599 ")
        both = (*earlier.messages, *stored.messages)
        assert [message.text.split()[0] for message in both] == [str(n) for n in range(600)]

    def test_what_follows_after_reopening_stands_behind_the_old(self, store: SessionStore) -> None:
        info = an_info()
        journal = store.create(info)
        journal.append_message(a_prompt("before"))
        journal.close("user")

        stored, reopened = store.open(info.id)
        assert reopened is not None
        reopened.append_message(a_prompt("after"))
        reopened.sync()

        assert [message.text for message in stored.messages] == ["before"]
        assert [message.text for message in store.load(info.id).messages] == ["before", "after"]

    def test_a_session_in_use_opens_read_only_and_says_so(self, store: SessionStore) -> None:
        info = an_info()
        store.create(info).append_message(a_prompt("Hello"))

        stored, journal = store.open(info.id)

        assert journal is None
        assert stored.info.is_read_only
        assert [message.text for message in stored.messages] == ["Hello"]
        assert f"Session {info.id[:8]} is open in another agent-tui" in stored.notes[0]

    def test_closing_twice_is_harmless_and_frees_the_session(self, store: SessionStore) -> None:
        info = an_info()
        journal = store.create(info)

        journal.close("user")
        journal.close("again")

        stored, reopened = store.open(info.id)
        assert reopened is not None
        assert not stored.info.is_read_only

    def test_sessions_are_listed_last_used_first(self, store: SessionStore) -> None:
        infos = [an_info(), an_info(), an_info()]
        journals = [store.create(info) for info in infos]

        for used in (2, 0, 1):
            journals[used].append_message(a_prompt("Hello"))

        assert ids_of(store) == [infos[1].id, infos[0].id, infos[2].id]

    def test_a_list_can_be_of_one_folder_and_of_limited_length(self, store: SessionStore) -> None:
        here, there, here_later = an_info(cwd="/a"), an_info(cwd="/b"), an_info(cwd="/a")
        for info in (here, there, here_later):
            store.create(info).append_message(a_prompt("Hello"))

        assert [info.id for info in store.sessions(cwd="/a")] == [here_later.id, here.id]
        assert [info.id for info in store.sessions(limit=1)] == [here_later.id]

    def test_an_empty_store_lists_nothing(self, store: SessionStore) -> None:
        assert store.sessions() == ()

    def test_a_prefix_that_fits_one_session_gives_its_id(self, store: SessionStore) -> None:
        store.create(an_info("abcd1111"))
        store.create(an_info("ff002222"))

        assert store.resolve("f") == "ff002222"
        assert store.resolve("abcd1111") == "abcd1111"

    def test_an_ambiguous_prefix_names_the_candidates_newest_first(
        self, store: SessionStore
    ) -> None:
        for session_id in ("abcd1111", "abcd2222", "ff003333"):
            store.create(an_info(session_id)).append_message(a_prompt("Hello"))

        with pytest.raises(SessionAmbiguous, match="abcd2222, abcd1111") as raised:
            store.resolve("abcd")

        assert raised.value.candidates == ("abcd2222", "abcd1111")

    def test_a_whole_id_wins_over_longer_ids_that_begin_like_it(self, store: SessionStore) -> None:
        store.create(an_info("abcd"))
        store.create(an_info("abcd1111"))

        assert store.resolve("abcd") == "abcd"

    @pytest.mark.parametrize("prefix", ["9999", "", "..", "abcd1111/..", "."])
    def test_what_fits_no_session_is_not_found(self, store: SessionStore, prefix: str) -> None:
        store.create(an_info("abcd1111"))

        for use in (store.resolve, store.load, store.open, store.delete):
            with pytest.raises(SessionNotFound):
                use(prefix)

    def test_a_deleted_session_is_gone(self, store: SessionStore) -> None:
        info, other = an_info(), an_info()
        store.create(info).close("user")
        store.create(other).close("user")

        store.delete(info.id)

        assert ids_of(store) == [other.id]
        with pytest.raises(SessionNotFound):
            store.load(info.id)

    def test_a_session_in_use_cannot_be_deleted(self, store: SessionStore) -> None:
        info = an_info()
        store.create(info)

        with pytest.raises(SessionLocked, match="is open in another agent-tui"):
            store.delete(info.id)

        assert ids_of(store) == [info.id]


def add_delta(
    journal: SessionJournal, text: str, *, part_id: str, kind: PartKind = PartKind.TEXT
) -> None:
    journal.append_delta(message_id="m1", turn_id="turn", part_id=part_id, kind=kind, text=text)


def ids_of(store: SessionStore) -> list[str]:
    return [info.id for info in store.sessions()]
