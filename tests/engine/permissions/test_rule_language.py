from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_tui.engine.permissions.policy import VerdictEffect
from agent_tui.engine.permissions.rules import WordsRule, parsed_rule, rule_text
from agent_tui.errors import ConfigError
from tests.engine.permissions.builders import Workspace


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("read(notes.txt)", "read({work}/notes.txt)"),
        (" read( ./src/../notes.txt ) ", "read({work}/notes.txt)"),
        ("write(src/**)", "write({work}/src/**)"),
        ("write(**)", None),
        ("read(/etc/passwd)", "read(/etc/passwd)"),
        ("read(/**)", "read(/**)"),
        ("read(a(b).txt)", "read({work}/a(b).txt)"),
        ("read([id].tsx)", "read({work}/[id].tsx)"),
        ("run(git log *)", "run(git log *)"),
        ("run( git   'log' )", "run(git log)"),
        ('run(git commit -m "a b")', "run(git commit -m 'a b')"),
        ("run(rm '*')", "run(rm '*')"),
        ("run(*)", "run(*)"),
        ("run(ls src/*.py)", "run(ls src/*.py)"),
        ("run(make && ./x)", "run(make && ./x)"),
        ("run(X=1 make)", "run(X=1 make)"),
        ("run('X=1' make)", "run('X=1' make)"),
        ("fetch(Example.COM.)", "fetch(example.com)"),
        ("fetch(*.example.com)", "fetch(*.example.com)"),
        ("fetch(*)", "fetch(*)"),
        ("fetch(b\u00fccher.de)", "fetch(xn--bcher-kva.de)"),
        ("fetch(::1)", "fetch(::1)"),
        ("tool(todo)", "tool(todo)"),
    ],
)
def test_a_rule_is_stored_in_one_way_only(
    work: Workspace, written: str, stored: str | None
) -> None:
    if stored is None:
        with pytest.raises(ConfigError):
            work.policy.normalised_rule(written)
        return
    expected = stored.format(work=work.path.resolve())

    assert work.policy.normalised_rule(written) == expected
    assert work.policy.normalised_rule(expected) == expected


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("git log", r"Write read\(PATH\)"),
        ("run()", "names nothing"),
        ("run(git log *", "is no rule"),
        ("delete(x)", "is no rule"),
        ("read(src/*.py)", r"\* can only stand at the end"),
        ("read(src/)", r"src/\*\*"),
        ("read(~root/x)", "whole path"),
        ("read(a\x00b)", "invisible"),
        ("read(a\u202eb)", "invisible"),
        ("run(git log; rm *)", "plain words only"),
        ("run(git:*)", "space before"),
        ("run($X *)", "plain words only"),
        ("run(ls\u200b)", "invisible"),
        ("fetch(http://example.com)", "no name of a host"),
        ("fetch(example.com:80)", "no name of a host"),
        ("fetch(ex*mple.com)", "no name of a host"),
        ("fetch(*.)", "no name of a host"),
        ("tool(a b)", "no name of a tool"),
    ],
)
def test_what_is_no_rule_is_explained(work: Workspace, rule: str, says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        work.policy.normalised_rule(rule)


def test_links_in_a_rule_are_followed_when_it_is_stored(work: Workspace) -> None:
    (work.path / "link").symlink_to(work.outside)

    stored = work.policy.normalised_rule("read(link/secret.txt)")

    assert stored == f"read({work.outside.resolve()}/secret.txt)"


def test_a_rule_for_the_home_folder(work: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(work.outside))

    assert work.policy.normalised_rule("read(~/x)") == f"read({work.outside.resolve()}/x)"
    assert work.run("cat ~/secret.txt").effect is VerdictEffect.ASK
    assert work.run("cat ~/secret.txt", allow=["read(~/secret.txt)"]).effect is VerdictEffect.ALLOW


@given(st.lists(st.text(st.characters(exclude_categories=("C", "Z")), min_size=1), min_size=1))
def test_any_words_can_be_written_as_a_rule_and_read_back(words: list[str]) -> None:
    for rule in (WordsRule(tuple(words)), WordsRule(tuple(words), is_prefix=True)):
        assert parsed_rule(rule_text(rule), "/") == rule
