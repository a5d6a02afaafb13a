"""Images in the composer: a label that behaves as one character."""

from __future__ import annotations

from msgspec.structs import replace

from agent_tui.protocol.desktop import PastedContent
from agent_tui.protocol.drafts import DraftExtras, StashedDraft
from agent_tui.protocol.images import MOST_IMAGES
from agent_tui.protocol.messages import ChatMessage, ImagePart, Role, TextPart
from agent_tui.ui.outside.dropped_files import DroppedFile
from agent_tui.ui.widgets.paste_chips import PasteChips, without_labels
from tests.sample_images import an_image
from tests.ui.widgets.test_draft_text_area import LABEL, LOG, Area

FIRST, SECOND = "[Image #1 3x2 PNG]", "[Image #2 3x2 PNG]"
IMAGE, OTHER = an_image(), an_image(shade=9)


def hints(area: Area) -> list[str]:
    return [each.text for each in area.said if isinstance(each, Area.Hinted)]


def test_an_image_is_one_unit_beside_a_paste() -> None:
    area = Area("see ")
    area.take_image(IMAGE)
    area.paste(LOG)

    assert area.text == f"see {FIRST}{LABEL}"
    assert area.chips.images_in(area.text) == (replace(IMAGE, label=FIRST),)
    area.action_delete_left()
    assert area.text == f"see {FIRST}"
    area.action_delete_left()
    assert area.text == "see "
    assert area.chips.images_in(area.text) == ()
    area.undo()
    assert area.chips.images_in(area.text) == (replace(IMAGE, label=FIRST),)


def test_an_image_has_nothing_to_open() -> None:
    area = Area()
    area.take_image(IMAGE)

    assert area.toggle_chip()

    assert area.text == FIRST
    assert hints(area) == ["an image has nothing to open"]


def test_the_images_of_a_text_are_those_whose_labels_are_left_each_once() -> None:
    chips = PasteChips()
    first, second = chips.add_image(IMAGE), chips.add_image(OTHER)

    found = chips.images_in(f"{second} {first} {second} [Image #3 3x2 PNG] [Image #1 9x9 PNG]")

    assert [image.label for image in found] == [second, first]
    assert [image.data for image in found] == [OTHER.data, IMAGE.data]


def test_a_draft_and_its_stash_keep_their_images() -> None:
    area = Area("aside ")
    area.take_image(IMAGE)
    area.put_aside()
    area.take_image(OTHER)
    area.paste(LOG)

    text, extras = area.kept_draft

    assert text == SECOND + LOG
    assert [image.data for image in extras.images] == [OTHER.data]
    again = Area()
    again.restore(text, extras)
    assert again.text == SECOND + LABEL
    assert [image.data for image in again.chips.images_in(again.text)] == [OTHER.data]
    again.action_select_all()
    again.action_delete_left()
    again.action_stash()
    assert [image.data for image in again.chips.images_in(again.text)] == [IMAGE.data]


def test_a_label_that_comes_back_to_another_image_gets_another_number() -> None:
    area = Area()
    area.take_image(IMAGE)
    area.show_text("")
    theirs = (replace(OTHER, label=FIRST), replace(IMAGE, label=SECOND))

    area.put_back(f"{FIRST} or {SECOND}?", theirs)

    assert area.text == f"[Image #3 3x2 PNG] or {SECOND}?"
    assert [image.data for image in area.chips.images_in(area.text)] == [OTHER.data, IMAGE.data]


def test_the_same_image_keeps_its_number() -> None:
    area = Area()
    area.take_image(IMAGE)
    area.show_text("")

    area.recall(FIRST, (replace(IMAGE, label=FIRST),))

    assert area.text == FIRST


def test_a_prompt_of_a_stored_session_brings_its_images_back() -> None:
    stored = replace(IMAGE, label=FIRST, data=b"", path="/s/a.png")
    parts = (TextPart(id="1", text=f"see {FIRST}"), ImagePart(id="2", image=stored))
    area = Area()

    area.recall(area.with_images(ChatMessage(id="m", role=Role.USER, parts=parts)))

    assert area.text == f"see {FIRST}"
    assert area.chips.images_in(area.text) == (stored,)


def test_the_name_of_an_image_that_is_gone_is_mere_text_and_that_is_told() -> None:
    area = Area()

    area.restore(FIRST, DraftExtras(stash=(StashedDraft("aside"),)))
    area.action_delete_left()

    assert area.text == FIRST[:-1]
    assert hints(area) == ["an image of this draft is gone: its name is mere text now"]


def test_the_editor_shows_the_name_and_may_move_it() -> None:
    area = Area()
    area.take_image(IMAGE)
    area.paste(LOG)
    shown = area.text

    assert area.draft == FIRST + LOG
    area.take_edited(f"{LOG}\nand {FIRST}", shown)

    assert area.text == f"{LABEL}\nand {FIRST}"
    assert len(area.chips.images_in(area.text)) == 1


def test_dropped_images_become_chips_and_other_files_words_as_one_step() -> None:
    area = Area("see /p/a.png /p/b.txt now")

    area.take_dropped("/p/a.png /p/b.txt", [DroppedFile("@a.png", IMAGE), DroppedFile("@b.txt")])

    assert area.text == f"see {FIRST} @b.txt now"
    area.undo()
    assert area.text == "see /p/a.png /p/b.txt now"


def test_one_image_too_many_is_a_mention() -> None:
    area = Area()
    for _ in range(MOST_IMAGES):
        area.take_image(IMAGE)
    area.take_image(IMAGE)
    area.paste("/p/a.png")
    area.take_dropped("/p/a.png", [DroppedFile("@a.png", IMAGE)])

    assert area.text.endswith(f"[Image #{MOST_IMAGES} 3x2 PNG]@a.png")
    assert hints(area) == [f"a prompt takes at most {MOST_IMAGES} images"] * 2


def test_a_clipboard_with_text_is_pasted_as_text() -> None:
    area = Area()

    area.take_pasted(PastedContent(text="words"))

    assert area.text == "words"


def test_other_sessions_remember_words_in_place_of_images() -> None:
    assert without_labels(f"see {FIRST}, a[1]") == "see [image 3x2 PNG], a[1]"
