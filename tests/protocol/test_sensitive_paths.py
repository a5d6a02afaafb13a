from __future__ import annotations

import pytest

from agent_tui.protocol.sensitive_paths import is_sensitive


@pytest.mark.parametrize(
    "path",
    [
        ".env",
        "/home/me/project/.ENV",
        "/home/me/project/.env.production",
        "server.key",
        "certs/Server.PEM",
        "~/.ssh/config",
        "/home/me/.ssh",
        "/home/me/.aws/credentials",
        "/home/me/.config/gcloud/access_tokens.db",
        "/home/me/.docker/config.json",
        "id_ed25519",
        "id_rsa.bak",
        "C:\\Users\\me\\.ssh\\known_hosts",
        ".netrc",
        ".npmrc",
        ".git-credentials",
        ".bash_history",
        "prod.tfvars",
        "client_secret_123.json",
        "/etc/shadow",
    ],
)
def test_names_of_secrets_are_known(path: str) -> None:
    assert is_sensitive(path)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "notes.txt",
        ".env.example",
        ".ENV.sample",
        "id_rsa.pub",
        "environment.py",
        "keys.py",
        "keyboard.key.txt",
        "docs/ssh.md",
        "src/aws/client.py",
        "shadow.css",
        "credentials_test.py",
        "prod.tfvars.example",
    ],
)
def test_other_names_are_not(path: str) -> None:
    assert not is_sensitive(path)
