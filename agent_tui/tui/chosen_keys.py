"""The keys of a run: the host's, else the preset of the settings with the user's own laid over."""

from __future__ import annotations

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.tui.plan import TuiPlan


def chosen_keys(plan: TuiPlan) -> tuple[KeyBindings, tuple[str, ...]]:
    """The keys, and a sentence for each of the user's bindings that is wrong."""
    if plan.key_bindings is not None:
        return plan.key_bindings, ()
    settings = plan.settings
    preset = KeyBindings.named(settings.keys)
    if not settings.keymap:
        return preset, ()
    # Deferred: most users have no keys of their own.
    from agent_tui.config.keymap import bindings_with

    return bindings_with(preset, settings.keymap, plan.origins)
