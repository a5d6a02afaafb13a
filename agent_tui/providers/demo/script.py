"""What the demo agent answers: a request to a script. Pure, and the same for the same request."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

from agent_tui.protocol.messages import Role
from agent_tui.protocol.requests import ModelRequest
from agent_tui.providers.demo import texts
from agent_tui.providers.demo.demo_summary import demo_summary
from agent_tui.providers.demo.editing import edit_after_reading, last_tool
from agent_tui.providers.demo.long_answer import long_answer
from agent_tui.providers.demo.tool_use import ToolUse, told_results, tool_use_for

# Longer prompts are somebody's text, a log with the word "error" for example, and no wish.
_LONGEST_WISH = 120
_QUOTED_CHARACTERS = 300
# What the engine may tell a model before the prompt.
_NOTES = ("(Note: ", "(The user ran ", "(Summary of ")


_SUMMARY_WISH = "You summarise conversations"  # how the engine asks for a summary


class Script(Struct, frozen=True, kw_only=True):
    """One answer. thinking comes first, then text, then the tool calls. fails: the connection is to
    break instead, the first time in a session."""

    text: str
    thinking: str = ""
    tool_uses: tuple[ToolUse, ...] = ()
    fails: bool = False


def script_for(request: ModelRequest) -> Script:
    """The script for the last message of the request."""
    prompts = [message for message in request.messages if message.role is Role.USER]
    if _SUMMARY_WISH in request.system:
        return Script(text=demo_summary(prompts[-1].text if prompts else ""))
    prompt = _typed(prompts[-1].text.strip()) if prompts else ""
    if request.messages and request.messages[-1].role is Role.TOOL:
        return _after_tools(prompt, request)
    if len(prompt) <= _LONGEST_WISH:
        for pattern, answer in _WISHES:
            if match := pattern.search(prompt):
                return answer(match, request)
    return _echo(prompt, len(prompts))


_Answer = Callable[[re.Match[str], ModelRequest], Script]


def _says(text: str) -> _Answer:
    return lambda match, request: Script(text=text)


def _long(match: re.Match[str], request: ModelRequest) -> Script:
    return Script(text=long_answer(int(match["kilobytes"] or 6)))


def _think(match: re.Match[str], request: ModelRequest) -> Script:
    return Script(thinking=texts.THINKING, text=texts.AFTER_THINKING)


def _fail(match: re.Match[str], request: ModelRequest) -> Script:
    return Script(text=texts.AFTER_FAILURE, fails=True)


def _first_prompt(match: re.Match[str], request: ModelRequest) -> Script:
    first = next(message for message in request.messages if message.role is Role.USER)
    return Script(text=f"The first thing you said was:\n\n{_quoted(first.text)}\n")


def _tool(tool: str, wish: str, subject: str = "") -> _Answer:
    def answer(match: re.Match[str], request: ModelRequest) -> Script:
        groups = match.groupdict()
        wanted = [groups.get("subject") or subject]
        if other := groups.get("other"):
            wanted.append(other)
        uses = [use for one in wanted if (use := tool_use_for(tool, one, request.tools))]
        if not uses:
            return Script(text=texts.NO_TOOLS.format(wish=wish, tool=tool))
        return Script(text=f"I use `{tool}` for that.\n", tool_uses=tuple(uses))

    return answer


def _after_tools(prompt: str, request: ModelRequest) -> Script:
    """What follows the results: for an edit, after reading, the edit itself; else a report."""
    match = _EDIT.search(prompt)
    if match and last_tool(request.messages) == "read_file":
        use = edit_after_reading(match["subject"], request.messages, request.tools)
        if use is not None:
            return Script(text=f"I change it with `{use.name}`.\n", tool_uses=(use,))
    return Script(text=told_results(request.messages))


def _wish(pattern: str, answer: _Answer) -> tuple[re.Pattern[str], _Answer]:
    return re.compile(pattern, re.IGNORECASE), answer


_EDIT = re.compile(r"^(?:please )?(?:edit|change) (?:the file )?(?P<subject>\S+)$", re.IGNORECASE)
_TESTS = "python3 -m pytest -q"

# Tried from the top; the first that fits answers.
_WISHES = (
    _wish(r"^(?:please )?(?:list|show)\b.{0,20}\bfiles\b|^ls$", _tool("list_dir", "list files")),
    _wish(r"^(?:please )?read (?:the file )?(?P<subject>\S+)$", _tool("read_file", "read a file")),
    (_EDIT, _tool("read_file", "edit a file")),
    _wish(
        r"^(?:please )?(?:run|start) (?:the |all )?tests?$",
        _tool("run_command", "run the tests", _TESTS),
    ),
    _wish(
        r"^(?:please )?run (?P<subject>.+?) and then (?P<other>.+)$",
        _tool("run_command", "run commands"),
    ),
    _wish(r"^(?:please )?run (?P<subject>.+)", _tool("run_command", "run a command")),
    _wish(r"^(?:please )?search (?:for )?(?P<subject>\S+)$", _tool("grep", "search files")),
    _wish(r"^(?:please )?(?:fetch|open) (?P<subject>https?://\S+)$", _tool("web_fetch", "fetch")),
    _wish(r"^(?:please )?ask me (?:several|three|many)\b", _tool("ask_user", "ask you", "several")),
    _wish(r"^(?:please )?ask me\b", _tool("ask_user", "ask you something")),
    _wish(r"^(?:please )?(?:make a )?(?:todo|plan)(?: list)?$", _tool("todo", "keep a list")),
    _wish(r"\blong answer\b(?:\D{0,10}(?P<kilobytes>\d{1,6}))?", _long),
    _wish(r"\bwhat\b.{0,20}\bfirst\b", _first_prompt),
    _wish(r"^help\b|\bwhat can you do\b|\bhow does (?:this|it) work\b|^\?$", _says(texts.HELP)),
    _wish(r"\btables?\b", _says(texts.TABLE)),
    _wish(r"\bcode\b", _says(texts.CODE)),
    _wish(r"\bmarkdown\b", _says(texts.MARKDOWN)),
    _wish(r"日本語|中文|한국어|\b(?:japanese|chinese|korean|cjk)\b", _says(texts.CJK)),
    _wish(r"\bthink(?:ing)?\b", _think),
    _wish(r"\berror\b", _fail),
    _wish(r"^(?:hello|hi|hey|good (?:morning|evening))\b", _says(texts.HELLO)),
)


def _typed(prompt: str) -> str:
    """A prompt without what the engine tells before it."""
    return prompt.rpartition("\n\n")[2] if prompt.startswith(_NOTES) else prompt


def _echo(prompt: str, number: int) -> Script:
    count = len(prompt.split())
    words = "1 word" if count == 1 else f"{count} words"
    return Script(text=texts.ECHO.format(number=number, words=words, quote=_quoted(prompt)))


def _quoted(text: str) -> str:
    shown = text.strip()
    if len(shown) > _QUOTED_CHARACTERS:
        shown = shown[:_QUOTED_CHARACTERS].rstrip() + " …"
    return "\n".join(f"> {line}" for line in shown.splitlines()) or "> (nothing)"
