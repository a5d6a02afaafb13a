from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from agent_tui.errors import SessionStorageFailed
from agent_tui.protocol.permissions import Effect, Grant, GrantScope
from agent_tui.storage.grant_store import FileGrantStore


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "grants.json"


@pytest.fixture
def grants(path: Path) -> FileGrantStore:
    return FileGrantStore(path)


def a_grant(
    rule: str, scope: GrantScope = GrantScope.PROJECT, effect: Effect = Effect.ALLOW
) -> Grant:
    return Grant(
        id=f"id-{rule}", rule=rule, scope=scope, effect=effect, source="panel", created=1.5
    )


def test_a_grant_comes_back_as_it_was(grants: FileGrantStore, path: Path) -> None:
    grant = a_grant("run(git log *)")
    grants.add(grant, "/home/me/a")

    assert FileGrantStore(path).load("/home/me/a") == (grant,)


def test_without_a_file_nothing_is_granted_and_none_is_made(
    grants: FileGrantStore, path: Path
) -> None:
    assert grants.load("/home/me/a") == ()
    assert not path.parent.exists()


def test_a_project_grant_holds_in_its_workspace_and_a_users_everywhere(
    grants: FileGrantStore,
) -> None:
    grants.add(a_grant("run(a)"), "/home/me/a")
    grants.add(a_grant("run(b)", GrantScope.USER), "/home/me/a")

    assert [grant.rule for grant in grants.load("/home/me/a")] == ["run(a)", "run(b)"]
    assert [grant.rule for grant in grants.load("/home/me/b")] == ["run(b)"]
    assert [grant.rule for grant in grants.load("/home/me/a/sub")] == ["run(b)"]


def test_a_workspace_reached_by_a_link_is_the_same(grants: FileGrantStore, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    grants.add(a_grant("run(a)"), str(tmp_path / "link"))

    assert len(grants.load(str(tmp_path / "real"))) == 1


def test_a_grant_that_says_the_same_takes_the_place_of_the_old_one(
    grants: FileGrantStore,
) -> None:
    grants.add(a_grant("run(a)"), "/home/me/a")
    newer = Grant(id="newer", rule="run(a)", scope=GrantScope.PROJECT)
    grants.add(newer, "/home/me/a")
    grants.add(a_grant("run(a)"), "/home/me/b")
    grants.add(a_grant("run(a)", effect=Effect.DENY), "/home/me/a")

    assert [grant.id for grant in grants.load("/home/me/a")] == ["newer", "id-run(a)"]


def test_a_revoked_grant_is_gone_and_an_unknown_one_is_no_error(grants: FileGrantStore) -> None:
    grants.add(a_grant("run(a)"), "/home/me/a")
    grants.add(a_grant("run(b)"), "/home/me/a")

    grants.remove("id-run(a)")
    grants.remove("unknown")

    assert [grant.rule for grant in grants.load("/home/me/a")] == ["run(b)"]


@pytest.mark.parametrize("scope", [GrantScope.SESSION, GrantScope.SETTINGS])
def test_what_does_not_outlive_the_session_is_not_stored(
    grants: FileGrantStore, path: Path, scope: GrantScope
) -> None:
    with pytest.raises(ValueError, match="not stored"):
        grants.add(a_grant("run(a)", scope), "/home/me/a")
    assert not path.exists()


def test_only_its_owner_may_read_the_file(grants: FileGrantStore, path: Path) -> None:
    grants.add(a_grant("run(a)"), "/home/me/a")

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b'{"version":1,"grants":[{"grant":{"id":"x"}}]}',
        b'{"version":1,"grants":[{"grant":{"id":"not UTF-8: \xff"}}]}',
        b'{"version":1,"grants":{}}',
        b'{"version":2,"grants":[]}',
        b'{"grants":[]}',
    ],
)
def test_a_file_that_cannot_be_understood_grants_nothing_and_is_left_alone(
    grants: FileGrantStore, path: Path, content: bytes
) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    path.chmod(0o600)

    for action in (
        lambda: grants.load("/home/me/a"),
        lambda: grants.add(a_grant("run(a)"), "/home/me/a"),
        lambda: grants.remove("x"),
    ):
        with pytest.raises(SessionStorageFailed, match=r"grants\.json"):
            action()
    assert path.read_bytes() == content


@pytest.mark.skipif(sys.platform == "win32", reason="rights are others there")
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_may_write_grants_nothing(
    grants: FileGrantStore, path: Path, mode: int
) -> None:
    grants.add(a_grant("run(a)"), "/home/me/a")
    path.chmod(mode)

    with pytest.raises(SessionStorageFailed, match="chmod 600"):
        grants.load("/home/me/a")


def test_the_disks_refusal_is_said_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    grants = FileGrantStore(tmp_path / "file" / "grants.json")

    with pytest.raises(SessionStorageFailed, match="is a file and not a folder"):
        grants.add(a_grant("run(a)"), "/home/me/a")


def test_changes_of_several_threads_are_all_kept(path: Path) -> None:
    def add(name: str) -> None:
        FileGrantStore(path).add(a_grant(f"run({name})"), "/home/me/a")

    threads = [threading.Thread(target=add, args=(f"tool{number}",)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(FileGrantStore(path).load("/home/me/a")) == 12


def test_changes_of_another_process_are_kept(grants: FileGrantStore, path: Path) -> None:
    grants.add(a_grant("run(mine)"), "/home/me/a")
    code = (
        "import sys; from pathlib import Path\n"
        "from agent_tui.protocol.permissions import Grant, GrantScope\n"
        "from agent_tui.storage.grant_store import FileGrantStore\n"
        "grant = Grant(id='other', rule='run(other)', scope=GrantScope.USER)\n"
        "FileGrantStore(Path(sys.argv[1])).add(grant, '/home/me/b')\n"
    )
    subprocess.run(
        [sys.executable, "-c", code, str(path)],
        check=True,
        cwd=Path(__file__).parents[2],
        env=os.environ,
    )
    grants.add(a_grant("run(later)"), "/home/me/a")

    rules = [grant.rule for grant in grants.load("/home/me/a")]
    assert rules == ["run(mine)", "run(other)", "run(later)"]
    assert json.loads(path.read_text())["version"] == 1
