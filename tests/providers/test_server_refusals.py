"""HTTP statuses and error bodies: which error they become and what it tells the user."""

from __future__ import annotations

import pytest

from agent_tui.config.provider_config import ProviderConfig
from agent_tui.errors import (
    AuthenticationFailed,
    ContextWindowExceeded,
    ImagesNotSupported,
    ImagesRefused,
    ModelNotFound,
    ProviderError,
    ProviderUnavailable,
    RateLimited,
)
from agent_tui.providers.openai.endpoint import endpoint_of
from agent_tui.providers.openai.server_refusals import error_for, refusal_of

CONFIG = ProviderConfig(
    name="acme",
    base_url="https://api.acme.example/v1",
    api_key="k-3f9a81c27",
    api_key_env="ACME_API_KEY",
)


def error(
    status: int, body: object = "", *, model: str = "big-1", wait: float | None = None
) -> ProviderError:
    refusal = refusal_of(body, status=status, retry_after_s=wait)
    return error_for(refusal, endpoint_of(CONFIG, model))


def said(message: str, **more: object) -> dict[str, object]:
    return {"error": {"message": message, **more}}


@pytest.mark.parametrize(
    ("status", "body", "kind", "is_retryable"),
    [
        (400, said("bad field"), ProviderError, False),
        (400, said("big-1 does not support tools"), ProviderError, False),
        (404, said("No endpoints found that support tool use."), ProviderError, False),
        (400, said("x", code="context_length_exceeded"), ContextWindowExceeded, False),
        (400, said("maximum context length is 8192 tokens"), ContextWindowExceeded, False),
        (400, said("the prompt is too long: 9 > 8"), ContextWindowExceeded, False),
        (400, said("", type="exceed_context_size_error"), ContextWindowExceeded, False),
        (413, said("Please reduce the length of the messages"), ContextWindowExceeded, False),
        (400, said("big-1 is not a valid model ID"), ModelNotFound, False),
        (400, said("image_url is only supported by certain models."), ImagesNotSupported, False),
        (400, said("big-1 is not a multimodal model"), ImagesNotSupported, False),
        (400, said("At most 0 image(s) may be provided"), ImagesNotSupported, False),
        (404, said("No endpoints found that support image input"), ImagesNotSupported, False),
        (500, said("image input is not supported - see mmproj"), ImagesNotSupported, False),
        (422, said("unknown variant `image_url`, expected `text`"), ImagesNotSupported, False),
        (400, said("This model does not support images."), ImagesNotSupported, False),
        (400, said("The image is larger than 5 MB"), ImagesRefused, False),
        (400, said("You uploaded an unsupported image"), ImagesRefused, False),
        (500, said("the image service is down"), ProviderUnavailable, True),
        (401, said("Incorrect API key"), AuthenticationFailed, False),
        (403, said("no access to this region"), AuthenticationFailed, False),
        (402, said("pay first"), ProviderError, False),
        (
            404,
            said("The model `big-1` does not exist", code="model_not_found"),
            ModelNotFound,
            False,
        ),
        (404, said("", code="DeploymentNotFound"), ModelNotFound, False),
        (404, {"error": "model 'big-1' not found"}, ModelNotFound, False),
        (404, {"detail": "Not Found"}, ProviderUnavailable, False),
        (404, "404 page not found", ProviderUnavailable, False),
        (308, "", ProviderUnavailable, False),
        (408, "", ProviderUnavailable, True),
        (409, "", ProviderUnavailable, True),
        (422, {"detail": [{"msg": "field required"}]}, ProviderError, False),
        (429, said("slow down"), RateLimited, True),
        (429, said("no money", code="insufficient_quota"), RateLimited, False),
        (500, "boom", ProviderUnavailable, True),
        (503, said("overloaded"), ProviderUnavailable, True),
        (529, "", ProviderUnavailable, True),
    ],
)
def test_each_answer_of_a_server_has_its_error(
    status: int, body: object, kind: type[ProviderError], is_retryable: bool
) -> None:
    found = error(status, body)

    assert type(found) is kind
    assert found.is_retryable is is_retryable
    assert (found.status, found.provider, found.model) == (status, "acme", "big-1")


def test_a_refused_key_names_the_variable_and_the_host_and_never_the_key() -> None:
    text = str(error(401, said("Incorrect API key provided: k-3f9a81c27")))

    assert "ACME_API_KEY" in text
    assert "api.acme.example" in text
    assert "k-3f9a81c27" not in text


def test_a_missing_key_says_that_none_is_set() -> None:
    keyless = ProviderConfig(name="acme", base_url=CONFIG.base_url, api_key_env="ACME_API_KEY")

    found = error_for(refusal_of("", status=401), endpoint_of(keyless, "m"))

    assert "none is set. Set ACME_API_KEY" in str(found)


def test_an_unknown_model_is_named_with_the_command_that_lists_models() -> None:
    text = str(error(404, said("no such model")))

    assert "big-1" in text
    assert "agent-tui models" in text


def test_a_wrong_address_is_shown_with_the_hint_about_v1() -> None:
    text = str(error(404, {"detail": "Not Found"}))

    assert "https://api.acme.example/v1" in text
    assert "/v1" in text


def test_a_rate_limit_says_how_long_to_wait_when_the_server_does() -> None:
    found = error(429, said("slow"), wait=12.4)

    assert found.retry_after_s == 12.4
    assert "in 12 s" in str(found)


def test_an_account_without_credit_is_not_told_to_wait() -> None:
    found = error(429, said("x", type="insufficient_quota"), wait=12.0)

    assert found.retry_after_s is None
    assert "billing" in str(found)


def test_a_wait_of_an_overloaded_server_is_kept() -> None:
    assert error(503, wait=3.0).retry_after_s == 3.0


@pytest.mark.parametrize(
    "body",
    [
        said("all wrong"),
        {"message": "all wrong"},
        {"detail": "all wrong"},
        {"detail": [{"msg": "all wrong"}]},
        [said("all wrong")],
        {"error": "all wrong"},
        "all wrong",
    ],
)
def test_the_server_is_quoted_whatever_the_shape_of_its_body(body: object) -> None:
    assert "The server says: all wrong" in str(error(400, body))


@pytest.mark.parametrize("body", [None, "", [], {}, 7, {"error": {"message": 7}}])
def test_a_body_without_words_is_not_quoted(body: object) -> None:
    assert "says" not in str(error(400, body))


def test_a_password_in_the_base_url_is_never_shown() -> None:
    config = ProviderConfig(name="acme", base_url="http://me:hunter22@acme.example:8000/v1")

    text = str(error_for(refusal_of("me:hunter22?", status=404), endpoint_of(config, "")))

    assert "hunter22" not in text
    assert "http://acme.example:8000/v1" in text


@pytest.mark.parametrize(
    "message",
    [
        "registry.example/small:1b does not support tools",
        "No endpoints found that support tool use. Try disabling the tools.",
        '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set',
    ],
)
def test_a_model_without_tools_is_told_with_the_way_out(message: str) -> None:
    text = str(error(400, said(message)))

    assert "cannot use tools" in text
    assert "--no-tools" in text
