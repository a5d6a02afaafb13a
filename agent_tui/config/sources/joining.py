"""Joins the layers into one set of values, without mixing the parts of two endpoints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from agent_tui.config.origins import Origin, OriginKind
from agent_tui.config.sources.checking import checked_values
from agent_tui.config.sources.layer import Layer

_FILE_KINDS = (OriginKind.USER_FILE, OriginKind.PROJECT_FILE, OriginKind.LOCAL_FILE)
_TABLES = ("profiles", "providers", "prices")
_LISTS = ("allow", "deny")
_KEYS = ("api_key", "api_key_env")
_OPENAI = "openai"  # what a model or key without a provider is for


class Joined:
    """The values so far, and where each comes from. Layers are added weakest first.

    Profile, provider, base_url and key choose an endpoint together: a layer that chooses another
    one makes the weaker layers' choice void, so that no key follows to a place that it is not for.
    """

    def __init__(self) -> None:
        self.values: dict[str, object] = {}
        self.origins: dict[str, Origin] = {}
        self.notes: list[str] = []

    def add(self, layer: Layer) -> None:
        """Let `layer` win over what was added before. Raises `ConfigError` for wrong values."""
        if "keymap" in layer.values:
            layer = self._without_keymap(layer)
        values = checked_values(layer)
        if values.get("profile") and layer.origin.kind in _FILE_KINDS:
            # Beside `profile`, a file's own endpoint is what it uses without one.
            own = ("provider", "base_url", "model", *_KEYS)
            values = {key: value for key, value in values.items() if key not in own}
        self._leave_former_endpoint(values)
        for key, value in values.items():
            if key in _TABLES:
                assert isinstance(value, Mapping)
                self._add_table(key, _placed(key, value, layer), layer.origin)
            elif key in _LISTS:
                assert isinstance(value, tuple)
                self._add_rules(key, value, layer.origin_of(key))
            else:
                self.values[key] = value
                self.origins[key] = layer.origin_of(key)

    def _add_table(self, key: str, entries: Mapping[str, object], origin: Origin) -> None:
        # An entry replaces its namesake as a whole: half of each could send a key to a new address.
        former = self.values.get(key, {})
        assert isinstance(former, Mapping)
        self.values[key] = {**former, **entries}
        self.origins.update({f"{key}.{name}": origin for name in entries})

    def _without_keymap(self, layer: Layer) -> Layer:
        # Imported only now: few files have keys of their own.
        from agent_tui.config.sources.keymap_entries import keymap_entries

        entries, notes = keymap_entries(layer)
        self.notes += notes
        keymap = self.values.setdefault("keymap", {})
        assert isinstance(keymap, dict)
        for entry in entries:
            keymap.setdefault(entry.context, {})[entry.action] = entry.keys
            self.origins[f"keymap.{entry.context}.{entry.action}"] = entry.origin
        rest = {key: value for key, value in layer.values.items() if key != "keymap"}
        return replace(layer, values=rest)

    def _add_rules(self, key: str, rules: tuple[str, ...], origin: Origin) -> None:
        # A stronger layer must not take a weaker one's denials away, so the lists add up.
        former = self.values.get(key, ())
        assert isinstance(former, tuple)
        self.values[key] = tuple(dict.fromkeys((*former, *rules)))
        self.origins[key] = origin
        for rule in rules:
            self.origins.setdefault(f"{key}.{rule}", origin)

    def _leave_former_endpoint(self, values: Mapping[str, object]) -> None:
        if self._changes(values, "profile", "") or self._changes(values, "provider", _OPENAI):
            self._forget(("profile", "provider", "base_url", "model", *_KEYS))
        elif self._changes(values, "base_url", ""):
            self._note_lost_key(values)
            # The model stays: a bare address has none of its own.
            self._forget(("profile", "provider", *_KEYS))

    def _changes(self, values: Mapping[str, object], key: str, when_unset: str) -> bool:
        former = self.values.get(key, "")
        if not former and not (key == "provider" and self._has_endpoint):
            former = when_unset
        return key in values and values[key] != former

    @property
    def _has_endpoint(self) -> bool:
        return any(self.values.get(key) for key in ("profile", "base_url"))

    def _note_lost_key(self, values: Mapping[str, object]) -> None:
        lost = next((key for key in _KEYS if self.values.get(key)), "")
        if lost and not any(key in values for key in _KEYS):
            self.notes.append(
                f"The {lost} from {self.origins[lost]} belongs to another endpoint and is not sent "
                f"to {values['base_url']}. To send a key there, set api_key_env beside base_url."
            )

    def _forget(self, keys: Iterable[str]) -> None:
        for key in keys:
            self.values.pop(key, None)
            self.origins.pop(key, None)


def _placed(key: str, entries: Mapping[str, object], layer: Layer) -> Mapping[str, object]:
    """Classes of providers, which are looked for when they are used, know their place."""
    if key != "providers":
        return entries
    # Imported only now: few files have providers of their own.
    from agent_tui.config.sources.placed_text import with_places

    return with_places(entries, layer)
