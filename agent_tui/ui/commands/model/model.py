"""`/model`: another model, by its name or from a list."""

from __future__ import annotations

from collections.abc import Sequence

from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.commands.argument import Argument, Choice
from agent_tui.ui.commands.command import Category, Command, CommandHost
from agent_tui.ui.commands.picking import Pick, Picking
from agent_tui.ui.render.one_line import one_line


def _model(host: CommandHost, name: str = "", provider: str = "") -> None:
    if name:
        host.link.set_model(name, provider)
    else:
        host.known.want_models()
        host.link.list_models()


def pick_model(host: CommandHost, provider: str) -> None:
    """Let the user choose one of the known models. provider: whose they are."""
    models = host.known.models
    if not models:
        host.show_notice(
            NoticeLevel.INFO,
            f"Models of {one_line(provider)}",
            "The provider lists none. /model NAME works with any name.",
        )
        return
    in_use = host.session.model if host.session is not None else ""
    host.pick(
        Picking(
            title=f"Models of {one_line(provider)}",
            picks=[
                Pick(model, one_line(model), "in use" if model == in_use else "")
                for model in models
            ],
            chosen=host.link.set_model,
            start=in_use,
        )
    )


def _models(host: CommandHost) -> Sequence[Choice]:
    return [Choice(one_line(model)) for model in host.known.models]


def _providers(host: CommandHost) -> Sequence[Choice]:
    settings = host.facts.settings
    return [Choice(name) for name in (*settings.profiles, *settings.providers)]


MODEL = Command(
    "/model",
    "Use another model; without a name, choose from a list",
    _model,
    (
        Argument("name", is_optional=True, choices=_models),
        Argument("provider", is_optional=True, choices=_providers),
    ),
    category=Category.MODEL,
    details="It counts from the next step on, also in a running turn. Any name is taken: not every "
    "provider lists all it has. The provider is a preset (openai, openrouter, ollama ...), a "
    "profile or a provider of your settings.",
    needs_session=True,
)
