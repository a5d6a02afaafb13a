"""The base of all user inputs."""

from __future__ import annotations

from msgspec import Struct


class UserInput(Struct, frozen=True, kw_only=True, tag=True, omit_defaults=True):
    """Base of all inputs. session_id "" means the session that the runtime opened first."""

    session_id: str = ""
