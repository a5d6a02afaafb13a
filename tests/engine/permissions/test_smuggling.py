from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from agent_tui.engine.permissions.policy import VerdictEffect
from tests.engine.permissions.builders import ASK, EDITS, PLAN, Workspace
from tests.engine.permissions.smuggling import CORPUS, GRANTED

MODES = (ASK, PLAN)


def test_the_corpus_is_large_and_holds_no_case_twice() -> None:
    assert len(set(CORPUS)) == len(CORPUS) > 300


# One test for the whole corpus, not one for each command: a thousand tests cost more than they do.


def test_nothing_slips_under_a_prefix_rule(work: Workspace) -> None:
    verdicts = {
        (command, mode): work.run(command, mode=mode, allow=GRANTED)
        for command in CORPUS
        for mode in MODES
    }

    assert not [key for key, found in verdicts.items() if found.effect is VerdictEffect.ALLOW]


def test_what_is_offered_for_the_session_covers_the_command_and_means_what_it_says(
    work: Workspace,
) -> None:
    offers = {command: work.run(command).session_rules for command in CORPUS}
    offered = {command: rules for command, rules in offers.items() if rules}

    assert offered
    normalised = work.policy.normalised_rule
    assert {c: tuple(map(normalised, rules)) for c, rules in offered.items()} == offered
    again = {command: work.run(command, allow=rules) for command, rules in offered.items()}
    assert not [c for c, found in again.items() if found.effect is not VerdictEffect.ALLOW]


def test_what_is_offered_for_always_covers_the_command(work: Workspace) -> None:
    offers = {command: work.run(command, mode=EDITS).always_rules for command in CORPUS}
    again = {
        command: work.run(command, mode=EDITS, allow=rules)
        for command, rules in offers.items()
        if rules
    }

    assert again
    assert not [c for c, found in again.items() if found.effect is not VerdictEffect.ALLOW]
    assert not [c for c, found in again.items() if found.is_dangerous]


GRANTED_COMMANDS = st.sampled_from(
    ["git log", "git log -3", "ls", "ls -la src", "npm test", "echo 'a b'", 'echo "x"', "pwd"]
)
UNGRANTED = st.sampled_from(["rm x", "touch x", "cp a b", "./x", "'r'm x", "node x.js", "sh x"])
JOINTS = st.sampled_from(
    [";", "&&", "||", "&", "|", "|&", "\n", " ; ", "\n\n", " &\n", "\\\n;", "\t&& ", " #x\n", ";;"]
)
AROUND = st.sampled_from(["{}", "({})", "{{ {}; }}", "! {}", "if ls; then {}; fi", "time {}"])
GRANTS = ("run(git log *)", "run(ls *)", "run(npm test *)", "run(echo *)")
quick = settings(
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@quick
@given(GRANTED_COMMANDS, JOINTS, UNGRANTED, AROUND, st.booleans())
def test_a_granted_command_joined_with_another_is_never_allowed(
    work: Workspace, granted: str, joint: str, other: str, around: str, is_first: bool
) -> None:
    parts = (granted, other) if is_first else (other, granted)
    command = around.format(joint.join(parts))

    assert work.run(command, allow=GRANTS).effect is not VerdictEffect.ALLOW


@quick
@given(
    GRANTED_COMMANDS,
    st.text(alphabet="ls rmx;&|<>(){}[]$`'\"\\\n\t#!*?~=-.,/:@^%+_01", max_size=12),
)
def test_noise_behind_a_granted_command_never_runs_an_ungranted_one(
    work: Workspace, granted: str, noise: str
) -> None:
    command = f"{granted}{noise}\nrm x"
    assume(not noise.endswith("\\"))  # that would make "rm x" words of the granted command

    assert work.run(command, allow=GRANTS).effect is not VerdictEffect.ALLOW


def test_a_deeply_nested_command_is_asked_and_breaks_nothing(work: Workspace) -> None:
    for command in (
        "(" * 5000 + "ls" + ")" * 5000,
        "{ " * 2000 + "ls;" + " }" * 2000,
        "echo " + "$(" * 3000 + "ls" + ")" * 3000,
        "! " * 4000 + "ls",
        "if ls; then " * 500 + "rm x" + "; fi" * 500,
        "timeout 5 " * 1000 + "rm x",
    ):
        assert work.run(command, allow=GRANTS).effect is VerdictEffect.ASK


def test_a_huge_command_is_asked_and_offers_no_rule(work: Workspace) -> None:
    verdict = work.run("ls " + "x " * 50_000, allow=GRANTS)

    assert verdict.effect is VerdictEffect.ASK
    assert verdict.session_rules == verdict.always_rules == ()
    assert verdict.warnings
