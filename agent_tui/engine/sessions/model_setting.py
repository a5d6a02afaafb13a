"""Lets a session use another model."""

from __future__ import annotations

from agent_tui.config.provider_config import ProviderConfig
from agent_tui.engine.journal.journal_writer import JournalWriter
from agent_tui.engine.sessions import prompt_refusals, session_notices
from agent_tui.engine.sessions.model_choice import ModelChoice
from agent_tui.engine.sessions.session_gate import SessionGate
from agent_tui.engine.sessions.session_state import SessionState
from agent_tui.errors import ConfigError
from agent_tui.protocol.failures import failure_from
from agent_tui.protocol.inputs import SetModel
from agent_tui.protocol.ports import Provider


def set_model(
    wish: SetModel,
    models: ModelChoice,
    gate: SessionGate,
    state: SessionState,
    journal: JournalWriter,
) -> bool:
    """Use another model or provider from the next step on. False, after a notice, when there is
    none such."""
    try:
        is_configured = models.choose(wish.model, wish.provider)
    except ConfigError as error:
        state.publish(session_notices.failure_notice(failure_from(error)))
        return False
    if not is_configured:
        state.publish(session_notices.failure_notice(prompt_refusals.NO_PROVIDER))
        return False
    gate.tell_model()
    journal.append_model(models.provider_name, models.model)
    return True


def use_provider(
    provider: Provider,
    config: ProviderConfig,
    models: ModelChoice,
    gate: SessionGate,
    journal: JournalWriter,
) -> None:
    """Use a provider that a host brings, and the model that `config` names."""
    models.use(provider, config)
    gate.tell_model()
    journal.append_model(models.provider_name, models.model)
