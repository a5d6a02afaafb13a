from __future__ import annotations

import os
from pathlib import Path

from tests.contracts.session_builders import a_prompt, an_info
from tests.storage.places import start_program, store_in

WRITES_UNTIL_KILLED = """
journal = store.create(an_info("abcd1111"))
number = 0
while True:
    journal.append_message(a_prompt(f"message {number}"))
    journal.sync()
    print(f"message {number}", flush=True)
    number += 1
"""

OPENS_AND_WAITS = """
stored, journal = store.open("abcd1111")
print(journal is not None, flush=True)
sys.stdin.read()
"""

LISTS_OFTEN = """
for number in range(20):
    journal = store.create(an_info())
    journal.close("user")
    assert len(store.sessions()) >= number + 1
"""


def test_kill_9_while_writing_loses_nothing_that_was_synced(tmp_path: Path) -> None:
    with start_program(WRITES_UNTIL_KILLED, tmp_path) as program:
        assert program.stdout is not None
        synced = [program.stdout.readline().strip() for _ in range(40)]
        program.kill()
        synced += [line.strip() for line in program.stdout if line.endswith("\n")]

    stored, journal = store_in(tmp_path).open("abcd1111")

    assert [message.text for message in stored.messages][: len(synced)] == synced
    assert len(stored.messages) - len(synced) <= 1
    assert journal is not None
    journal.append_message(a_prompt("and on it goes"))
    assert store_in(tmp_path).load("abcd1111").messages[-1].text == "and on it goes"


def test_a_second_process_reads_and_is_told_who_writes(tmp_path: Path) -> None:
    store_in(tmp_path).create(an_info("abcd1111")).close("user")

    with start_program(OPENS_AND_WAITS, tmp_path) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "True\n"

        stored, journal = store_in(tmp_path).open("abcd1111")
        program.kill()

    assert journal is None
    assert stored.info.is_read_only
    assert stored.notes == (
        f"Session abcd1111 is open in another agent-tui (process {program.pid} on "
        f"{os.uname().nodename}). It opens read-only here; /fork goes on with a copy.",
    )


def test_the_lock_of_a_killed_process_is_gone_with_it(tmp_path: Path) -> None:
    store_in(tmp_path).create(an_info("abcd1111")).close("user")
    with start_program(OPENS_AND_WAITS, tmp_path) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "True\n"
        program.kill()
        program.wait()

    stored, journal = store_in(tmp_path).open("abcd1111")

    assert journal is not None
    assert stored.notes == ()


def test_many_processes_make_and_list_sessions_side_by_side(tmp_path: Path) -> None:
    programs = [start_program(LISTS_OFTEN, tmp_path) for _ in range(3)]
    for program in programs:
        program.communicate()

    assert [program.returncode for program in programs] == [0, 0, 0]
    assert len(store_in(tmp_path).sessions()) == 60
    assert list(tmp_path.glob("index.db.damaged-*")) == []
