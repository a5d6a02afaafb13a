"""Walks the syntax tree of a shell command and notes every program call and file in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from agent_tui.engine.permissions.shell_script import Redirect, SimpleCommand, Step
from agent_tui.engine.permissions.shell_words import Word, read_word

if TYPE_CHECKING:
    from tree_sitter import Node

DEPTH_LIMIT = 60
_LISTS = frozenset({"program", "list"})
_GROUPS = frozenset(
    {
        "pipeline",
        "subshell",
        "compound_statement",
        "negated_command",
        "if_statement",
        "elif_clause",
        "else_clause",
        "while_statement",
        "do_group",
    }
)
# Followed, but too rich for the plain reading: only a rule for the whole text covers these.
_RICH = {
    "for_statement": "It holds a for loop, whose variable can change what runs",
    "c_style_for_statement": "It holds a for loop, whose variable can change what runs",
    "case_statement": "It holds a case statement",
    "case_item": "It holds a case statement",
    "function_definition": "It defines a function, which can stand for any program",
    "test_command": "It holds a test in brackets",
    "variable_assignment": "It sets a variable, which can change what runs",
    "variable_assignments": "It sets variables, which can change what runs",
    "declaration_command": "It sets variables, which can change what runs",
    "unset_command": "It removes variables, which can change what runs",
    "heredoc_redirect": "It holds a here-document",
}
_SUBSTITUTIONS = frozenset({"command_substitution", "process_substitution"})
_HEREDOC_PARTS = frozenset({"heredoc_start", "heredoc_body", "heredoc_end", "file_descriptor"})
_INPUT = frozenset({"<", "<&", "<&-"})


class _Place(Struct, frozen=True):
    joint: str = ""
    is_plain: bool = True
    is_in_loop: bool = False
    depth: int = 0

    def below(
        self, *, joint: str | None = None, is_plain: bool = True, is_in_loop: bool = False
    ) -> _Place:
        return _Place(
            self.joint if joint is None else joint,
            self.is_plain and is_plain,
            self.is_in_loop or is_in_loop,
            self.depth + 1,
        )


class TreeWalk:
    """Collects the steps of one syntax tree; read the attributes after `visit`.

    spans, targets: where each command's words and each redirect's target stand, in bytes;
    keywords: where the shell's own words stand. unknown: the first word that is not known before
    the command runs. problem, caveat: as in `Script`.
    """

    def __init__(self, source: bytes) -> None:
        self._source = source
        self.steps: list[Step] = []
        self.spans: list[tuple[tuple[int, int], ...]] = []
        self.targets: list[tuple[int, int]] = []
        self.keywords: set[tuple[int, int]] = set()
        self.problem = ""
        self.caveat = ""
        self.has_alternatives = False
        self.unknown = ""

    def visit(self, node: Node, place: _Place | None = None) -> None:
        """Walk one statement and everything in it."""
        place = place or _Place()
        kind = node.type
        if place.depth > DEPTH_LIMIT:
            self.problem = self.problem or "It is nested too deeply to be read"
        elif kind == "command":
            self._command(node, place)
        elif kind == "redirected_statement":
            self._redirected(node, place)
        elif kind in _LISTS or kind in _GROUPS:
            is_loop = kind == "while_statement"
            is_plain = kind in _LISTS
            self._statements(node, place.below(is_plain=is_plain, is_in_loop=is_loop))
        elif kind == "heredoc_redirect":
            self._heredoc(node, place)
        elif kind in ("file_redirect", "herestring_redirect"):
            self._redirect(node, place)
        elif kind in _RICH:
            self._rich(node, place)
        elif kind != "comment" and node.is_named:
            self._substitutions(node, place)
            if kind not in ("word", "number", "raw_string", "string", "concatenation"):
                self.caveat = self.caveat or f"It holds a construct ({kind}) with a risk of its own"

    def _statements(self, node: Node, place: _Place) -> None:
        joint = place.joint
        for child in node.children:
            if child.is_named:
                self.visit(child, place.below(joint=joint))
                joint = ";" if node.type != "list" and node.type != "pipeline" else joint
            else:
                self._keyword(child)
                joint = joint if child.type in ("{", "(", "!") else child.type
                self.has_alternatives = self.has_alternatives or child.type == "||"

    def _keyword(self, token: Node) -> None:
        if token.type.isalpha() or token.type in ("{", "}", "!"):
            self.keywords.add((token.start_byte, token.end_byte))

    def _command(self, node: Node, place: _Place) -> None:
        words: list[Word] = []
        spans: list[tuple[int, int]] = []
        caveat = ""
        for child in node.children:
            if child.type == "variable_assignment":
                caveat = "It sets variables for the command"
                self._substitutions(child, place)
            elif child.type in ("file_redirect", "herestring_redirect", "heredoc_redirect"):
                self.visit(child, place.below())
            else:
                words.append(self._word(child, place))
                spans.append((child.start_byte, child.end_byte))
        self.spans.append(tuple(spans))
        self._add(words, place, caveat)

    def _add(self, words: list[Word], place: _Place, caveat: str = "") -> None:
        self.steps.append(
            SimpleCommand(
                words=tuple(words),
                joint=place.joint,
                is_plain=place.is_plain,
                is_in_loop=place.is_in_loop,
                caveat=caveat,
            )
        )

    def _word(self, node: Node, place: _Place) -> Word:
        raw = self._source[node.start_byte : node.end_byte].decode("utf-8", "surrogatepass")
        word = read_word(raw)
        if raw[:1].isspace():
            # The grammar takes "a<newline>\\b" for one command.
            self.problem = self.problem or "It is not certain where a line of it ends"
        if not word.is_literal:
            self.unknown = self.unknown or raw
            self._substitutions(node, place)
        return word

    def _redirected(self, node: Node, place: _Place) -> None:
        # The grammar hangs the redirect of "a && b > x" on the list, the shell on its last command:
        # so it is noted after the body, as something that happens where that command runs.
        body = node.child_by_field_name("body")
        if body is not None:
            self.visit(body, place.below())
        joint = place.joint if body is None else "&&"
        for child in node.children:
            if child != body:
                self.visit(child, place.below(joint=joint))

    def _redirect(self, node: Node, place: _Place) -> None:
        operator, target = "", None
        for child in node.children:
            if not child.is_named:
                operator = child.type
            elif child.type != "file_descriptor":
                target = child
        if target is None:  # closes a file: >&-
            return
        self.targets.append((target.start_byte, target.end_byte))
        word = self._word(target, place)
        if operator == "<<<":
            self.caveat = self.caveat or "It hands a text to a program's input"
            return
        is_copy = operator in (">&", "<&") and word.text.rstrip("-").isdigit()
        if not is_copy and not (word.is_literal and word.text == "/dev/null"):
            is_write = operator not in _INPUT
            self.steps.append(Redirect(target=word, writes=is_write, joint=place.joint))

    def _heredoc(self, node: Node, place: _Place) -> None:
        self.caveat = self.caveat or _RICH["heredoc_redirect"]
        start, end = None, None
        for child in node.children:
            if child.type == "heredoc_start":
                start = child
            elif child.type == "heredoc_end":
                end = child
            if child.type == "heredoc_body":
                self._substitutions(child, place)
            elif child.is_named and child.type not in _HEREDOC_PARTS:
                self.visit(child, place.below(is_plain=False))
        if start is None or end is None or not self._ends_where_bash_ends(start, end):
            self.problem = self.problem or "It is not certain where its here-document ends"

    def _ends_where_bash_ends(self, start: Node, end: Node) -> bool:
        raw = self._source[start.start_byte : start.end_byte].decode("utf-8", "surrogatepass")
        delimiter = read_word(raw)
        if not delimiter.is_literal or self._source.count(b"<<") != 1:
            return False
        strips_tabs = self._source[: start.start_byte].rstrip().endswith(b"<<-")
        place = self._source.find(b"\n", start.end_byte)
        while 0 <= place < end.end_byte:
            following = self._source.find(b"\n", place + 1)
            line = self._source[place + 1 : following if following >= 0 else None]
            text = (line.lstrip(b"\t") if strips_tabs else line).decode("utf-8", "surrogatepass")
            if text == delimiter.text:
                return place + 1 + len(line) == end.end_byte
            place = following
        return False

    def _rich(self, node: Node, place: _Place) -> None:
        self.caveat = self.caveat or _RICH[node.type]
        if node.type in ("declaration_command", "unset_command", "test_command"):
            raw = self._source[node.start_byte : node.end_byte].decode("utf-8", "surrogatepass")
            self._add([Word(part) for part in raw.split()], place, _RICH[node.type])
            self._substitutions(node, place)
            return
        inside = place.below(joint=";", is_plain=False, is_in_loop=True)
        for child in node.children:
            if child.is_named:
                self.visit(child, inside)

    def _substitutions(self, node: Node, place: _Place) -> None:
        """Follow what a word runs while it is expanded."""
        if place.depth > DEPTH_LIMIT:
            self.problem = self.problem or "It is nested too deeply to be read"
            return
        if node.type in _SUBSTITUTIONS:
            # Inside backticks a backslash changes what the inner shell sees.
            source = self._source[node.start_byte : node.end_byte]
            if source.startswith(b"`") and b"\\" in source:
                self.problem = self.problem or "It holds a backslash between backticks"
            self._statements(node, place.below(joint=";", is_plain=False))
            return
        for child in node.children:
            self._substitutions(child, place.below())
