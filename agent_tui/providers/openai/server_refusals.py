"""What a server says is wrong, by HTTP status or inside a stream, to our errors. Pure."""

from __future__ import annotations

import re

from msgspec import Struct

from agent_tui.errors import (
    AuthenticationFailed,
    ContextWindowExceeded,
    ImagesNotSupported,
    ImagesRefused,
    ModelNotFound,
    ProviderError,
    ProviderProtocolError,
    ProviderUnavailable,
    RateLimited,
)
from agent_tui.providers.openai.endpoint import Endpoint
from agent_tui.providers.openai.json_shapes import json_text, list_in, text_in
from agent_tui.providers.openai.surrogates import whole_text

_CONTEXT_CODES = ("context_length_exceeded", "exceed_context_size_error", "context_window_exceeded")
_CONTEXT_WORDS = re.compile(
    r"context (?:length|window|size)|maximum (?:input|prompt) length|prompt is too long"
    r"|too many (?:input )?tokens|reduce the length of the (?:messages|prompt|input)",
    re.IGNORECASE,
)
_QUOTA_CODES = ("insufficient_quota", "billing_hard_limit_reached", "insufficient_credits")
_KEY_CODES = ("invalid_api_key", "authentication_error", "permission_error", "unauthorized")
_MODEL_CODES = ("model_not_found", "deploymentnotfound", "invalid_model", "model_not_available")
_MODEL_WORDS = re.compile(
    r"\b(?:models?|deployment)\b.{0,200}?"
    r"\b(?:not found|not exist|unknown|not supported|not a valid|invalid|loaded|available)"
    r"|not a valid model|(?:no such|unknown|invalid) model",
    re.IGNORECASE | re.DOTALL,
)
_TOOL_WORDS = re.compile(
    r"not support (?:tools?|functions?|tool use|tool calling|function calling)\b"
    r"|no endpoints? found that supports? tool use|--enable-auto-tool-choice|tool[ -]call-parser",
    re.IGNORECASE,
)
_NO_IMAGES_WORDS = re.compile(
    r"image_url is only supported|not (?:a )?multi-?modal|at most 0 image"
    r"|(?:not|n't) (?:currently )?(?:support|accept|have|allow)\w*"
    r"\s(?:\w+\s){0,3}(?:images?|vision)\b"
    r"|\b(?:images?|vision)\b(?: \w+){0,3} (?:is|are) not (?:supported|enabled|available|allowed)"
    r"|no endpoints? found that supports? image|required for image input|mmproj"
    r"|unknown variant `?image_url",
    re.IGNORECASE,
)
_IMAGE_WORDS = re.compile(r"\bimages?\b|image_url", re.IGNORECASE)
_LIMIT_CODES = ("rate_limit_exceeded", "rate_limit_error", "too_many_requests")
_PASSING_CODES = (
    "server_error",
    "api_error",
    "internal_error",
    "internal_server_error",
    "overloaded_error",
    "service_unavailable",
    "timeout",
)
_PASSING_STATUSES = (408, 409, 425)


class Refusal(Struct, frozen=True, kw_only=True):
    """A server's error report. status: HTTP status, also one named inside a stream; None: none
    named. codes: its `code` and `type`, in lower case. retry_after_s: the wait it asks for."""

    status: int | None
    codes: tuple[str, ...]
    message: str
    retry_after_s: float | None = None
    is_in_stream: bool = False

    def has_code(self, known: tuple[str, ...]) -> bool:
        """One of the codes is among `known`."""
        return any(code in known for code in self.codes)


def refusal_of(
    body: object,
    *,
    status: int | None = None,
    retry_after_s: float | None = None,
    is_in_stream: bool = False,
) -> Refusal:
    """Read an error body of any shape: OpenAI's, FastAPI's, a list of one, a bare message."""
    report = body[0] if isinstance(body, list) and body else body
    if isinstance(report, dict) and report.get("error"):
        report = report["error"]
    code = report.get("code") if isinstance(report, dict) else None
    if status is None:
        status = _status_in(code)
    codes = tuple(
        text.lower()
        for text in (json_text(code), text_in(report, "type"))
        if text and text != "null"
    )
    return Refusal(
        status=status,
        codes=codes,
        message=whole_text(_message(report)),
        retry_after_s=retry_after_s,
        is_in_stream=is_in_stream,
    )


def error_for(refusal: Refusal, endpoint: Endpoint) -> ProviderError:
    """The error to raise. Its text says what to do next and quotes the server, without secrets."""
    kind, text, is_retryable = _verdict(refusal, endpoint)
    return kind(
        text + endpoint.quoted(refusal.message),
        provider=endpoint.provider,
        model=endpoint.model,
        is_retryable=is_retryable,
        retry_after_s=refusal.retry_after_s if is_retryable else None,
        status=refusal.status,
        request_id=endpoint.request_id,
    )


_Verdict = tuple[type[ProviderError], str, bool]


def _verdict(refusal: Refusal, endpoint: Endpoint) -> _Verdict:
    """Error class, text, and whether another try may help. What is said outranks the status."""
    status = refusal.status or 0
    if refusal.has_code(_CONTEXT_CODES) or _CONTEXT_WORDS.search(refusal.message):
        return ContextWindowExceeded, _too_long(endpoint), False
    if status == 402 or refusal.has_code(_QUOTA_CODES):
        kind = RateLimited if status == 429 else ProviderError
        text = f"The account at {endpoint.host} has no credit left. Check its plan and billing."
        return kind, text, False
    if status in (401, 403) or refusal.has_code(_KEY_CODES):
        return AuthenticationFailed, _key_refused(status, endpoint), False
    if status in (400, 404, 422) and _TOOL_WORDS.search(refusal.message):
        return ProviderError, _no_tools(endpoint), False
    if (images := _images_verdict(refusal, endpoint)) is not None:
        return images
    if endpoint.model and _is_model_unknown(refusal):
        return ModelNotFound, _unknown_model(endpoint), False
    if status == 429 or refusal.has_code(_LIMIT_CODES):
        return RateLimited, _limited(refusal, endpoint), True
    if status >= 500 or status in _PASSING_STATUSES or refusal.has_code(_PASSING_CODES):
        said = f" ({status})" if status else ""
        text = f"{endpoint.host} has a problem of its own{said}. Try again in a moment."
        return ProviderUnavailable, text, True
    return _other_verdict(refusal, endpoint)


def _other_verdict(refusal: Refusal, endpoint: Endpoint) -> _Verdict:
    status = refusal.status or 0
    if status in (404, 405):
        text = (
            f"{endpoint.base_url} does not answer chat requests ({status}). "
            "Check base_url; it usually ends in /v1."
        )
        return ProviderUnavailable, text, False
    if 300 <= status < 400:
        text = (
            f"{endpoint.host} points to another address. Requests and keys do not follow it; "
            "set base_url to the address itself."
        )
        return ProviderUnavailable, text, False
    if refusal.is_in_stream and not status:
        text = f"{endpoint.host} reported an error in the middle of its answer."
        return ProviderProtocolError, text, False
    return ProviderError, f"{endpoint.host} refused the request ({status}).", False


def _images_verdict(refusal: Refusal, endpoint: Endpoint) -> _Verdict | None:
    # Some servers call it a fault of their own.
    if refusal.status in (400, 404, 415, 422, 500, 501) and _NO_IMAGES_WORDS.search(
        refusal.message
    ):
        return ImagesNotSupported, _no_images(endpoint), False
    if refusal.status in (400, 413, 415, 422) and _IMAGE_WORDS.search(refusal.message):
        return ImagesRefused, _bad_images(endpoint), False
    return None


def _is_model_unknown(refusal: Refusal) -> bool:
    if refusal.has_code(_MODEL_CODES):
        return True
    if refusal.status == 404:
        return re.search(r"\b(?:models?|deployment)\b", refusal.message, re.IGNORECASE) is not None
    return refusal.status in (400, 422) and _MODEL_WORDS.search(refusal.message) is not None


def _too_long(endpoint: Endpoint) -> str:
    return (
        f"The conversation no longer fits into the context window of {endpoint.model}. "
        "Start a new session with /new, or choose a model with a larger window with /model."
    )


def _key_refused(status: int, endpoint: Endpoint) -> str:
    variable = endpoint.key_env or "api_key_env"
    if not endpoint.has_key:
        return f"{endpoint.host} wants a key, and none is set. Set {variable}."
    if status == 403:
        return (
            f"{endpoint.host} does not allow this with the key from {variable}. "
            "Check what the key and the account may use."
        )
    return f"{endpoint.host} refused the key. Check {variable}."


def _unknown_model(endpoint: Endpoint) -> str:
    return (
        f"{endpoint.host} does not know the model {endpoint.model}. "
        "`agent-tui models` lists what it offers."
    )


def _no_tools(endpoint: Endpoint) -> str:
    return (
        f"{endpoint.model or endpoint.host} cannot use tools there. Choose another model with "
        "/model, or start without tools: --no-tools."
    )


def _no_images(endpoint: Endpoint) -> str:
    return (
        f"{endpoint.model or endpoint.host} takes no images. Choose a model that sees with /model, "
        "then /retry; with this one /retry sends words in their place."
    )


def _bad_images(endpoint: Endpoint) -> str:
    return (
        f"{endpoint.host} does not take an image of this conversation. /retry sends words in place "
        "of the images; send smaller or other ones after that."
    )


def _limited(refusal: Refusal, endpoint: Endpoint) -> str:
    wait = f"in {refusal.retry_after_s:.0f} s" if refusal.retry_after_s else "later"
    return (
        f"{endpoint.provider} limits requests to {endpoint.model or endpoint.host}. "
        f"Try again {wait}, or choose another model with /model."
    )


def _status_in(code: object) -> int | None:
    """Some gateways put the HTTP status of the server behind them into `code`."""
    if isinstance(code, str) and code.isascii() and code.isdigit():
        code = int(code)
    return code if isinstance(code, int) and 400 <= code < 600 else None


def _message(report: object) -> str:
    if isinstance(report, str):
        return report
    for key in ("message", "detail", "error_description", "msg"):
        if text := text_in(report, key):
            return text
    return "; ".join(text for entry in list_in(report, "detail") if (text := text_in(entry, "msg")))
