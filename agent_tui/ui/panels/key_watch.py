"""Tells of every key and paste that an app gets, whichever widget takes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from textual import events
from textual.app import App

_watchers: WeakKeyDictionary[App[Any], list[Callable[[], None]]] = WeakKeyDictionary()


def watch_keys(app: App[Any], on_key: Callable[[], None]) -> Callable[[], None]:
    """Call `on_key` before each key or paste is handled. Returns what ends that.

    A focused text area keeps its keys to itself, and Textual has no signal for them. The panels
    must work safely in apps that were not made for them, so this goes around `App.on_event` from
    outside. Bound to Textual 8.2, a contract test watches it.
    """
    watchers = _watchers.get(app)
    if watchers is None:
        watchers = _watchers[app] = []
        _wrap(app, watchers)
    watchers.append(on_key)
    return lambda: watchers.remove(on_key)


def _wrap(app: App[Any], watchers: list[Callable[[], None]]) -> None:
    handle = app.on_event

    async def on_event(event: events.Event) -> None:
        if isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded:
            for watcher in watchers:
                watcher()
        await handle(event)

    app.on_event = on_event  # type: ignore[method-assign]
