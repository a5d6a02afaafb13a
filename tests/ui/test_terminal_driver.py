"""How the driver gives the keyboard up. The terminal itself: tests/terminal."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import AsyncIterator, Callable
from select import select

import pytest
from textual.app import App

from agent_tui.ui import terminal_driver as module
from agent_tui.ui.terminal_driver import TerminalDriver

LIMIT_S = 5.0


@pytest.fixture
async def driver(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[TerminalDriver]:
    """Reads a terminal on which nobody types, and looks up once in ever so long."""
    monkeypatch.setattr(module, "_TICK_S", 1000.0)
    before = signal.getsignal(signal.SIGWINCH)
    master_fd, slave_fd = os.openpty()
    made = TerminalDriver(App(), mouse=False)
    made.fileno = slave_fd
    made._wake_read_fd, made._wake_write_fd = os.pipe()  # what the start of the screen does
    yield made
    made.close()
    os.close(master_fd)
    os.close(slave_fd)
    signal.signal(signal.SIGWINCH, before)


def reading(driver: TerminalDriver) -> threading.Thread:
    thread = driver._key_thread = threading.Thread(target=driver.run_input_thread, daemon=True)
    thread.start()
    return thread


def stopped(driver: TerminalDriver, thread: threading.Thread) -> bool:
    """Whether it stops by itself; what would wait for ever is woken by force."""
    force = threading.Timer(LIMIT_S, os.write, (driver._wake_write_fd, b"\0"))
    force.start()
    driver.disable_input()
    is_by_itself = force.is_alive()
    force.cancel()
    return is_by_itself and not thread.is_alive()


async def test_the_thread_that_reads_keys_ends_without_waiting_for_its_tick(
    driver: TerminalDriver,
) -> None:
    assert stopped(driver, reading(driver))


async def test_nothing_is_left_behind_that_would_stop_the_next_thread(
    driver: TerminalDriver,
) -> None:
    assert stopped(driver, reading(driver))
    driver.disable_input()

    assert select([driver._wake_read_fd], [], [], 0)[0] == []
    assert stopped(driver, reading(driver))


@pytest.mark.parametrize("make", [os.pipe, os.openpty])
async def test_the_thread_ends_when_the_terminal_is_gone(
    driver: TerminalDriver, make: Callable[[], tuple[int, int]]
) -> None:
    one_fd, other_fd = make()
    lost_fd, kept_fd = (other_fd, one_fd) if make is os.pipe else (one_fd, other_fd)
    own_fd, driver.fileno = driver.fileno, kept_fd
    os.close(lost_fd)

    thread = reading(driver)
    thread.join(LIMIT_S)

    driver.fileno = own_fd
    os.close(kept_fd)
    assert not thread.is_alive()
