"""Which files hold secrets by their name: reading them is asked even inside the workspace."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import translate

# Lower case; compared without regard to case, because some file systems have none.
_NAMES = (
    ".env",
    ".env.*",
    ".env~",
    "*.pem",
    "*.key",
    "*.p8",
    "*.p12",
    "*.pfx",
    "*.ppk",
    "*.jks",
    "*.keystore",
    "*.kdbx",
    "*.tfvars",
    "*.tfstate",
    "id_rsa*",
    "id_dsa*",
    "id_ecdsa*",
    "id_ed25519*",
    ".netrc",
    "_netrc",
    ".pgpass",
    ".my.cnf",
    ".npmrc",
    ".pypirc",
    ".htpasswd",
    ".dockercfg",
    ".git-credentials",
    ".vault-token",
    ".*_history",
    "credentials",
    "credentials.json",
    "credentials.toml",
    "client_secret*.json",
    "service-account*.json",
    "secrets.json",
    "secrets.toml",
    "secrets.yaml",
    "secrets.yml",
    "shadow",
    "environ",  # /proc/1/environ
)
_HARMLESS = (
    ".env.example",
    ".env.sample",
    ".env.template",
    ".env.dist",
    "*.tfvars.example",
    "id_*.pub",
)
_FOLDERS = frozenset(
    {".ssh", ".gnupg", ".aws", ".kube", ".azure", ".docker", ".password-store", "gcloud"}
)
# One expression each: this is asked for every file of a search.
_SECRET_NAME = re.compile("|".join(map(translate, _NAMES)))
_HARMLESS_NAME = re.compile("|".join(map(translate, _HARMLESS)))


def is_sensitive(path: str) -> bool:
    """True for names that commonly hold passwords and keys. Looks at the text of the path only."""
    *folders, name = path.replace("\\", "/").casefold().split("/")
    if _HARMLESS_NAME.match(name):
        return False
    return bool(_SECRET_NAME.match(name)) or not _FOLDERS.isdisjoint((*folders, name))


def sensitive_globs() -> tuple[str, ...]:
    """The same as shell patterns for programs that search by themselves: the last that fits counts,
    and "!" takes a name out. Few, because each costs such a program time for every file."""
    return (
        f"**/{_one_of(_NAMES)}",
        f"**/{_one_of(sorted(_FOLDERS))}/**",
        f"!**/{_one_of(_HARMLESS)}",
    )


def _one_of(names: Iterable[str]) -> str:
    in_any_case = ("".join(f"[{c}{c.upper()}]" if c.isalpha() else c for c in n) for n in names)
    return "{" + ",".join(in_any_case) + "}"
