"""Which dry runs of rules a command has asked for."""

from __future__ import annotations


class AskedRules:
    """Tells the answers to `/permissions try` from those that the permission panel asked for. Owned
    by the app, on the UI loop."""

    def __init__(self) -> None:
        self._rules: list[str] = []

    def add(self, rule: str) -> None:
        """A command asks for the trial of this rule."""
        self._rules.append(rule)

    def take(self, rule: str) -> bool:
        """True, once, for each time a command asked for the trial of this rule."""
        if rule not in self._rules:
            return False
        self._rules.remove(rule)
        return True
