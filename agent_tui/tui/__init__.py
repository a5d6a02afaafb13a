"""The full-screen door: `AgentTui`, built step by step, run once, left in order."""

from agent_tui.tui.builder import AgentTui

__all__ = ["AgentTui"]
