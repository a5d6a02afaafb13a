"""Which provider and model an agent uses."""

from __future__ import annotations

from concurrent.futures import Future

from msgspec.structs import replace

from agent_tui.agent.agent_session import AgentSession
from agent_tui.config.provider_config import ProviderConfig
from agent_tui.engine.controller import Controller
from agent_tui.errors import ConfigError
from agent_tui.protocol.ports import Provider
from agent_tui.providers import build_provider


class AgentModels(AgentSession):
    """The part of `Agent` that knows its model. Safe from any thread; never waits.

    `set_model` (see `AgentInputs`) keeps the provider and its key; `set_provider` takes another
    one. The history stays.
    """

    def set_provider(self, provider: ProviderConfig | Provider, *, model: str = "") -> None:
        """Talk to another endpoint, with its own key, from the next turn on. The running turn goes
        on with the former one, which is closed then; its turn to change comes in line with
        `restore` and its like.

        model: "" for the one that the config names, else for the provider's name. Raises
        `ConfigError` without a model, `AgentNotStarted`, `AgentClosed`.
        """
        self._check_running("set_provider()")
        if isinstance(provider, ProviderConfig):
            config = replace(provider, model=model or provider.model)
            if not config.model:
                raise ConfigError(
                    f"set_provider() was given {config.name} without a model. Name one: "
                    "ProviderConfig(model=...), or set_provider(..., model=...).",
                    key="model",
                )
            made = build_provider(config)
            self._runtime.hide_keys((config.api_key,))
        else:
            config = ProviderConfig(name=provider.name, model=model or provider.name)
            made = provider

        def act(controller: Controller) -> None:
            if (session := controller.session()) is not None:
                session.edits.use_provider(made, config, Future())

        self._call(act, "set_provider()")

    def get_current_model(self) -> str:
        """The model of the next request, "" while none is known. A swap that waits for the end of
        a turn is not told yet."""
        session = self.session
        return session.model if session else ""
