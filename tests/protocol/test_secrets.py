"""What counts as a secret in a text, and what only looks a little like one."""

from __future__ import annotations

import pytest

from agent_tui.protocol.secrets import (
    HIDDEN,
    HIDDEN_KEY,
    KnownSecrets,
    SecretStream,
    without_secrets,
)

KEY = "k3y-" + "abc123" * 4
_LETTERS = "AbCd1234" * 8

_PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow{}\nabc=\n-----END RSA PRIVATE KEY-----"


@pytest.mark.parametrize(
    ("secret", "around"),
    [
        ("sk-" + _LETTERS[:24], "OPENAI {} end"),
        ("sk-proj-" + _LETTERS[:40], "it is {}."),
        ("sk-ant-api03-" + _LETTERS[:40], "'{}'"),
        ("sk_live_" + _LETTERS[:24], "stripe {}"),
        ("ghp_" + _LETTERS[:36], "git clone with {}"),
        ("github_pat_" + _LETTERS[:50], "{}"),
        ("glpat-" + _LETTERS[:20], "{}"),
        ("hf_" + _LETTERS[:34], "login {}"),
        ("gsk_" + _LETTERS[:52], "{}"),
        ("AKIA" + "ABCD1234EFGH5678", "aws {} x"),
        ("AIza" + _LETTERS[:35], "?key={}"),
        ("xoxb-1234567890-" + _LETTERS[:20], "{}"),
        ("eyJhbGciOiJI.eyJzdWIiOiIx.SflKxwRJSMeK", "cookie {}"),
        (_PEM.format("A" * 60), "file:\n{}\nafter"),
        (_LETTERS[:32], "Authorization: Bearer {}"),
        (_LETTERS[:32], "authorization: basic {}"),
        ("hunter2pass", "postgres://me:{}@db.example/x"),
        (_LETTERS[:32], "MY_SERVICE_API_KEY={}"),
        (_LETTERS[:32], 'export DB_PASSWORD="{}"'),
        (_LETTERS[:32], '{{"client_secret": "{}"}}'),
    ],
)
def test_what_has_the_shape_of_a_secret_is_hidden_and_the_rest_stays(
    secret: str, around: str
) -> None:
    assert without_secrets(around.format(secret)) == around.format(HIDDEN)


@pytest.mark.parametrize(
    "text",
    [
        "risk-adjusted returns of a task-oriented-programming-language",
        "sk-some-very-long-name-of-a-hyphenated-thing",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "commit 9c1185a5c5e9fc54612808977ee8f548b2258d31",
        "123e4567-e89b-12d3-a456-426614174000",
        "data:image/png;base64,eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
        "Bearer of bad news, basic authentication",
        "https://example.com:8080/path@2x.png and https://me@example.com/",
        "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkq\n-----END PUBLIC KEY-----",
        "max_tokens = 128000 and token: Optional[CancellationToken2] = None",
        "api_key = os.environ2_lookup(name)",
        "password: str = settings.password12345",
        "total_tokens: 1234567890123456",
        "monkey: banana1234567890",
        "AKIAIOSFODNN7 is too short",
        "the file keys.py, key=value, secret=true",
    ],
)
def test_what_only_looks_a_little_like_a_secret_stays(text: str) -> None:
    assert without_secrets(text) == text


def test_a_configured_key_is_hidden_in_every_form_in_which_it_is_written() -> None:
    known = KnownSecrets(['a"b/c1' * 3])

    hidden = known.hide('x a"b/c1a"b/c1a"b/c1 y "a\\"b/c1a\\"b/c1a\\"b/c1" z ' + "a%22b%2Fc1" * 3)

    assert hidden == f'x {HIDDEN_KEY} y "{HIDDEN_KEY}" z {HIDDEN_KEY}'


@pytest.mark.parametrize(
    "value", ["", "EMPTY", "none", "ollama", "lm-studio", "anything", "your-api-key"]
)
def test_what_stands_where_no_key_is_needed_is_an_ordinary_word(value: str) -> None:
    assert KnownSecrets([value]).hide(f"a {value} b") == f"a {value} b"


def test_of_two_keys_of_which_one_begins_the_other_nothing_stays() -> None:
    known = KnownSecrets([KEY, KEY + "-and-more-1"])

    assert known.hide(f"{KEY}-and-more-1 {KEY}") == f"{HIDDEN_KEY} {HIDDEN_KEY}"


@pytest.mark.parametrize("size", [1, 2, 5, 17, 100])
def test_a_key_that_comes_in_pieces_is_hidden_like_a_whole_one(size: int) -> None:
    text = f"A={KEY}\nB={KEY}{KEY} k3y- {KEY[:9]}"
    stream = SecretStream(KnownSecrets([KEY]))

    shown = [stream.feed(text[at : at + size]) for at in range(0, len(text), size)]

    assert (
        "".join([*shown, stream.end()])
        == f"A={HIDDEN_KEY}\nB={HIDDEN_KEY}{HIDDEN_KEY} k3y- {KEY[:9]}"
    )


def test_text_without_the_beginning_of_a_key_is_not_held_back() -> None:
    stream = SecretStream(KnownSecrets([KEY]))

    assert stream.feed("hello") == "hello"
    assert stream.feed(" k3") == " "
    assert stream.feed("x") == "k3x"


def test_the_secrets_do_not_stand_in_their_own_description() -> None:
    assert KEY not in repr(KnownSecrets([KEY]))
