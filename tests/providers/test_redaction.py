"""What a server's text loses before anybody sees it."""

from __future__ import annotations

import pytest

from agent_tui.providers.openai.redaction import EXCERPT_CHARACTERS, excerpt, secrets_in


@pytest.mark.parametrize(
    "text",
    [
        "Incorrect key: sk-proj-4fTz81bbQ",
        "Incorrect key: sk-ab***************wxyz",
        "got Authorization: Bearer abc.def-ghi",
        "key AIzaSyD3x4mple0000 is not valid",
        "token eyJhbGciOiJIUzI1.eyJzdWIiOiIx.c2ln",
        "key ab12****************34cd",
        "gsk_91AbCdEf2345",
    ],
)
def test_what_looks_like_a_key_is_hidden(text: str) -> None:
    shown = excerpt(text)

    assert "[hidden]" in shown
    assert not {word for word in text.split() if any(c.isdigit() or c in "*." for c in word)} & set(
        shown.split()
    )


def test_the_configured_key_is_hidden_whatever_it_looks_like() -> None:
    assert excerpt("we got plain-words from you", ["plain-words"]) == "we got [hidden] from you"


def test_ordinary_words_stay() -> None:
    text = (
        "The model meta-llama/Llama-3.3-70B-Instruct-Turbo needs task-specific tokens (max 8192)."
    )

    assert excerpt(text) == text


def test_control_and_invisible_characters_are_removed_and_lines_are_joined() -> None:
    assert excerpt("a\x1b[31m\x00b\r\n\tc\u202ed\u200be\ud83d") == "a[31mb cde"


def test_an_excerpt_has_at_most_300_characters() -> None:
    shown = excerpt("x " * 1_000_000)

    assert len(shown) == EXCERPT_CHARACTERS
    assert shown.endswith("…")


def test_secrets_are_the_key_and_headers_and_parameters_that_are_named_like_one() -> None:
    headers = {"api-key": "h1", "X-Title": "agent-tui", "Authorization": "Bearer h2"}

    assert secrets_in("k1", headers, {"api-version": "2024", "token": "q1"}) == (
        "k1",
        "h1",
        "Bearer h2",
        "q1",
    )
