"""Names of hosts: one way to write each."""

from __future__ import annotations

import re

_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?")
_ADDRESS_6 = re.compile(r"[0-9a-f:.]+(%[0-9a-z]+)?")


def normalised_host(host: str) -> str:
    """Lower case, without a dot at the end or brackets, other alphabets as "xn--"."""
    host = host.strip().rstrip(".").lower()
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return host
    return host


def host_problem(host: str) -> str:
    """Why a normalised text is no host; "" when it is one."""
    if ":" in host and _ADDRESS_6.fullmatch(host) and host.count(":") > 1:
        return ""
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in host.split(".")):
        return "This is no name of a host."
    return ""


def is_disguised(host: str) -> bool:
    """True when the name shows other letters than it has."""
    return any(label.startswith("xn--") for label in host.split(".")) or not host.isascii()
