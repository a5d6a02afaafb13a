"""Large pastes and images: a short label in the composer. The whole text, or the image, leaves with
it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from agent_tui.protocol.drafts import Span
from agent_tui.protocol.images import PromptImage, size_words

CHIP_CHARACTERS = 4000
"""A paste with more characters becomes a chip: one long line makes every later key slow."""

CHIP_LINES = 50
"""A paste with more lines becomes a chip: the composer could not show it anyway."""

LARGEST_EDITABLE = 50_000
"""A stored text with more characters comes back as a chip."""

# Compiled at its first use: a start should not pay for pastes.
_LABEL = r"\[Pasted text #(\d+) \+\d+ lines?(?:, [\d.]+ [kM]B)?\]"
_IMAGE_LABEL = r"\[Image #(?P<number>\d+) (?P<kind>(?:\d+x\d+ )?[A-Z]+)\]"


class PasteChips:
    """The pastes and images behind the labels. A label that was edited is plain text.

    They are kept for as long as the program runs: stash, history and undo may bring a label back.
    """

    def __init__(self) -> None:
        self._texts: dict[int, str] = {}
        self._images: dict[str, PromptImage] = {}  # by label
        self._last_number = 0  # of an image
        self._opened: list[str] = []  # labels that were replaced by their text, the last one last

    def __len__(self) -> int:
        return len(self._texts) + len(self._images)

    def add(self, text: str) -> str:
        """Keep a paste; returns the label that stands for it."""
        number = len(self._texts) + 1
        self._texts[number] = text
        lines = text.count("\n") + 1
        size = "lines" if lines > 1 else "line"
        if lines == 1 and len(text) > CHIP_CHARACTERS:  # "1 line" says nothing of how much it is
            size += f", {size_words(len(text.encode('utf-8', 'replace')))}"
        return f"[Pasted text #{number} +{lines} {size}]"

    def add_image(self, image: PromptImage) -> str:
        """Keep an image; returns the label that stands for it."""
        self._last_number += 1
        label = f"[Image #{self._last_number} {image.kind}]"
        self._images[label] = replace(image, label=label)
        return label

    def images_in(self, text: str) -> tuple[PromptImage, ...]:
        """The images whose labels stand in a text, in their order, each once."""
        if not self._images:
            return ()
        labels = dict.fromkeys(match[0] for match in re.finditer(_IMAGE_LABEL, text))
        return tuple(self._images[label] for label in labels if label in self._images)

    def with_images(self, text: str, images: Iterable[PromptImage]) -> str:
        """A text from elsewhere, with its images: the labels in it stand for them from now on. One
        that stands for another image already gets another number."""
        found = [(image, re.fullmatch(_IMAGE_LABEL, image.label)) for image in images]
        numbers = (int(match["number"]) for _, match in found if match is not None)
        self._last_number = max(self._last_number, *numbers, 0)
        for image, match in found:
            if match is None or not (image.data or image.path):
                continue
            if self._images.setdefault(image.label, image) != image:
                text = text.replace(image.label, self.add_image(image))
        return text

    def is_image(self, label: str) -> bool:
        """It stands for an image."""
        return label in self._images

    def has_lost_images(self, text: str) -> bool:
        """Labels of images stand in it for which there are none."""
        return any(match[0] not in self._images for match in re.finditer(_IMAGE_LABEL, text))

    def text_of(self, label: str) -> str:
        """What was pasted; the label itself when nothing was."""
        match = re.fullmatch(_LABEL, label)
        return self._texts.get(int(match[1]), label) if match else label

    def expanded(self, text: str) -> str:
        """`text` with every label replaced by what was pasted."""
        if not self._texts:
            return text
        return re.sub(_LABEL, lambda match: self._texts.get(int(match[1]), match[0]), text)

    def spans(self, text: str) -> Iterator[Span]:
        """Where the labels stand."""
        if not self._images:
            yield from self._paste_spans(text)
            return
        for match in re.finditer(f"{_LABEL}|{_IMAGE_LABEL}", text):
            if match[0] in self._images or (match[1] and int(match[1]) in self._texts):
                yield match.span()

    def span_around(self, line: str, column: int) -> Span | None:
        """The label that `column` cuts in two, None when it cuts none."""
        return next((span for span in self.spans(line) if span[0] < column < span[1]), None)

    def span_beside(self, line: str, column: int) -> Span | None:
        """The label that begins at `column`, else the one that ends there."""
        spans = list(self.spans(line))
        after = next((span for span in spans if span[0] == column), None)
        return after or next((span for span in spans if span[1] == column), None)

    def opened(self, label: str) -> None:
        """This label was replaced by its text."""
        self._opened = [*(each for each in self._opened if each != label), label]

    def opened_span(self, text: str, offset: int) -> tuple[Span, str] | None:
        """The paste that was opened, is unchanged and reaches around or up to `offset`; and its
        label."""
        for label in reversed(self._opened):
            pasted = self.text_of(label)
            start = text.find(pasted, max(offset - len(pasted), 0), offset + len(pasted))
            if start >= 0:
                return (start, start + len(pasted)), label
        return None

    def detached(self, text: str) -> tuple[str, tuple[Span, ...]]:
        """`text` expanded, and where the pastes stand in it: how a draft is kept on disk."""
        whole, pastes, end, length = [], [], 0, 0
        for start, stop in self._paste_spans(text):
            pasted = self.text_of(text[start:stop])
            whole += [text[end:start], pasted]
            length += start - end
            pastes.append((length, length + len(pasted)))
            length += len(pasted)
            end = stop
        return "".join([*whole, text[end:]]), tuple(pastes)

    def attached(self, text: str, pastes: Iterable[Span]) -> str:
        """The reverse: labels in place of the pastes. Spans that cannot be are left out."""
        parts, end = [], 0
        for start, stop in pastes:
            if end <= start < stop <= len(text):
                parts += [text[end:start], self.add(text[start:stop])]
                end = stop
        return "".join([*parts, text[end:]])

    def collapsed(self, edited: str, shown: str) -> str:
        """A text that was edited expanded, with the labels of `shown` in place of the pastes that
        are unchanged and in their order."""
        parts, end = [], 0
        for start, stop in self._paste_spans(shown):
            pasted = self.text_of(shown[start:stop])
            at = edited.find(pasted, end)
            if at >= 0:
                parts += [edited[end:at], shown[start:stop]]
                end = at + len(pasted)
        return "".join([*parts, edited[end:]])

    def _paste_spans(self, text: str) -> Iterator[Span]:
        if self._texts:
            for match in re.finditer(_LABEL, text):
                if int(match[1]) in self._texts:
                    yield match.span()


def without_labels(text: str) -> str:
    """A prompt as it is remembered for other sessions, which do not have its images."""
    return re.sub(_IMAGE_LABEL, r"[image \g<kind>]", text) if "[Image #" in text else text


def is_chip_worthy(text: str) -> bool:
    """True when a paste is too large to be edited comfortably."""
    return len(text) > CHIP_CHARACTERS or text.count("\n") >= CHIP_LINES


def is_too_large_to_edit(text: str) -> bool:
    """True when a stored text, say a draft from disk, would make every key slow."""
    return len(text) > LARGEST_EDITABLE or max(map(len, text.split("\n"))) > CHIP_CHARACTERS
