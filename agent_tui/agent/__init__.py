"""The headless door: prompts in, events out, with the engine of the full screen and without
Textual."""

from agent_tui.agent.agent import Agent

__all__ = ["Agent"]
