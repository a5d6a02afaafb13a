from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import msgspec
import pytest

from agent_tui.errors import PermissionDenied, ToolArgumentsInvalid, ToolError
from agent_tui.protocol.permissions import PathAccess, PathLevel
from agent_tui.tools.read_file import ReadFile, ReadFileArguments
from tests.tools.fake_context import FakeContext
from tests.tools.files.calls import call, failure, read

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


async def test_lines_come_with_their_numbers(context: FakeContext, workspace: Path) -> None:
    (workspace / "notes.txt").write_text("one\n\tindented\n\nlast")

    text = await read(context, "notes.txt")

    assert text == "     1\tone\n     2\t\tindented\n     3\t\n     4\tlast"


async def test_a_range_says_how_to_go_on(context: FakeContext, workspace: Path) -> None:
    (workspace / "long.txt").write_text("".join(f"line {number}\n" for number in range(1, 11)))

    middle = await read(context, "long.txt", offset=4, limit=2)
    end = await read(context, "long.txt", offset=9, limit=5)

    assert middle == "     4\tline 4\n     5\tline 5\n\n(Lines 4-5 of 10. Go on with offset 6.)"
    assert end.endswith("    10\tline 10\n\n(Lines 9-10 of 10: the end of the file.)")


async def test_a_range_that_ends_with_the_file_promises_no_more(
    context: FakeContext, workspace: Path
) -> None:
    (workspace / "two.txt").write_text("a\nb\n")

    assert await read(context, "two.txt", limit=2) == "     1\ta\n     2\tb"


async def test_an_offset_beyond_the_end_is_an_error_with_the_number_of_lines(
    context: FakeContext, workspace: Path
) -> None:
    (workspace / "two.txt").write_text("a\nb\n")

    assert "has only 2 lines" in await failure(context, "read_file", path="two.txt", offset=3)


async def test_an_empty_file_is_said_to_be_empty(context: FakeContext, workspace: Path) -> None:
    (workspace / "empty.txt").touch()

    assert await read(context, "empty.txt") == "empty.txt is empty (0 lines)."


async def test_a_long_line_is_cut_and_says_by_how_much(
    context: FakeContext, workspace: Path
) -> None:
    (workspace / "wide.txt").write_text("x" * 5000 + "\nnext\n")

    first, second = (await read(context, "wide.txt")).split("\n")

    assert first == "     1\t" + "x" * 2000 + "… [3000 more characters]"
    assert second == "     2\tnext"


async def test_many_lines_end_before_the_engine_would_cut_them(
    context: FakeContext, workspace: Path
) -> None:
    (workspace / "log.txt").write_text("".join(f"{number:0100}\n" for number in range(1000)))

    text = await read(context, "log.txt")

    assert len(text) < 30_000
    assert text.endswith("of 1000. Go on with offset 260.)")


@pytest.mark.parametrize(
    ("data", "note"),
    [
        ("é\r\nb\r\n".encode(), "Its line ends are CRLF; edits keep them."),
        (b"\xef\xbb\xbf\xc3\xa9\nb\n", ""),
        ("é\nb\n".encode("utf-16"), "Its encoding is utf-16-le."),
        ("é\nb\n".encode("cp1252"), "It is not UTF-8; read as cp1252, which is a guess."),
        ("é\rb\r".encode(), "Its line ends are CR; edits keep them."),
        ("é\r\nb\n\n".encode(), "Its line ends are mixed, mostly LF; edits keep them."),
    ],
)
async def test_every_text_form_is_read_and_named(
    context: FakeContext, workspace: Path, data: bytes, note: str
) -> None:
    (workspace / "form.txt").write_bytes(data)

    text = await read(context, "form.txt")

    assert text.startswith("     1\té\n     2\tb")
    assert (f"({note})" in text) if note else ("(" not in text)


@pytest.mark.parametrize(
    ("start", "media_type"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\0\0\0\0WEBP", "image/webp"),
    ],
)
async def test_pictures_are_attached_by_their_content_and_not_their_name(
    context: FakeContext, workspace: Path, start: bytes, media_type: str
) -> None:
    (workspace / "picture.txt").write_bytes(start)

    result = await call(context, "read_file", path="picture.txt")

    assert [(image.media_type, image.data) for image in result.images] == [(media_type, start)]
    assert media_type in result.text


async def test_a_picture_that_is_too_large_is_refused_with_advice(
    context: FakeContext, workspace: Path
) -> None:
    with (workspace / "big.png").open("wb") as file:
        file.write(PNG)
        file.truncate(4_000_000)

    text = await failure(context, "read_file", path="big.png")

    assert "3.8 MB" in text
    assert "smaller copy" in text


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n\0\0", "PDF document"),
        (b"\x7fELF\0\0", "compiled program"),
        (b"\0\1\2\3", "binary data"),
        (bytes(range(1, 8)) * 20, "binary data"),
    ],
)
async def test_binary_files_are_refused_with_kind_and_size(
    context: FakeContext, workspace: Path, data: bytes, kind: str
) -> None:
    (workspace / "thing").write_bytes(data)

    text = await failure(context, "read_file", path="thing")

    assert kind in text
    assert f"({len(data)} bytes)" in text


async def test_a_folder_is_refused_with_the_tool_for_it(context: FakeContext) -> None:
    assert "list_dir" in await failure(context, "read_file", path=".")
    assert "list_dir" in await failure(context, "read_file", path="/")


async def test_a_named_pipe_is_refused_at_once(context: FakeContext, workspace: Path) -> None:
    os.mkfifo(workspace / "pipe")

    assert "is a named pipe" in await failure(context, "read_file", path="pipe")


async def test_a_socket_and_a_device_are_refused(
    context: FakeContext, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("s")

    assert "is a socket" in await failure(context, "read_file", path="s")
    assert "is a device" in await failure(context, "read_file", path="/dev/zero")


async def test_a_missing_file_is_answered_with_the_nearest_names(
    context: FakeContext, workspace: Path
) -> None:
    (workspace / "src").mkdir()
    (workspace / "src" / "Settings.py").touch()

    text = await failure(context, "read_file", path="src/settings.py")

    assert text == "src/settings.py does not exist. Did you mean src/Settings.py?"


async def test_names_of_a_folder_that_may_not_be_read_are_not_told(
    workspace: Path,
) -> None:
    (workspace / "secret.txt").touch()
    context = FakeContext(workspace, denied=[workspace])

    text = await failure(context, "read_file", path="secret.tx")

    assert text == "secret.tx does not exist. Look with list_dir or glob."


async def test_a_missing_folder_is_named_as_such(context: FakeContext) -> None:
    assert "Its folder does not exist either" in await failure(
        context, "read_file", path="no/where.txt"
    )


async def test_an_unreadable_file_is_told_in_plain_words(unprivileged: FakeContext) -> None:
    path = Path(unprivileged.workspace) / "locked.txt"
    path.write_text("x")
    path.chmod(0)

    text = await failure(unprivileged, "read_file", path="locked.txt")

    assert text == (
        "Cannot read locked.txt: the system gives no permission. Tell the user, or use another "
        "place."
    )


async def test_a_file_as_part_of_a_path_is_told_in_plain_words(
    context: FakeContext, workspace: Path
) -> None:
    (workspace / "file").touch()

    assert "is a file and not a folder" in await failure(context, "read_file", path="file/x")


async def test_a_path_that_is_not_permitted_is_not_opened(workspace: Path) -> None:
    (workspace / "secret.txt").write_text("x")
    context = FakeContext(workspace, denied=[workspace / "secret.txt"])

    with pytest.raises(PermissionDenied):
        await read(context, "secret.txt")


@pytest.mark.skipif(sys.platform != "linux", reason="there is no /proc")
async def test_a_file_of_the_kernel_that_has_no_size_is_read(context: FakeContext) -> None:
    assert "Name:" in await read(context, "/proc/self/status")


async def test_a_range_at_the_start_of_a_huge_file_reads_only_the_start(
    context: FakeContext, workspace: Path
) -> None:
    with (workspace / "huge.log").open("wb") as file:
        file.write(b"first\nsecond\n" + b"more\n" * 2000)
        file.truncate(50 << 30)  # sparse: reading all of it would take longer than a test may

    text = await read(context, "huge.log", limit=2)

    assert text.startswith("     1\tfirst\n     2\tsecond\n")
    assert "of a file of 51200.0 MB. Go on with offset 3" in text


async def test_a_range_deep_in_a_large_file_is_found(context: FakeContext, workspace: Path) -> None:
    line = b"0123456789" * 5 + "é\r\n".encode()
    (workspace / "large.log").write_bytes(line * 1_000_000)

    text = await read(context, "large.log", offset=900_000, limit=1)

    assert text.startswith("900000\t" + "0123456789" * 5 + "é\n\n(Lines 900000-900000 of a file of")


async def test_the_end_of_a_large_file_is_known_when_it_is_reached(
    context: FakeContext, workspace: Path
) -> None:
    (workspace / "large.log").write_bytes(
        b"x" * 99 + b"\n" + (b"y" * 99 + b"\n") * 200_000 + b"end"
    )

    text = await read(context, "large.log", offset=200_001)
    beyond = await failure(context, "read_file", path="large.log", offset=200_003)

    assert text.endswith("200002\tend\n\n(Lines 200001-200002 of 200002: the end of the file.)")
    assert "has only 200002 lines" in beyond


async def test_one_line_of_many_megabytes_is_cut_without_being_held(
    context: FakeContext, workspace: Path
) -> None:
    (workspace / "one.json").write_bytes(b"a" * 20_000_000)

    text = await read(context, "one.json")

    assert text == "     1\t" + "a" * 2000 + "… [19998000 more characters]"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a/../b.txt", "/proj space/a/../b.txt"),
        ("/etc/hosts", "/etc/hosts"),
        ("~/x", os.path.expanduser("~/x")),
    ],
)
def test_the_access_is_the_path_as_given_and_not_resolved(path: str, expected: str) -> None:
    accesses = ReadFile().accesses(ReadFileArguments(path=path), "/proj space")

    assert accesses == (PathAccess(path=expected, level=PathLevel.READ),)


@pytest.mark.parametrize("path", ["", " ", "a\0b"])
def test_a_path_that_no_file_can_have_is_refused_before_anything_runs(path: str) -> None:
    with pytest.raises(ToolArgumentsInvalid, match="path"):
        ReadFile().parsed(msgspec.json.encode({"path": path}).decode())


async def test_paths_start_at_the_folder_of_the_last_command(
    context: FakeContext, workspace: Path
) -> None:
    (workspace / "sub").mkdir()
    (workspace / "sub" / "x.txt").write_text("here")
    context.set_cwd(str(workspace / "sub"))

    assert await read(context, "x.txt") == "     1\there"


async def test_a_file_that_vanishes_after_the_check_is_said_to_be_missing(workspace: Path) -> None:
    class Vanishing(FakeContext):
        def real_path(self, path: str, level: PathLevel) -> str:
            real = super().real_path(path, level)
            Path(real).unlink(missing_ok=True) if Path(real).is_file() else None
            return real

    (workspace / "x.txt").write_text("x")

    with pytest.raises(ToolError, match=r"x\.txt does not exist"):
        await read(Vanishing(workspace), "x.txt")
