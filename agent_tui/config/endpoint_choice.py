"""Which endpoint a name, or the settings without a name, choose."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from agent_tui.config.endpoint_keys import KeyOffer, server_of
from agent_tui.config.presets import PRESETS, ProviderPreset
from agent_tui.config.provider_config import ProviderKind
from agent_tui.config.settings import CustomProvider, Profile, Settings
from agent_tui.config.sources.nearest_name import did_you_mean
from agent_tui.errors import ConfigError

CUSTOM_NAME = "custom"
"""The name of an endpoint that is only an address."""
_OPENAI = PRESETS["openai"]
_ADDRESS_ONLY = ProviderPreset(name=CUSTOM_NAME, title="Custom", needs_key=False)


class EndpointChoice(Struct, frozen=True, kw_only=True):
    """What was chosen, not yet merged.

    own: the settings beside the profile, which win over it; only the default choice has any.
    brought_key: the key that a custom provider brings itself.
    """

    name: str
    provider: ProviderPreset
    profile: Profile = Profile()
    own: Profile = Profile()
    is_custom: bool = False
    brought_key: str = ""

    def base_url(self, environ: Mapping[str, str]) -> str:
        """The address to talk to, "" when there is none."""
        variable = environ.get(self.provider.base_url_env, "")
        return self.own.base_url or self.profile.base_url or variable or self.provider.base_url

    def key_offers(self, environ: Mapping[str, str]) -> tuple[KeyOffer, ...]:
        """The keys that might be sent, best first, each with the addresses that it is for."""
        provider = self.provider
        of_provider = provider.base_url or environ.get(provider.base_url_env, "")
        of_profile = self.profile.base_url or of_provider
        offers = [
            KeyOffer(
                addresses=(address,),
                value=source.api_key,
                variable=source.api_key_env,
                is_explicit=True,
            )
            for source, address in (
                (self.own, self.own.base_url or of_profile),
                (self.profile, of_profile),
            )
        ]
        known = KeyOffer(
            addresses=addresses_of(provider, environ),
            value=self.brought_key,
            variable=provider.key_env,
            is_explicit=self.is_custom,
        )
        # Offered for a bare address only so that the user hears that it stays at home.
        openai = KeyOffer(addresses=addresses_of(_OPENAI, environ), variable=_OPENAI.key_env)
        is_bare = provider is _ADDRESS_ONLY
        return (*offers, known, openai) if is_bare else (*offers, known)


def choose_endpoint(
    settings: Settings, environ: Mapping[str, str], name: str
) -> EndpointChoice | None:
    """The endpoint called `name`; "" is the default one, None when there is no default.

    Raises `ConfigError` for an unknown name.
    """
    default = default_name(settings, environ)
    if not (name or default):
        return None
    name = name or default
    profile = settings.profiles.get(name, Profile())
    own = _own_values(settings) if name == default else Profile()
    if name == settings.profile and name not in settings.profiles:
        hint = did_you_mean(name, settings.profiles) or " Add it as a table [profiles.NAME]."
        raise ConfigError(f"There is no profile named {name}.{hint}", key="profile")
    provider_name = name
    if name in settings.profiles:
        provider_name = profile.provider or (CUSTOM_NAME if profile.base_url else _OPENAI.name)
        if own.provider not in ("", name, provider_name):
            # A mixture could send the profile's key to the other provider.
            raise ConfigError(
                f"The profile {name} is for {provider_name}, not for {own.provider}. Give only one "
                "of profile and provider.",
                key="provider",
            )
    custom = settings.providers.get(provider_name)
    return EndpointChoice(
        name=name,
        provider=_as_preset(provider_name, custom) if custom else _preset(provider_name, settings),
        profile=profile,
        own=own,
        is_custom=custom is not None,
        brought_key=custom.api_key if custom else "",
    )


def default_name(settings: Settings, environ: Mapping[str, str]) -> str:
    """The endpoint that settings choose, "" when they choose none and none can be deduced."""
    if settings.profile or settings.provider:
        return settings.profile or settings.provider
    if settings.base_url:
        server = server_of(settings.base_url)
        is_openai = server in map(server_of, addresses_of(_OPENAI, environ))
        return _OPENAI.name if is_openai else CUSTOM_NAME
    variables = (_OPENAI.key_env, _OPENAI.base_url_env)
    has_openai = settings.api_key or settings.api_key_env or any(map(environ.get, variables))
    return _OPENAI.name if has_openai else ""


def known_names(settings: Settings) -> tuple[str, ...]:
    """All names that can be chosen: profiles, custom providers, presets."""
    return tuple(dict.fromkeys((*settings.profiles, *settings.providers, *PRESETS)))


def addresses_of(provider: ProviderPreset, environ: Mapping[str, str]) -> tuple[str, ...]:
    """The base URLs that are the provider's own."""
    both = (provider.base_url, environ.get(provider.base_url_env, ""))
    return tuple(address for address in both if address)


def _own_values(settings: Settings) -> Profile:
    return Profile(
        provider=settings.provider,
        model=settings.model,
        base_url=settings.base_url,
        api_key=settings.api_key,
        api_key_env=settings.api_key_env,
    )


def _preset(name: str, settings: Settings) -> ProviderPreset:
    if name == CUSTOM_NAME:
        return _ADDRESS_ONLY
    if name in PRESETS:
        return PRESETS[name]
    names = known_names(settings)
    hint = did_you_mean(name, names) or f" Known are {', '.join(names)}."
    raise ConfigError(f"There is no provider or profile named {name}.{hint}", key="provider")


def _as_preset(name: str, custom: CustomProvider) -> ProviderPreset:
    return ProviderPreset(
        name=name,
        title=name,
        base_url=custom.base_url,
        key_env=custom.api_key_env,
        needs_key=False,
        default_model=custom.default_model,
        headers=custom.headers,
        query=custom.query,
        context_windows=custom.context_windows,
        kind=ProviderKind.CLASS if custom.python_class else ProviderKind.OPENAI,
        python_class=custom.python_class,
        options=custom.options,
    )
