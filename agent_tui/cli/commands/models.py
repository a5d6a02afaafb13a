"""`agent-tui models`: what a provider has on offer."""

from __future__ import annotations

import os

import anyio
import click

from agent_tui.cli.arguments import Arguments
from agent_tui.cli.commands.printing import json_option, print_json, print_line, tell
from agent_tui.cli.start import start_from
from agent_tui.config.provider_config import ProviderConfig
from agent_tui.config.provider_resolution import resolve_with_notes
from agent_tui.errors import ConfigError
from agent_tui.providers import build_provider


@click.command("models")
@click.argument("provider", required=False, default="")
@json_option
@click.pass_obj
def command(arguments: Arguments, provider: str, is_json: bool) -> None:
    """List the models of PROVIDER, or of the configured one."""
    start = start_from(arguments, os.environ)
    loaded = start.load_settings()
    resolved = resolve_with_notes(loaded.settings, start.environ, name=provider)
    for note in (*loaded.notes, *resolved.notes):
        tell(note)
    if resolved.config is None:
        raise ConfigError("No provider is configured. Name one: agent-tui models openrouter")
    names = anyio.run(_models_of, resolved.config)
    if is_json:
        print_json({"provider": resolved.config.name, "models": names})
        return
    for name in names:
        print_line(name)


async def _models_of(config: ProviderConfig) -> tuple[str, ...]:
    provider = build_provider(config)
    try:
        return await provider.list_models()
    finally:
        await provider.aclose()
