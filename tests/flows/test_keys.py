"""Keys of the presets and of the user in a real terminal."""

from __future__ import annotations

from pathlib import Path

from tests.flows.chat_program import ENTER, ESC, chat
from tests.flows.model_server import ModelServer, says

CTRL_A, CTRL_X, CTRL_Y, CTRL_C, CTRL_SPACE = "\x01", "\x18", "\x19", "\x03", "\x00"
ALT_BACKSPACE, ALT_ENTER, ALT_F, ALT_W = "\x1b\x7f", "\x1b\r", "\x1bf", "\x1bw"
SHIFT_ENTER_OF_KITTY = "\x1b[13;2u"
CONFIG = """\
keys = "emacs"

[keymap.composer]
stsh = "f8"
stash = "ctrl+x d"
"""


def test_a_session_of_emacs_keys_with_a_key_of_ones_own_and_a_wrong_one(tmp_path: Path) -> None:
    file = tmp_path / "config" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text(CONFIG, encoding="utf-8")
    with (
        ModelServer(says("An answer.\n")) as server,
        chat(server, tmp_path, size=(180, 40)) as program,
    ):
        # The path may be so long that the row ends anywhere.
        told = "".join(f"{file.name}:4: No key action".split())
        program.wait_for(lambda: told in "".join(program.screen_text().replace("▌", "").split()))
        program.wait_for("stash?")  # the path decides where the lines break

        program.send(f"one two{ALT_BACKSPACE}{CTRL_Y}{CTRL_Y}{ALT_ENTER}three")
        program.wait_for("❯ one twotwo")
        program.send(f"{CTRL_A}{CTRL_SPACE}{ALT_F}{ALT_W}{CTRL_Y}")
        program.wait_for("threethree")
        program.send(CTRL_X)
        program.wait_for("Ctrl+X …")
        program.send("d")
        program.wait_for("Write a prompt")
        program.send(f"{CTRL_X}d")
        program.wait_for("threethree")
        program.send(ENTER)
        program.wait_for("An answer.")
        program.send(f"/keymap inspect{ENTER}")
        program.wait_for("Esc twice leaves")
        program.send(SHIFT_ENTER_OF_KITTY)
        program.wait_for("ESC [ 1 3 ; 2 u")
        program.wait_for("composer.new_line")
        program.send(ESC + ESC)
        program.wait_for("An answer.")
        program.send(CTRL_X + CTRL_C)

        assert program.wait_for_exit() == 0
        program.wait_for_restore()
    assert file.read_text(encoding="utf-8") == CONFIG
