"""Errors of the SDK and its HTTP client to ours; the only place that knows their types."""

from __future__ import annotations

import time
from collections.abc import Mapping

from msgspec.structs import replace

from agent_tui.errors import ProviderError
from agent_tui.providers.openai.connection_failures import connection_error
from agent_tui.providers.openai.endpoint import Endpoint
from agent_tui.providers.openai.redaction import excerpt
from agent_tui.providers.openai.retry_after import retry_after_s
from agent_tui.providers.openai.server_refusals import error_for, refusal_of

_REQUEST_ID_HEADERS = ("x-request-id", "request-id", "apim-request-id")


def sdk_errors() -> tuple[type[Exception], ...]:
    """Everything that a request may raise apart from cancellation. Imports openai: call it late."""
    import httpx2
    import openai

    return (openai.OpenAIError, httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError)


def translated(error: Exception, endpoint: Endpoint) -> ProviderError:
    """Our error for one of `sdk_errors()`; raise it `from error`."""
    import openai

    if not isinstance(error, openai.APIStatusError):
        return connection_error(error, endpoint)
    headers = error.response.headers
    refusal = refusal_of(
        error.body,
        status=error.status_code,
        retry_after_s=retry_after_s(headers, now=time.time()),
    )
    return error_for(refusal, with_request_id(endpoint, headers))


def with_request_id(endpoint: Endpoint, headers: Mapping[str, str]) -> Endpoint:
    """The endpoint with the id that the server gave the request, for support and logs."""
    for name in _REQUEST_ID_HEADERS:
        if request_id := headers.get(name, ""):
            return replace(endpoint, request_id=excerpt(request_id, endpoint.secrets))
    return endpoint
