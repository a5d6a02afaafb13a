"""Joins composer, sources and popup: what a key does while something can be completed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.protocol.finding import FileFinder
from agent_tui.protocol.mentions import mention_of
from agent_tui.ui.completion.choice import Choice
from agent_tui.ui.completion.command_source import CommandSource
from agent_tui.ui.completion.folder_tree import FolderTree
from agent_tui.ui.completion.mention_source import MentionSource
from agent_tui.ui.completion.offer import Offer, TypedLine
from agent_tui.ui.completion.popup_keys import TREE_KEYS, PopupStep, TreeStep, popup_steps
from agent_tui.ui.completion.shell_source import ShellSource
from agent_tui.ui.keymap import first_key
from agent_tui.ui.widgets.command_popup import CommandPopup
from agent_tui.ui.widgets.composer import Composer

if TYPE_CHECKING:
    from agent_tui.ui.commands.command import CommandHost

_MOST_RECENT = 50
_TYPING_MODES = ("", "INSERT", "REPLACE")


class Surroundings(Protocol):
    """What the completer asks of its screen."""

    def is_quiet(self, text: str) -> bool:
        """Nothing is to be offered for this text."""
        ...

    def recent_files(self) -> Sequence[str]:
        """Paths that were changed last, seen from the workspace."""
        ...

    def call_later(self, callback: Callable[[], None], /) -> bool:
        """Run something on the UI loop soon; from any thread."""
        ...


class Completer:
    """Use on the UI loop. keys: what chooses in the popup."""

    def __init__(
        self,
        composer: Composer,
        popup: CommandPopup,
        host: CommandHost,
        keys: KeyBindings,
        surroundings: Surroundings,
    ) -> None:
        self._composer, self._popup, self._host = composer, popup, host
        self._surroundings = surroundings
        self._steps = popup_steps(keys)
        self._choice = Choice()
        self._choice.sources = (CommandSource(host),)
        self._finder: FileFinder | None = None
        self._taken: list[str] = []  # targets, the last one first
        self._tree: FolderTree | None = None
        self._tree_typed: TypedLine | None = None  # the line that the tree was opened for
        self._tree_hint = f"{first_key(keys, 'complete') or 'Tab'} folders"
        self._tree_keys = f"Space opens · {first_key(keys, 'submit')} takes · Esc back"

    def update(self) -> None:
        """The text, the cursor, or what is known has changed."""
        typed = self._typed()
        if typed is not None:
            self._take_finder(typed)
        if self._tree is None or typed != self._tree_typed:
            self._tree = None
            self._choice.update(typed)
        self._show()

    def take(self, key: str) -> bool:
        """Act on a key. False leaves it to others."""
        if self._tree is not None and self._take_in_tree(key):
            return True
        step = self._steps.get(key)
        if step is None:
            return False
        self.update()  # keys in one burst: the text may be newer than what is shown
        offer = self._choice.offer
        return offer is not None and self._take_step(step, offer)

    def complete_command(self) -> bool:
        """A command that was put there or whose popup was closed is completed all the same. False:
        there is nothing to add."""
        self.update()
        if self._choice.offer is not None:
            return self._take_step(PopupStep.COMPLETE, self._choice.offer)
        typed = self._typed(is_quiet_too=True)
        offer = CommandSource(self._host).offer(typed) if typed is not None else None
        if typed is None or offer is None or offer.agreed in ("", self._range_text(offer)):
            return False
        self._composer.show_text(
            f"{typed.text[: offer.start]}{offer.agreed}{typed.text[offer.end :]}"
        )
        return True

    def take_entry(self, number: int) -> None:
        """Take what was clicked."""
        if self._tree is not None:
            self._tree.move(number - self._tree.cursor)
            self._take_from_tree()
            return
        self._choice.choose(number)
        if self._choice.offer is not None:
            self._take_chosen(self._choice.offer)

    def dismiss(self) -> None:
        """Offer nothing until something else is begun; of the tree, go back to the list."""
        if self._tree is not None:
            self._tree = None
        else:
            self._choice.dismiss()
        self._show()

    def _typed(self, *, is_quiet_too: bool = False) -> TypedLine | None:
        composer, editing = self._composer, self._composer.editing
        mode = editing.mode_label.partition(" ")[0] if editing is not None else ""
        is_typing = mode in _TYPING_MODES
        if (
            not is_typing
            or not composer.selection.is_empty
            or (self._surroundings.is_quiet(composer.text) and not is_quiet_too)
        ):
            return None
        row, column = composer.cursor_location
        line = composer.document.get_line(row)
        count = composer.document.line_count
        return TypedLine(line, column, row, has_more=count > 1)

    def _take_finder(self, typed: TypedLine) -> None:
        if "@" not in typed.text and not typed.text.startswith("!"):
            return
        finder = self._host.finder
        if finder is None or finder is self._finder:
            return
        self._finder = finder
        self._choice.sources = (
            CommandSource(self._host),
            MentionSource(
                finder,
                recent=self._recent_paths,
                changed=self.update,
                on_loop=self._surroundings.call_later,
            ),
            ShellSource(finder, changed=self.update, on_loop=self._surroundings.call_later),
        )

    def _recent_paths(self) -> Sequence[str]:
        return tuple(dict.fromkeys((*self._taken, *self._surroundings.recent_files())))[
            :_MOST_RECENT
        ]

    def _take_step(self, step: PopupStep, offer: Offer) -> bool:
        match step:
            case PopupStep.PREVIOUS | PopupStep.NEXT:
                self._choice.move(1 if step is PopupStep.NEXT else -1)
                self._show()
            case PopupStep.CLOSE:
                self.dismiss()
            case PopupStep.COMPLETE if offer.has_tree:
                self._open_tree(offer)
            case PopupStep.COMPLETE if self._choice.entry is None:
                self._complete(offer)
            case PopupStep.COMPLETE:
                self._take_chosen(offer)
            case PopupStep.TAKE:
                entry = self._choice.entry
                if entry is None or entry.inserted.rstrip() == self._range_text(offer):
                    return False
                self._take_chosen(offer)
        return True

    def _take_in_tree(self, key: str) -> bool:
        tree, step = self._tree, TREE_KEYS.get(key)
        assert tree is not None
        match step or self._steps.get(key):
            case TreeStep.UP | PopupStep.PREVIOUS:
                tree.move(-1)
            case TreeStep.DOWN | PopupStep.NEXT:
                tree.move(1)
            case TreeStep.OPEN:
                tree.open()
            case TreeStep.CLOSE_FOLDER:
                tree.close()
            case TreeStep.TOGGLE:
                tree.toggle()
            case PopupStep.TAKE:
                self._take_from_tree()
            case PopupStep.CLOSE | PopupStep.COMPLETE:
                self._tree = None
            case None:
                self._tree = None
                self._show()
                return False
        self._show()
        return True

    def _open_tree(self, offer: Offer) -> None:
        finder, on_loop = self._finder, self._surroundings.call_later
        assert finder is not None

        def list_folder(folder: str, tell: Callable[[tuple[str, ...]], None]) -> None:
            def tell_on_loop(content: tuple[str, ...]) -> None:
                on_loop(lambda: tell(content))

            finder.list_folder(folder, tell_on_loop)

        self._tree_typed = self._typed()
        self._tree = FolderTree(list_folder, self._show)
        entry = self._choice.entry
        if entry is not None and offer.prefers_first:
            self._tree.reveal(entry.target)
        self._show()

    def _complete(self, offer: Offer) -> None:
        """As far as all entries agree; where that is nothing new, choose the first."""
        if offer.agreed and offer.agreed != self._range_text(offer):
            self._replace(offer, offer.agreed)
        else:
            self._choice.move(1)
            self._show()

    def _take_chosen(self, offer: Offer) -> None:
        entry = self._choice.entry
        if entry is not None:
            self._remember(entry.target)
            self._replace(offer, entry.inserted)

    def _take_from_tree(self) -> None:
        tree, offer = self._tree, self._choice.offer
        if tree is not None and offer is not None and (target := tree.target):
            self._tree = None
            self._remember(target)
            self._replace(offer, f"{mention_of(target)} ")

    def _remember(self, target: str) -> None:
        if target:
            self._taken = [target, *(one for one in self._taken if one != target)][:_MOST_RECENT]

    def _range_text(self, offer: Offer) -> str:
        row = self._composer.cursor_location[0]
        return self._composer.document.get_line(row)[offer.start : offer.end]

    def _replace(self, offer: Offer, text: str) -> None:
        composer = self._composer
        row = composer.cursor_location[0]
        composer.replace_as_one_step(text, (row, offer.start), (row, offer.end))
        composer.tell_editing()
        self.update()

    def _show(self) -> None:
        offer = self._choice.offer
        if offer is None:
            self._popup.hide()
        elif self._tree is not None:
            self._popup.show_tree(self._tree, self._tree_keys)
        else:
            hint = self._tree_hint if offer.has_tree else ""
            note = " · ".join(filter(None, (offer.note, hint)))
            self._popup.show(offer, self._choice.chosen, note)
