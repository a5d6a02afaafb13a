"""What the program says when no provider is configured: three ways on, none taken by itself."""

from __future__ import annotations

_PROGRAM = "agent-tui"
GUIDANCE = """\
# No model is configured yet

Choose one of these, then start `agent-tui` again:

- **Try it without a model**: `agent-tui --provider demo` talks to the built-in demo agent. It
  needs neither key nor network.
- **A hosted model**: put the key into the provider's variable, for example `OPENAI_API_KEY`, or
  name another provider: `agent-tui --provider openrouter -m MODEL`.
- **A model on this machine**: `agent-tui --provider ollama -m MODEL`, or any OpenAI-compatible
  server with `agent-tui --base-url http://localhost:8000/v1 -m MODEL`.

`agent-tui config init` writes a commented settings file to start from. What you type is kept.
"""

_IN_A_HOST = """\
# No model is configured yet

Put the key of a provider into its variable, for example `OPENAI_API_KEY`, then start {name} again.
What you type is kept.
"""


def guidance(name: str) -> str:
    """What to do about it, in markdown. name: of the application; another one than ours has its
    own command line, of which nothing is known here."""
    return GUIDANCE if name == _PROGRAM else _IN_A_HOST.format(name=name)
