"""Why a prompt was not accepted, and what to do instead."""

from __future__ import annotations

from agent_tui.protocol.failures import Failure

SHUTTING_DOWN = Failure(
    kind="ShuttingDown",
    title="Shutting down",
    text="agent-tui is shutting down and takes no more prompts. The text is kept as a draft.",
)
SESSION_CLOSED = Failure(
    kind="SessionClosed",
    title="No such session",
    text="This session is not open any more. Open it again, or send the prompt in another one.",
)
READ_ONLY = Failure(
    kind="SessionReadOnly",
    title="This session can only be read",
    text="Another process or a newer version owns it. Send the prompt in a new session (/new).",
)
EMPTY_PROMPT = Failure(
    kind="EmptyPrompt", title="The prompt is empty", text="Write something and send it again."
)
NO_PROVIDER = Failure(
    kind="NoProvider",
    title="No model is configured",
    text="Start with --provider demo to try everything offline, or set OPENAI_API_KEY, "
    "or write a configuration file with: agent-tui config init",
)
NO_MODEL = Failure(
    kind="NoModel",
    title="No model is chosen",
    text="The provider has no default model. Choose one with /model, or start with --model NAME.",
)
