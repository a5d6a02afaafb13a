"""The settings file that `agent-tui config init` writes: every setting, commented out."""

from __future__ import annotations

TEMPLATE = """\
# Settings of agent-tui. A line counts once the "#" in front of it is gone; outside the tables at
# the end, the values shown are the defaults. Stronger than this file are a trusted project's
# .agent-tui/config.toml and config.local.toml, then variables (AGENT_TUI_MODEL and so on), then
# flags. `agent-tui config show` names the origin of each value.

# --- Which model ---

# A preset (openai, openrouter, ollama, demo, ...) or one of your own providers below.
# provider = ""
# "" is the provider's default model.
# model = ""
# Any server that speaks OpenAI Chat Completions, with the version path.
# base_url = ""
# The variable that holds the key for this endpoint. The key is sent nowhere else.
# api_key_env = ""
# One of the profiles below.
# profile = ""

# --- Screen ---

# theme = "auto"
# "standard" or "minimal" (no status bar).
# layout = "standard"
# "default", "vim", "emacs" or "minimal". Single keys are changed in the tables at the end.
# keys = "default"
# What Enter does with a prompt while a turn runs: "queue" (a turn of its own, afterwards) or
# "steer" (into the running turn, with its next request). Alt+S does what Enter does not.
# enter_while_running = "queue"
# What becomes of waiting prompts when you stop a turn: "keep" (they wait until you send them),
# "restore" (back into the composer) or "send" (the next one starts at once).
# queue_on_stop = "keep"
# false shows no hints that teach keys; they end by themselves.
# hints = true
# With keys = "vim": the mode once a prompt was sent, "insert", "normal" or "keep" (as it was).
# vim_after_send = "insert"
# false leaves the mouse to the terminal.
# mouse = true
# "auto" (wl-copy, xclip, pbcopy, tmux and so on, else the terminal), "osc52" (the terminal only) or
# "off" (copies nothing).
# clipboard = "auto"

# --- Sessions and turns ---

# false keeps sessions in memory only.
# save_sessions = true
# Where titles of new sessions come from: "prompt" (the first line of the first one), "model" (one
# small request after the first turn, which costs), "off".
# auto_titles = "prompt"
# Megabytes that each session keeps of files as they were before tools changed them; 0 keeps none,
# and then /rewind brings no files back.
# checkpoint_limit_mb = 500
# Sent with each request, never part of the history.
# system_prompt = ""
# Model requests within one turn.
# max_iterations = 100
# Tries of one model request, the first one included.
# max_attempts = 5
# US dollars that one turn may cost before you are asked; 0 is no limit. It counts what the provider
# tells, else known list prices and those of the tables at the end.
# max_cost = 0
# What all sessions together send to one endpoint within a minute; further requests wait. Tokens
# count in both directions. 0 is no limit.
# requests_per_minute = 0
# tokens_per_minute = 0
# false: /compact when you say so, and else only when a server finds a request too long.
# auto_compact = true
# How full a known context window may be before the earlier conversation is summarised.
# compact_at = 0.9

# --- Tools and permissions ---

# false offers the model no tools.
# use_tools = true
# What new sessions may do without asking: "plan" (read), "ask" (read; all else is asked), "edits"
# (write in the workspace, too), "full" (everything).
# permission_mode = "ask"
# Rules, see docs/permissions.md. The lists of all files and flags hold together; deny wins.
# allow = []
# deny = []
# A request that nobody answers within so many seconds counts as a no; 0 waits for ever.
# prompt_timeout_s = 0

# --- Time limits, in seconds ---

# Until a connection must stand.
# connect_timeout_s = 10
# The longest silence inside an answer.
# idle_timeout_s = 60
# What running turns get when the program leaves.
# shutdown_grace_s = 5

# --- Log file and telemetry ---

# "debug", "info", "warning" or "error".
# log_level = "info"
# What the program measures (times, tokens, failures; no text of yours) goes there, one JSON line
# each: "~/agent-tui-telemetry.jsonl". It stays on this machine; "" measures nothing.
# telemetry_file = ""

# --- Profiles: agent-tui --profile work ---

# [profiles.work]
# provider = "openrouter"
# model = "openrouter/auto"
# api_key_env = "WORK_OPENROUTER_KEY"
# context_window = 200000
# idle_timeout_s = 120

# --- Providers of your own: agent-tui --provider lab ---

# [providers.lab]
# base_url = "http://lab.example:8000/v1"
# default_model = "qwen3"
# api_key_env = "LAB_KEY"
# headers = { "X-Team" = "blue" }
# query = { "api-version" = "2025-01-01" }
# context_windows = { "qwen3" = 131072 }

# --- Prices of your own, in US dollars per million tokens, by model name prefix ---

# [prices."qwen3"]
# input = 0.2
# cached_input = 0.05
# output = 0.6

# --- Keys of your own: /keymap lists all contexts and actions, and changes them ---

# [keymap.composer]
# new_line = ["ctrl+j", "alt+enter"]
# stash = "ctrl+x ctrl+s"
# help_when_empty = ""

# --- With keys = "vim": keys of insert mode and what they stand for, as in Vim's mappings ---

# [vim_remaps]
# jj = "<Esc>"
"""
