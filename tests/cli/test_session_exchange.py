"""`agent-tui sessions export` and `import`: what is written where, what is said, what is never
overwritten."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest

from agent_tui.cli.arguments import Arguments
from agent_tui.cli.commands.long_work import LongWork
from agent_tui.cli.start import start_from
from agent_tui.storage.session_store import FileSessionStore
from tests.cli.conftest import Program
from tests.exchange.conversations import everything, of, prompt

FIRST, SECOND = "a" * 32, "b" * 32


@pytest.fixture
def store(program: Program) -> FileSessionStore:
    made = start_from(Arguments(), program.environ).session_store()
    assert isinstance(made, FileSessionStore)
    made.add(everything())  # its id is FIRST
    made.add(of([prompt("Cats?", "p")], title="Cats"))  # its id is SECOND
    return made


@pytest.mark.usefixtures("store")
def test_one_session_goes_to_a_file_in_this_folder(program: Program) -> None:
    ran = program.call("sessions", "export", FIRST[:6])

    (name,) = [name for name in os.listdir(program.cwd) if name.endswith(".md")]
    assert (ran.code, ran.out, ran.err) == (0, f"{program.cwd / name}\n", "")
    assert "# Fix the parser" in (program.cwd / name).read_text()


@pytest.mark.usefixtures("store")
def test_the_ending_of_the_file_says_the_format(program: Program) -> None:
    program.call("sessions", "export", FIRST, "-o", "talk.html")

    assert (program.cwd / "talk.html").read_text().startswith("<!DOCTYPE html>")


@pytest.mark.usefixtures("store")
def test_a_session_can_go_to_standard_output(program: Program) -> None:
    ran = program.call("sessions", "export", SECOND, "-o", "-")

    assert ran.code == 0
    assert ran.out.startswith("# Cats\n")
    assert os.listdir(program.cwd) == [".git"]


@pytest.mark.usefixtures("store")
def test_all_sessions_go_to_a_folder(program: Program) -> None:
    ran = program.call("sessions", "export", "--all", "-o", "out/", "--format", "json")

    assert ran.code == 0  # the folder is made
    assert len(ran.out.splitlines()) == len(os.listdir(program.cwd / "out")) == 2


@pytest.mark.usefixtures("store")
def test_what_exists_is_not_overwritten_and_the_others_go_on(program: Program) -> None:
    (program.cwd / "talk.md").write_text("mine")

    ran = program.call("sessions", "export", FIRST, "-o", "talk.md")

    assert ran.code == 1
    assert "exists and is not overwritten" in ran.err
    assert (program.cwd / "talk.md").read_text() == "mine"


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ((), "Say which sessions"),
        (("--all", "--here"), "Say which sessions"),
        (("nope",), "no stored session 'nope'"),
        (("--all", "-o", "one.md"), "need a folder"),
        (("--all", "-o", "-"), "takes one session"),
        ((FIRST, "-o", "talk.pdf"), "no export as pdf: md, html or json"),
        (("--all", "-o", "/dev/null/new/"), "Cannot make the folder"),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(
    program: Program, words: tuple[str, ...], complaint: str
) -> None:
    ran = program.call("sessions", "export", *words)

    assert ran.code == 2
    assert complaint in ran.err
    assert os.listdir(program.cwd) == [".git"]


def test_an_exported_session_is_imported_as_a_new_one(
    program: Program, store: FileSessionStore
) -> None:
    program.call("sessions", "export", FIRST, "-o", "talk.json")

    ran = program.call("sessions", "import", "talk.json")

    assert ran.code == 0
    new_id = store.resolve(ran.out.split()[0])
    assert new_id != FIRST
    assert ran.out == f"{new_id[:8]}  Fix the parser\n"
    assert store.load(new_id).info.cwd == str(program.cwd)


def test_of_several_files_the_good_ones_are_imported(
    program: Program, store: FileSessionStore
) -> None:
    good = {"messages": [{"role": "user", "content": "x"}]}
    program.write(program.cwd / "mixed.json", json.dumps([good, {"messages": [{"role": "y"}]}]))
    program.write(program.cwd / "bad.json", "no JSON")

    ran = program.call("sessions", "import", "bad.json", "mixed.json", "missing.json")

    assert ran.code == 1
    assert len(ran.out.splitlines()) == 1
    assert "bad.json: this is not JSON" in ran.err
    assert "[1].messages[0].role" in ran.err
    assert "missing.json: the file cannot be read" in ran.err
    assert len(store.sessions()) == 3


def test_a_configured_key_is_in_no_export(
    program: Program, store: FileSessionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = "k3y-" + "abc123" * 4
    monkeypatch.setenv("OPENAI_API_KEY", key)
    (journal,) = Path(store.load(SECOND).info.path).glob("journal.jsonl")
    journal.write_text(journal.read_text().replace("Cats?", f"Cats? {key}"))

    ran = program.call("sessions", "export", SECOND, "-o", "-", "--no-redact")

    assert "Cats? [hidden key]" in ran.out
    assert key not in ran.out


def test_ctrl_c_stops_between_two_sessions_and_says_what_was_done(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with LongWork("exported") as work:
        assert work.note(0, 3)
        work.did("one.md")
        signal.raise_signal(signal.SIGINT)
        assert not work.note(1, 3)
        code = work.exit_code()

    told = capsys.readouterr()
    assert code == 130
    assert told.out == "one.md\n"
    assert told.err == "Stopped: 1 of 3 exported, each of them whole.\n"


def test_the_second_ctrl_c_ends_the_program() -> None:
    with LongWork("exported"):
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_the_real_programs_session_goes_out_and_comes_back_and_no_key_is_left_anywhere(
    program: Program, store: FileSessionStore
) -> None:
    key = "k3y-" + "abc123" * 4
    ran = program.run(
        *("-p", "run env", "--provider", "demo", "--yolo", "--debug"),
        environ={"SOME_API_KEY": key},
    )
    newest = store.sessions()[0]
    first = program.call("sessions", "export", newest.id, "-o", "first.json", "--no-redact")
    copy_id = program.call("sessions", "import", "first.json").out.split()[0]
    program.call("sessions", "export", copy_id, "-o", "again.json", "--no-redact")

    one, two = (
        json.loads((program.cwd / f"{name}.json").read_text()) for name in ("first", "again")
    )
    assert (ran.code, first.code) == (0, 0)
    assert "SOME_API_KEY=[hidden key]" in str(one["messages"])
    assert one["messages"] == two["messages"]
    assert one["session"]["title"] == two["session"]["title"]
    roots = (program.data_dir, program.log_dir, program.cwd)
    files = [path for root in roots for path in root.rglob("*") if path.is_file()]
    assert any(path.name == "journal.jsonl" for path in files)
    assert not [path for path in files if key.encode() in path.read_bytes()]
