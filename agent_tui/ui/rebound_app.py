"""An application whose keys can be changed while it runs."""

from __future__ import annotations

import asyncio
from pathlib import Path

from msgspec.structs import replace

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.config.origins import Origin, OriginKind
from agent_tui.errors import ConfigError
from agent_tui.protocol.keymap_file import KeymapFile, WrittenKey
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.keymap import app_bindings, shown_key
from agent_tui.ui.raw_keys import RawKeys
from agent_tui.ui.reading_app import ReadingApp

_STRONGER = (OriginKind.PROJECT_FILE, OriginKind.LOCAL_FILE, OriginKind.COMMAND_LINE)


class ReboundApp(ReadingApp):
    """Writes what the user binds into the settings file, and lets it hold at once."""

    keymap_file: KeymapFile | None = None

    def change_keys(self, name: str, keys: tuple[str, ...] | None) -> None:
        """Bind an action, by its whole name, to keys in the spelling of the tables; () for none,
        None for the preset's."""
        if self.keymap_file is None:
            self.show_notice(
                NoticeLevel.WARNING,
                "Keys not changed",
                "This application brings its keys; there is no file for others.",
            )
            return
        self.in_background(self._change_keys(self.keymap_file, name, keys))

    def use_keys(self, keys: KeyBindings) -> None:
        """Let these keys hold from now on, everywhere. Raises `ConfigError` when two actions share
        one."""
        self._options = replace(self._options, key_bindings=keys)
        self._bindings = app_bindings(keys)
        self._palette = None
        self.forget_sequence()
        self.chat.use_keys(self._options)
        self.choose_editing()
        self.screen.refresh_bindings()

    def inspect_keys(self) -> None:
        """Show what the terminal sends, until Esc comes twice."""
        # Deferred: no start should pay for it.
        from agent_tui.ui.screens.key_inspector import KeyInspector

        if self.screen is self.chat:
            self.push_screen(KeyInspector(self.key_bindings, self._driver))

    def on_raw_keys(self, message: RawKeys) -> None:
        """What the driver tells while keys are inspected."""
        # Deferred, too: it is loaded when such a message comes.
        from agent_tui.ui.screens.key_inspector import KeyInspector

        if isinstance(self.screen, KeyInspector):
            self.screen.raw_came(message.data)

    async def _change_keys(self, file: KeymapFile, name: str, keys: tuple[str, ...] | None) -> None:
        context, _, action = name.partition(".")
        try:
            written = await asyncio.to_thread(file.change, context, action, keys)
        except ConfigError as error:
            self.show_notice(NoticeLevel.WARNING, "Keys not changed", str(error))
            return
        former = self._options.facts.origins.get(f"keymap.{name}", Origin())
        if former.kind in _STRONGER:
            what = f"It is written in {written.file}, but {former.place} is stronger and holds."
            self.show_notice(NoticeLevel.WARNING, "Keys not changed here", what)
            return
        notes = self._hold(name, keys, written)
        now = ", ".join(map(shown_key, self.key_bindings.keys(name))) or "no key"
        lines = (f"Written in {written.file}.", *(note for note in notes if action in note))
        level = NoticeLevel.WARNING if len(lines) > 1 else NoticeLevel.INFO
        self.show_notice(level, f"{name}: {now}", "\n".join(lines))

    def _hold(
        self, name: str, keys: tuple[str, ...] | None, written: WrittenKey
    ) -> tuple[str, ...]:
        """Lay the user's keys over the preset anew; returns what is wrong with them."""
        # Deferred, too.
        from agent_tui.config.keymap import bindings_with

        context, _, action = name.partition(".")
        facts = self._options.facts
        actions = dict(facts.settings.keymap.get(context, {}))
        origins = dict(facts.origins)
        if keys is None:
            actions.pop(action, None)
            origins.pop(f"keymap.{name}", None)
        else:
            actions[action] = keys
            origins[f"keymap.{name}"] = Origin(
                OriginKind.USER_FILE, file=Path(written.file), line=written.line
            )
        keymap = {**facts.settings.keymap, context: actions}
        settings = replace(facts.settings, keymap=keymap)
        facts = replace(facts, settings=settings, origins=origins)
        self._options = replace(self._options, facts=facts)
        bindings, notes = bindings_with(KeyBindings.named(settings.keys), keymap, origins)
        self.use_keys(bindings)
        return notes
