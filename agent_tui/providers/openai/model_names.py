"""The answer of `GET models` to names. Pure."""

from __future__ import annotations

from agent_tui.providers.openai.json_shapes import list_in, text_in

_LIST_KEYS = ("data", "models")


def model_names(body: object) -> tuple[str, ...] | None:
    """Names, sorted, each once; None when the body holds no list of models in any known shape.

    Known: `{"data": [{"id": ...}]}`, `{"models": [{"name": ...}]}`, and a list of either or of
    names.
    """
    if isinstance(body, list):
        entries = body
    elif isinstance(body, dict) and any(isinstance(body.get(key), list) for key in _LIST_KEYS):
        entries = [entry for key in _LIST_KEYS for entry in list_in(body, key)]
    else:
        return None
    return tuple(sorted({name for entry in entries if (name := _name(entry))}))


def _name(entry: object) -> str:
    if isinstance(entry, str):
        return entry
    return text_in(entry, "id") or text_in(entry, "name") or text_in(entry, "model")
