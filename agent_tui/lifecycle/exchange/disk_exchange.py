"""Exports sessions to files and imports them from files. Blocks; call it in a thread."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec.structs import replace

from agent_tui.errors import ExchangeFailed
from agent_tui.exchange.exporting import Surroundings, document_pieces
from agent_tui.exchange.html.colours import DEFAULT_COLOURS, PageColours
from agent_tui.exchange.pictures import ending_of
from agent_tui.exchange.redacting import hiding, redacted
from agent_tui.exchange.turns import turns_of
from agent_tui.lifecycle.exchange.conversations import conversation_from
from agent_tui.lifecycle.exchange.export_places import export_place, images_folder
from agent_tui.lifecycle.exchange.importing import Import
from agent_tui.lifecycle.exchange.new_file import write_new_file
from agent_tui.lifecycle.exchange.stored_files import read_image
from agent_tui.protocol.conversations import Conversation
from agent_tui.protocol.exchange import ExportedSession, ExportFormat, ExportWish, ImportReport
from agent_tui.protocol.exchange_ports import Progress
from agent_tui.protocol.ports import SessionStore, StoredSession
from agent_tui.protocol.secrets import NO_SECRETS, KnownSecrets


class _Stopped(Exception):
    """The user does not want it any more."""


class DiskExchange:
    """Implements `SessionExchange`.

    program: name and version, for the foot of documents. secrets: never leave. colours: of pages.
    pause: called after each piece of work, so that other threads get their turn.
    """

    def __init__(
        self,
        *,
        program: str,
        secrets: KnownSecrets = NO_SECRETS,
        colours: Callable[[], PageColours] = lambda: DEFAULT_COLOURS,
        pause: Callable[[], None] = lambda: None,
    ) -> None:
        self._program, self._secrets = program, secrets
        self._colours, self._pause = colours, pause

    def export(
        self,
        stored: StoredSession,
        wish: ExportWish,
        path: str,
        progress: Progress,
        store: SessionStore | None = None,
    ) -> ExportedSession | None:
        """See `SessionExchange`."""
        title = hiding(self._secrets)(stored.info.title)
        place = export_place(Path(path), replace(stored.info, title=title), wish.format)
        images = _Images(place)
        try:
            conversation = self._conversation(stored, wish, store, progress)
            pieces = self._pieces(conversation, wish, images.place, progress)
            size = write_new_file(place, (piece.encode("utf-8", "replace") for piece in pieces))
        except _Stopped:
            images.remove()
            return None
        except FileExistsError as error:
            images.remove()
            raise ExchangeFailed(
                f"{place} exists and is not overwritten. Give another name."
            ) from error
        except OSError as error:
            images.remove()
            reason = error.strerror or type(error).__name__
            raise ExchangeFailed(f"Cannot write {place}: {reason}.") from error
        except BaseException:
            images.remove()
            raise
        return ExportedSession(path=str(place), size=size, images=images.path)

    def pieces(
        self, stored: StoredSession, wish: ExportWish, store: SessionStore | None = None
    ) -> Iterator[str]:
        """The document in pieces, for a stream. Images of a markdown document are only named."""
        conversation = self._conversation(stored, wish, store, _goes_on)
        return self._pieces(conversation, wish, lambda *_: "", _goes_on)

    def import_file(
        self, path: str, store: SessionStore, progress: Progress, *, cwd: str
    ) -> ImportReport:
        """See `SessionExchange`."""
        return Import(path, store, cwd=cwd, secrets=self._secrets, pause=self._pause).run(progress)

    def _conversation(
        self,
        stored: StoredSession,
        wish: ExportWish,
        store: SessionStore | None,
        progress: Progress,
    ) -> Conversation:
        conversation = conversation_from(
            stored, store, has_whole_texts=wish.format is ExportFormat.JSON
        )
        return redacted(conversation, self._hiding(wish, progress, len(conversation.messages)))

    def _hiding(self, wish: ExportWish, progress: Progress, total: int) -> Callable[[str], str]:
        hide = hiding(self._secrets, by_shape=wish.is_redacted)

        def hidden(text: str) -> str:
            if not progress(0, total):
                raise _Stopped
            self._pause()
            return hide(text)

        return hidden

    def _pieces(
        self,
        conversation: Conversation,
        wish: ExportWish,
        place_image: Callable[[str, bytes], str],
        progress: Progress,
    ) -> Iterator[str]:
        around = Surroundings(
            program=self._program,
            read_image=read_image,
            place_image=place_image,
            colours=self._colours(),
        )
        total = len(conversation.messages)
        if wish.format is not ExportFormat.JSON:
            total = sum(1 for _ in turns_of(conversation.messages))
        for done, piece in enumerate(document_pieces(conversation, wish, around)):
            if not progress(min(done, total), total):
                raise _Stopped
            yield piece
            self._pause()


def _goes_on(done: int, total: int) -> bool:
    """A `Progress` that nobody looks at."""
    del done, total
    return True


class _Images:
    """The images beside a document, in a folder that is made with the first one."""

    def __init__(self, document: Path) -> None:
        self._folder = images_folder(document)
        self._count = 0

    @property
    def path(self) -> str:
        """The folder, "" when there are no images."""
        return str(self._folder) if self._count else ""

    def place(self, media_type: str, data: bytes) -> str:
        """Keep an image; returns its link from the document."""
        ending = ending_of(media_type)
        if not ending:
            return ""
        if not self._count:
            self._folder.mkdir(mode=stat.S_IRWXU)
        self._count += 1
        file = self._folder / f"{self._count}{ending}"
        write_new_file(file, (data,))
        return f"{self._folder.name}/{file.name}"

    def remove(self) -> None:
        """The document was not written."""
        if self._count:
            shutil.rmtree(self._folder, ignore_errors=True)
