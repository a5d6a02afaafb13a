"""From a name and the settings to one endpoint with everything final: address, key, model."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from agent_tui.config.endpoint_choice import EndpointChoice, addresses_of, choose_endpoint
from agent_tui.config.endpoint_keys import ChosenKey, chosen_key, server_of
from agent_tui.config.provider_config import ProviderConfig, ProviderKind
from agent_tui.config.settings import Settings
from agent_tui.errors import ConfigError

_MODEL_VARIABLE = "OPENAI_MODEL"  # of the provider openai only


class ResolvedProvider(Struct, frozen=True, kw_only=True):
    """The endpoint, None when nothing is configured, and sentences for the user about it."""

    config: ProviderConfig | None = None
    notes: tuple[str, ...] = ()


def resolve_provider(
    settings: Settings, environ: Mapping[str, str], *, name: str = "", model: str = ""
) -> ProviderConfig | None:
    """The endpoint called `name`: a profile, a custom provider or a preset; None: none is chosen.

    name "" is what settings say, else what can be deduced: a base_url alone is "custom", a key or
    an address for OpenAI in settings or environment is "openai". model "" is the one in settings,
    else the endpoint's default. Raises `ConfigError` for an unknown name, a missing key, a bad
    address.
    """
    return resolve_with_notes(settings, environ, name=name, model=model).config


def resolve_with_notes(
    settings: Settings, environ: Mapping[str, str], *, name: str = "", model: str = ""
) -> ResolvedProvider:
    """Like `resolve_provider`, with what the user should know, as which key is not sent."""
    choice = choose_endpoint(settings, environ, name)
    if choice is None:
        return ResolvedProvider()
    base_url = choice.base_url(environ)
    if choice.provider.kind is ProviderKind.DEMO:
        return ResolvedProvider(config=_config(choice, settings, environ, model))
    if choice.provider.kind is ProviderKind.CLASS and not base_url:
        key = _key_without_address(choice, environ)
        return ResolvedProvider(config=_config(choice, settings, environ, model, key=key))
    _check_address(choice, base_url)
    key = chosen_key(choice.key_offers(environ), base_url, environ)
    _check_key(choice, key, base_url, environ)
    config = _config(choice, settings, environ, model, base_url=base_url, key=key)
    return ResolvedProvider(config=config, notes=_notes(key, base_url))


def _config(
    choice: EndpointChoice,
    settings: Settings,
    environ: Mapping[str, str],
    model: str,
    *,
    base_url: str = "",
    key: ChosenKey = ChosenKey(),  # noqa: B008 - frozen
) -> ProviderConfig:
    provider, profile = choice.provider, choice.profile
    of_variable = environ.get(_MODEL_VARIABLE, "") if provider.name == "openai" else ""
    chosen = model or choice.own.model or profile.model or of_variable or provider.default_model
    windows = dict(provider.context_windows)
    if profile.context_window:
        windows[profile.model] = profile.context_window  # "" fits every model
    return ProviderConfig(
        name=choice.name,
        kind=provider.kind,
        base_url=base_url,
        api_key=key.value,
        api_key_env=key.variable,
        model=chosen,
        headers={**provider.headers_with(key.value), **profile.headers},
        query={**provider.query, **profile.query},
        context_windows=windows,
        connect_timeout_s=profile.connect_timeout_s or settings.connect_timeout_s,
        idle_timeout_s=profile.idle_timeout_s or settings.idle_timeout_s,
        python_class=provider.python_class,
        options=provider.options,
    )


def _key_without_address(choice: EndpointChoice, environ: Mapping[str, str]) -> ChosenKey:
    """Of a class that knows itself where it sends its requests."""
    for offer in choice.key_offers(environ):
        if value := offer.value or environ.get(offer.variable, ""):
            return ChosenKey(value=value, variable=offer.variable)
    return ChosenKey(variable=choice.provider.key_env)


def _check_address(choice: EndpointChoice, base_url: str) -> None:
    if base_url:
        server_of(base_url)
        return
    variable = choice.provider.base_url_env
    hint = f"Set {variable}, or give" if variable else "Give"
    raise ConfigError(
        f"{choice.name} has no address. {hint} it with --base-url or base_url.", key="base_url"
    )


def _check_key(
    choice: EndpointChoice, key: ChosenKey, base_url: str, environ: Mapping[str, str]
) -> None:
    """Only the provider itself is known to need a key: another server at its place may not."""
    provider = choice.provider
    known = [provider.base_url] if provider.base_url else addresses_of(provider, environ)
    is_itself = server_of(base_url) in map(server_of, known)
    if key.value or not (provider.needs_key and is_itself):
        return
    raise ConfigError(
        f"{provider.title} needs a key. Set the variable {provider.key_env}, or name another "
        "variable with api_key_env.",
        key="api_key_env",
    )


def _notes(key: ChosenKey, base_url: str) -> tuple[str, ...]:
    if key.value or not key.withheld:
        return ()
    return (
        f"{' and '.join(key.withheld)} is not sent to {base_url}, because it belongs to another "
        "endpoint. To send a key there, name its variable with api_key_env in a profile, or with "
        "--set api_key_env=NAME.",
    )
