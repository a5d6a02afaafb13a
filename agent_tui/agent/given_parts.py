"""What a host hands to an agent is looked at when it does: later the mistake has no name."""

from __future__ import annotations


def check_parts(*, provider: object, store: object) -> None:
    """Raise `TypeError` for a provider or a store that is none. None stands for nothing given."""
    if provider is not None and not hasattr(provider, "stream"):
        raise TypeError(
            f"provider= is an object with `stream`, not {provider!r:.80}. The name of a preset "
            "belongs into Settings(provider=...), an endpoint into provider_config=."
        )
    if store is not None and not hasattr(store, "create"):
        raise TypeError(
            f"store= is a SessionStore, not {store!r:.80}. For a folder, give "
            "FileSessionStore(sessions_dir, index_path)."
        )
