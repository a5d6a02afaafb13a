"""Shell patterns for paths, as a regular expression that no name can make slow.

`*` and `?` stay within a name and also fit a leading dot, `**` stands for any number of folders,
`[a-z]` for one of some characters, `{a,b}` for alternatives, a backslash takes the meaning away.
A pattern without a slash fits names in every folder.
"""

from __future__ import annotations

import re

from agent_tui.errors import ToolError

_MOST_ALTERNATIVES = 200
_MAGIC = re.compile(r"[*?\[\]{}\\]")
_SIMPLE_NAME = re.compile(r"[\w.*?{},-]*[\w.-][\w.*?{},-]*")


class GlobPattern:
    """A compiled pattern. Raises `ToolError` with advice when it is malformed."""

    def __init__(self, pattern: str) -> None:
        _refuse_what_leaves_the_folder(pattern)
        self.wants_folders = pattern.endswith("/")
        relative = pattern.rstrip("/")
        alternatives = [_path_regex(one, pattern) for one in _without_braces(relative, pattern)]
        self._regex = re.compile("|".join(alternatives), re.DOTALL)
        self._fixed = _fixed_folder(relative)
        self._last = relative.rpartition("/")[2]

    def fits(self, path: str) -> bool:
        """Whether a path, relative to where the pattern starts, fits."""
        return self._regex.fullmatch(path) is not None

    def may_be_below(self, folder: str) -> bool:
        """False when nothing below this folder can fit, so that it need not be entered."""
        folder += "/"
        return folder.startswith(self._fixed) or self._fixed.startswith(folder)

    @property
    def name_glob(self) -> str:
        """A pattern that the name of every fitting path fits, in a form that other programs read
        alike; "" when there is none as simple as that."""
        is_whole = self._last.count("{") == self._last.count("}")
        is_simple = is_whole and _SIMPLE_NAME.fullmatch(self._last) and "**" not in self._last
        return self._last if is_simple and not re.search(r"\{[^}]*\{|\{\}", self._last) else ""


def _refuse_what_leaves_the_folder(pattern: str) -> None:
    if not pattern.strip("/"):
        raise ToolError('The pattern is empty. Write one such as "**/*.py".')
    if "\0" in pattern:
        raise ToolError("A pattern cannot contain a NUL character.")
    if pattern.startswith(("/", "~")):
        fixed = _fixed_folder(pattern.rstrip("/")).rstrip("/") or "/"
        rest = pattern[len(fixed) :].lstrip("/") or "*"
        raise ToolError(
            f"The pattern {pattern} is not relative. Give the folder as path and what is below it "
            f'as pattern: path="{fixed}", pattern="{rest}".'
        )
    if ".." in pattern.split("/"):
        raise ToolError(
            f'The pattern {pattern} contains "..". Give the folder to start from as path, and a '
            "pattern that goes down from there."
        )


def _fixed_folder(pattern: str) -> str:
    """The folders before the first special character, "" or with a slash at the end."""
    *folders, _ = pattern.removeprefix("./").split("/")
    fixed = ""
    for folder in folders:
        if _MAGIC.search(folder):
            break
        fixed += f"{folder}/"
    return fixed


def _without_braces(pattern: str, whole: str) -> list[str]:
    """`a{b,c}d` as `abd` and `acd`."""
    done: list[str] = []
    waiting = [pattern]
    while waiting:
        if len(done) + len(waiting) > _MOST_ALTERNATIVES:
            raise ToolError(f"The pattern {whole} has too many alternatives. Use fewer braces.")
        one = waiting.pop()
        span = _innermost_braces(one, whole)
        if span is None:
            done.append(one)
            continue
        start, end = span
        waiting.extend(
            one[:start] + choice + one[end + 1 :] for choice in one[start + 1 : end].split(",")
        )
    return list(dict.fromkeys(done))


def _innermost_braces(pattern: str, whole: str) -> tuple[int, int] | None:
    opened, index = -1, 0
    while index < len(pattern):
        match pattern[index]:
            case "\\":
                index += 1
            case "[":
                index = max(index, _end_of_set(pattern, index))
            case "{":
                opened = index
            case "}" if opened >= 0:
                return opened, index
            case "}":
                raise ToolError(f'The pattern {whole} has a "}}" without "{{". {_ADVICE}')
        index += 1
    if opened >= 0:
        raise ToolError(f'The pattern {whole} has a "{{" without "}}". {_ADVICE}')
    return None


_ADVICE = "Close it, or put a backslash before it when it belongs to the name."


def _end_of_set(pattern: str, start: int) -> int:
    """Where the "]" of the set that starts here is; -1 without one."""
    first = start + 1
    if pattern[first : first + 1] in ("!", "^"):
        first += 1
    return pattern.find("]", first + 1)


def _path_regex(pattern: str, whole: str) -> str:
    segments = [one for one in pattern.removeprefix("./").split("/") if one not in ("", ".")]
    if "/" not in pattern:
        segments.insert(0, "**")
    groups: list[list[str]] = [[]]
    for segment in segments:
        if segment != "**":
            groups[-1].append(_name_regex(segment, whole))
        elif groups[-1] or len(groups) == 1:
            groups.append([])
    first, *others = ["/".join(group) for group in groups]
    if not others:
        return first
    lead = f"{first}/" if first else ""
    *inner, last = others
    # Atomic: the first place where the middle fits is as good as any, so none is tried twice.
    middle = "".join(f"(?>(?:[^/]+/)*?{group}/)" for group in inner)
    return f"{lead}{middle}(?:[^/]+/)*{last}" if last else f"{lead}{middle}.+"


def _name_regex(segment: str, whole: str) -> str:
    parts, index = [""], 0
    while index < len(segment):
        character = segment[index]
        if character == "*":
            parts.append("")
        elif character == "?":
            parts[-1] += "[^/]"
        elif character == "[":
            end = _end_of_set(segment, index)
            if end < 0:
                raise ToolError(f'The pattern {whole} has a "[" without "]". {_ADVICE}')
            parts[-1] += _set_regex(segment[index + 1 : end], whole)
            index = end
        else:
            index += character == "\\" and index + 1 < len(segment)
            parts[-1] += re.escape(segment[index])
        index += 1
    first, *others = parts
    if not others:
        return first
    *inner, last = others
    return first + "".join(f"(?>[^/]*?{part})" for part in inner if part) + f"[^/]*{last}"


def _set_regex(content: str, whole: str) -> str:
    negation = "^" if content[:1] in ("!", "^") else ""
    inside = re.sub(r"([\\\[&~|^])", r"\\\1", content[len(negation) :]).replace("]", r"\]")
    inside = inside.replace("--", r"-\-")  # else Python warns of a meaning that it may get one day
    regex = f"(?!/)[{negation}{inside}]"
    try:
        re.compile(regex)
    except re.error as error:
        raise ToolError(
            f"The pattern {whole} has a set that cannot be: [{content}]. Write sets as [a-z0-9]."
        ) from error
    return regex
