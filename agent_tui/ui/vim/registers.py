"""Registers: what was yanked, deleted and recorded."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, field

from agent_tui.ui.vim.shapes import Shape


class Content(Struct, frozen=True):
    """Lines and how they are put back. width: of a block, in cells."""

    lines: tuple[str, ...]
    shape: Shape = Shape.CHARS
    width: int = 0

    @property
    def text(self) -> str:
        """One string; whole lines end in a line break."""
        return "\n".join(self.lines) + ("\n" if self.shape is Shape.LINES else "")


_NOTHING = Content(("",))
LAST_INSERTED, LAST_COMMAND, LAST_SEARCH = ".", ":", "/"
BLACK_HOLE, SMALL_DELETE, CLIPBOARD, PRIMARY = "_", "-", "+", "*"
READABLE_ONLY = (LAST_INSERTED, LAST_COMMAND, LAST_SEARCH, "%", "#")


def is_readable(name: str) -> bool:
    """A register that can be put."""
    return is_writable(name) or name in READABLE_ONLY


def is_writable(name: str) -> bool:
    """A register that can be yanked into."""
    return len(name) == 1 and name.isascii() and (name.isalnum() or name in '"-_+*')


class Contents(Struct):
    """What the registers hold; several engines may have the same. unnamed: the register that ""
    stands for."""

    by_name: dict[str, Content] = field(default_factory=dict)
    unnamed: str = "0"


class Registers:
    """All of them. copied: told what goes into the clipboard or the primary selection, and which.
    contents: those of another engine, to share them."""

    def __init__(
        self,
        copied: Callable[[str, str], None] = lambda name, text: None,
        contents: Contents | None = None,
    ) -> None:
        self.contents = Contents() if contents is None else contents
        self._copied = copied
        self.special: dict[str, Callable[[], str | None]] = {}

    def get(self, name: str) -> Content | None:
        """What a register holds; None for nothing. "" and '"' are the unnamed one."""
        if name in self.special:
            text = self.special[name]()
            return None if text is None else Content(tuple(text.split("\n")))
        if name == BLACK_HOLE:
            return _NOTHING
        if name in ("", '"'):
            name = self.contents.unnamed
        return self.contents.by_name.get(name.lower())

    def names(self) -> list[str]:
        """Those that hold something."""
        return sorted(self.contents.by_name)

    def set(self, name: str, content: Content, *, is_unnamed: bool = True) -> None:
        """Fill a register; a capital appends. is_unnamed: the unnamed one stands for it now."""
        if name == BLACK_HOLE:
            return
        if name in ("", '"'):
            name = "0"
        if name.isupper():
            name = name.lower()
            content = _appended(self.contents.by_name.get(name), content)
        self.contents.by_name[name] = content
        if is_unnamed:
            self.contents.unnamed = name
        if name in (CLIPBOARD, PRIMARY):
            self._copied(name, content.text)

    def shift_deleted(self) -> None:
        """Make room in register 1: 9 is lost, 8 becomes 9, and so on."""
        for number in range(9, 1, -1):
            content = self.contents.by_name.get(str(number - 1))
            if content is not None:
                self.contents.by_name[str(number)] = content
            else:
                self.contents.by_name.pop(str(number), None)
        self.contents.by_name.pop("1", None)

    def stored_from_outside(self, name: str, text: str) -> None:
        """The system's clipboard or selection has changed."""
        is_lines = text.endswith("\n")
        lines = tuple(text.removesuffix("\n").split("\n"))
        self.contents.by_name[name] = Content(lines, Shape.LINES if is_lines else Shape.CHARS)


def _appended(old: Content | None, new: Content) -> Content:
    if old is None:
        return new
    shape = Shape.LINES if new.shape is Shape.LINES else old.shape
    if shape is not Shape.CHARS:
        return Content((*old.lines, *new.lines), shape, old.width)
    return Content((*old.lines[:-1], old.lines[-1] + new.lines[0], *new.lines[1:]))
