from __future__ import annotations

import pytest

from agent_tui.protocol.images import LARGEST_IMAGE_BYTES, image_from, size_words
from agent_tui.protocol.messages import ChatMessage, ImagePart, Role, TextPart
from agent_tui.protocol.pictures import picture_size, picture_type
from tests.sample_images import an_image, gif, jpeg, png, webp


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (png(640, 480), "image/png"),
        (jpeg(640, 480), "image/jpeg"),
        (gif(640, 480), "image/gif"),
        (webp(b"VP8X", 640, 480), "image/webp"),
        (webp(b"VP8L", 640, 480), "image/webp"),
        (webp(b"VP8 ", 640, 480), "image/webp"),
    ],
)
def test_kind_and_size_are_read_from_the_header(data: bytes, media_type: str) -> None:
    assert picture_type(data[:16]) == media_type
    assert picture_size(data) == (640, 480)
    image = image_from(data)
    assert image is not None
    assert image.kind == f"640x480 {media_type.removeprefix('image/').upper()}"


@pytest.mark.parametrize("data", [png(), jpeg(9, 9), gif(9, 9), webp(b"VP8L", 9, 9)])
def test_a_header_that_is_cut_off_anywhere_fails_nothing(data: bytes) -> None:
    for end in range(len(data)):
        width, height = picture_size(data[:end])
        assert 0 <= width <= 65_536
        assert 0 <= height <= 65_536


@pytest.mark.parametrize("data", [b"", b"<svg/>", b"BM1234567890123456", b"%PDF-1.7", b"\xff\xd8"])
def test_what_is_none_of_the_four_kinds_is_no_image(data: bytes) -> None:
    assert image_from(data) is None


def test_a_picture_with_too_many_bytes_is_no_image() -> None:
    assert image_from(png() + bytes(LARGEST_IMAGE_BYTES)) is None


def test_a_jpeg_whose_size_is_nowhere_is_called_by_its_kind() -> None:
    image = image_from(b"\xff\xd8\xff\xe0\0\x04ab")

    assert image is not None
    assert (image.width, image.kind) == (0, "JPEG")


@pytest.mark.parametrize(
    ("size", "words"), [(999, "999 bytes"), (48_200, "48 kB"), (999_700, "1.0 MB")]
)
def test_sizes_are_told_in_words(size: int, words: str) -> None:
    assert size_words(size) == words


def test_events_tell_of_images_without_their_pixels() -> None:
    image = an_image(label="[Image #1 3x2 PNG]")
    parts = (TextPart(id="1", text="see [Image #1 3x2 PNG]"), ImagePart(id="2", image=image))
    message = ChatMessage(id="m", role=Role.USER, parts=parts)

    told = message.without_pixels

    assert (told.text, told.attached) == (message.text, (f"image 3x2 PNG, {image.size} bytes",))
    assert told.images[0].data == b""
    assert told.without_pixels is told
