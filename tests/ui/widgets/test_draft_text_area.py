"""On a text area that is on no screen: what it does to its text needs none."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.widgets import TextArea

from agent_tui.protocol.drafts import DraftExtras, StashedDraft
from agent_tui.ui.outside.dropped_files import DroppedFile
from agent_tui.ui.widgets.draft_text_area import DraftTextArea

LOG = "\n".join(f"line {number}" for number in range(200))
LABEL = "[Pasted text #1 +200 lines]"


class Area(DraftTextArea, TextArea):
    """Writes down what it says."""

    def __init__(self, text: str = "") -> None:
        self.said: list[Message] = []
        super().__init__(soft_wrap=True)
        self.write(text)

    def post_message(self, message: Message) -> bool:
        self.said.append(message)
        return True

    def write(self, text: str) -> None:
        self.insert(text, maintain_selection_offset=False)

    @property
    def stash_counts(self) -> list[int]:
        return [each.count for each in self.said if isinstance(each, Area.StashChanged)]


class WrittenEditing:
    """An `Editing` that writes down what it is told."""

    mode_label = ""

    def __init__(self) -> None:
        self.told: list[str] = []

    def take(self, event: events.Key) -> bool:
        return False

    def text_was_replaced(self) -> None:
        self.told.append("replaced")

    def text_was_given_away(self) -> None:
        self.told.append("given away")


def test_whatever_takes_the_place_of_a_text_can_be_undone() -> None:
    area = Area("mine")
    area.set_history(["older"])

    area.recall("found")
    area.write("x")
    area.undo()
    assert area.text == "found"
    area.undo()
    assert area.text == "mine"

    area.put_aside()
    area.undo()
    assert area.text == "mine"


def test_a_stashed_draft_comes_back_with_the_key_on_an_empty_composer() -> None:
    area = Area("one")
    area.action_stash()
    area.write("two")
    area.action_stash()
    assert area.text == ""

    area.action_stash()
    assert area.text == "two"
    area.clear()
    area.action_stash()
    assert area.text == "one"
    assert area.stash_counts == [1, 2, 1, 0]


def test_after_the_next_send_a_stashed_draft_comes_back_by_itself() -> None:
    area = Area("long thought")
    area.action_stash()

    area.bring_back_after_send()

    assert area.text == "long thought"
    assert area.stash_counts == [1, 0]


def test_what_ctrl_c_put_aside_waits_for_its_key() -> None:
    area = Area("gone")
    area.put_aside()

    area.bring_back_after_send()

    assert area.text == ""


def test_nothing_comes_back_into_a_composer_in_which_something_is_written() -> None:
    area = Area("long thought")
    area.action_stash()
    area.write("typed on")

    area.bring_back_after_send()

    assert area.text == "typed on"


def test_a_prompt_that_is_refused_is_not_mixed_with_the_draft_that_came_back() -> None:
    area = Area("long thought")
    area.action_stash()
    area.bring_back_after_send()

    area.put_back("refused")
    assert area.text == "refused"

    area.clear()
    area.bring_back_after_send()
    assert area.text == "long thought"


def test_all_that_is_unsent_survives_a_restart_with_its_chips() -> None:
    area = Area("aside ")
    area.paste(LOG)
    area.action_stash()
    area.write("now ")
    area.paste(LOG)
    text, extras = area.kept_draft
    assert text == f"now {LOG}"
    assert [draft.text for draft in extras.stash] == [f"aside {LOG}"]

    again = Area()
    again.restore(text, extras)

    assert again.text == "now [Pasted text #2 +200 lines]"
    assert again.kept_draft == (text, extras)
    again.clear()
    again.action_stash()
    assert again.text == f"aside {LABEL}"


def test_a_restored_stash_lies_below_what_was_put_aside_since() -> None:
    area = Area("typed early")
    area.action_stash()

    area.restore("", DraftExtras(stash=(StashedDraft("stored"),)))

    assert [draft.text for draft in area.kept_draft[1].stash] == ["stored", "typed early"]
    assert area.stash_counts == [1, 2]


def test_the_editor_is_given_everything_and_gives_back_chips() -> None:
    area = Area("look: ")
    area.paste(LOG)
    area.action_edit_draft()
    (wanted,) = (each for each in area.said if isinstance(each, Area.EditorWanted))
    assert wanted.text == f"look: {LOG}"

    assert area.take_edited(f"Look at this:\n{LOG}\nplease", wanted.shown)

    assert area.text == f"Look at this:\n{LABEL}\nplease"
    area.undo()
    assert area.text == f"look: {LABEL}"


def test_what_was_written_while_the_editor_was_open_is_put_aside() -> None:
    area = Area("sent to the editor")
    shown = area.text
    area.write(", and typed here")

    assert not area.take_edited("edited", shown)

    assert area.text == "edited"
    assert [draft.text for draft in area.kept_draft[1].stash] == [
        "sent to the editor, and typed here"
    ]


def test_a_dropped_path_is_told_and_replaced_as_one_step() -> None:
    area = Area("see ")
    area.paste("'/proj/a b.txt' ")
    (dropped,) = (each for each in area.said if isinstance(each, Area.PathsDropped))
    assert dropped.readings[0] == ("/proj/a b.txt",)
    area.write("and")

    area.take_dropped(dropped.pasted, [DroppedFile('@"a b.txt"')])

    assert area.text == 'see @"a b.txt" and'
    assert area.cursor_location == (0, len(area.text))
    area.undo()
    assert area.text == "see '/proj/a b.txt' and"


def test_a_path_that_is_gone_or_stands_there_twice_is_left_alone() -> None:
    area = Area("/a /a")
    area.take_dropped("/a", [DroppedFile("@a")])
    area.take_dropped("/b", [DroppedFile("@b")])

    assert area.text == "/a /a"


def test_a_path_dropped_into_a_shell_command_keeps_its_quotes() -> None:
    area = Area("!cat ")
    area.paste("'/proj/a b.txt'")

    assert not any(isinstance(each, Area.PathsDropped) for each in area.said)


def test_a_way_of_editing_is_told_of_every_change_that_is_not_its_own() -> None:
    area = Area("text")
    editing = area.editing = WrittenEditing()
    for change in (
        lambda: area.paste("pasted"),
        lambda: area.recall("older"),
        area.action_undo,
        area.action_redo,
        area.put_aside,
        area.action_stash,
        lambda: area.put_back("refused"),
        lambda: area.take_edited("edited", area.text),
    ):
        editing.told.clear()
        change()
        assert set(editing.told) == {"replaced"}
