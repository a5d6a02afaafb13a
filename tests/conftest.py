"""What all tests share: asynchronous tests run on asyncio, like the program."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"
