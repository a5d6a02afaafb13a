"""What commands print is read without the configured keys, wherever a read has cut them."""

from __future__ import annotations

from pathlib import Path

import anyio

from agent_tui.lifecycle.processes.supervisor import Supervisor
from agent_tui.protocol.secrets import KnownSecrets
from tests.lifecycle.processes.real_processes import ran

KEY = "k3y-" + "abc123" * 4


async def test_a_key_that_is_printed_in_two_pieces_is_not_read(tmp_path: Path) -> None:
    supervisor = Supervisor(KnownSecrets([KEY]))
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(supervisor.run)
        command = f"printf 'grün {KEY[:9]}'; /bin/true; printf '{KEY[9:]} end {KEY[:5]}'"
        output, status = await ran(supervisor, command, tmp_path)
        await supervisor.aclose()

    assert output == f"grün [hidden key] end {KEY[:5]}"
    assert status.code == 0
