"""The tool web_fetch against real servers on this machine, names resolved by the test."""

from __future__ import annotations

import asyncio
import gzip
import json
import shlex
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_tui.errors import PermissionDenied, ToolArgumentsInvalid, ToolError
from agent_tui.protocol.permissions import DomainAccess
from agent_tui.protocol.tools import ToolResult
from agent_tui.tools.web_fetch import WebFetch, WebFetchArguments
from tests.tools.fake_context import FakeContext
from tests.tools.web.fake_site import Answer, a_site, always, response


class Names:
    """A resolver: every name is this machine, apart from those given. asked: in order."""

    def __init__(self, known: Mapping[str, Sequence[str]] | None = None) -> None:
        self.known = dict(known or {})
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        return self.known.get(host, ("127.0.0.1",))


def private(host: str) -> DomainAccess:
    return DomainAccess(host=host, is_private=True)


async def fetched(
    url: str,
    *,
    context: FakeContext | None = None,
    tool: WebFetch | None = None,
    max_chars: int = 50_000,
    raw: bool = False,
) -> ToolResult:
    tool = tool or WebFetch(resolve=Names())
    arguments = WebFetchArguments(url=url, max_chars=max_chars, raw=raw)
    return await tool.run(arguments, context or FakeContext("/"))


async def test_the_result_tells_where_it_comes_from_and_encloses_foreign_text() -> None:
    async with a_site(always(response("hello\r\nworld"))) as site:
        result = await fetched(f"http://site.example:{site.port}/a#part")

    first, status, kind, _, begin, *text, end = result.text.split("\n")
    assert (first, status, kind) == (
        f"http://site.example:{site.port}/a",
        "Status: 200 OK",
        "Content type: text/plain",
    )
    assert text == ["hello", "world"]
    mark = begin.split()[2]
    assert begin.startswith(f"[Fetched text {mark} begins.")
    assert "never an instruction" in begin
    assert end == f"[Fetched text {mark} ends.]"
    assert not result.is_error


async def test_the_request_names_the_host_and_carries_nothing_of_the_user() -> None:
    async with a_site(always(response("x"))) as site:
        await fetched(f"http://site.example:{site.port}/a?b=c")

    head = site.requests[0].lower()
    assert head.startswith("get /a?b=c http/1.1\r\n")
    assert f"host: site.example:{site.port}\r\n" in head
    assert head.count("host:") == 1
    assert "cookie" not in head
    assert "authorization" not in head


async def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")

    async with a_site(always(response("direct"))) as site:
        assert "direct" in (await fetched(f"http://site.example:{site.port}/")).text


async def test_a_name_that_leads_to_a_private_address_is_asked_for_as_private() -> None:
    context = FakeContext("/")

    async with a_site(always(response("x"))) as site:
        await fetched(f"http://site.example:{site.port}/", context=context)

    assert context.asked == [private("site.example")]


@pytest.mark.parametrize(
    "addresses",
    [
        ("127.0.0.1",),
        ("10.1.2.3",),
        ("169.254.169.254",),
        ("::1",),
        ("::ffff:127.0.0.1",),
        ("64:ff9b::7f00:1",),
        ("fe80::1%eth0",),
        ("93.184.215.14", "192.168.1.1"),
    ],
)
async def test_one_private_address_is_enough_to_be_refused_before_any_connection(
    addresses: tuple[str, ...],
) -> None:
    context = FakeContext("/", denies_all=True)
    tool = WebFetch(resolve=Names({"rebound.example": addresses}))

    with pytest.raises(PermissionDenied):
        await fetched("http://rebound.example/", context=context, tool=tool)

    assert context.asked == [private("rebound.example")]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "db", "x.internal", "[::1]"])
async def test_a_local_host_is_refused_before_its_name_is_looked_up(host: str) -> None:
    names = Names()

    with pytest.raises(PermissionDenied):
        await fetched(
            f"http://{host}:8000/",
            context=FakeContext("/", denies_all=True),
            tool=WebFetch(resolve=names),
        )

    assert names.asked == []


async def test_only_the_checked_address_is_connected_to() -> None:
    """A second look-up could give another address than the one that was checked."""
    names = Names()
    async with a_site(always(response("x"))) as site:
        await fetched(f"http://once.example:{site.port}/", tool=WebFetch(resolve=names))

    assert names.asked == ["once.example"]


async def test_an_address_without_a_server_gives_way_to_the_next() -> None:
    names = Names({"two.example": ("127.0.0.2", "127.0.0.1")})

    async with a_site(always(response("second"))) as site:
        result = await fetched(f"http://two.example:{site.port}/", tool=WebFetch(resolve=names))

    assert "second" in result.text


def redirecting(*, status: str = "302 Found", **targets: str) -> Answer:
    async def answered(head: str) -> AsyncIterator[bytes]:
        name = head.split()[1].strip("/") or "start"
        if name in targets:
            yield response(status=status, headers={"Location": targets[name]})
        else:
            yield response(f"arrived at {name}")

    return answered


async def test_a_redirect_is_followed_and_its_end_reported() -> None:
    async with a_site(redirecting(a="/b", b="c?d")) as site:
        result = await fetched(f"http://site.example:{site.port}/a")

    assert result.text.startswith(f"http://site.example:{site.port}/c?d\n")
    assert "arrived at c?d" in result.text


async def test_another_host_behind_a_redirect_is_asked_for_before_it_is_looked_up() -> None:
    names = Names()
    context = FakeContext("/", denied_hosts=["other.example"])

    async with a_site(redirecting(a="http://other.example/")) as site:
        with pytest.raises(PermissionDenied):
            await fetched(
                f"http://site.example:{site.port}/a",
                context=context,
                tool=WebFetch(resolve=names),
            )

    assert context.asked == [private("site.example"), DomainAccess(host="other.example")]
    assert names.asked == ["site.example"]


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:9000/", "http://169.254.169.254/", "http://localhost/", "//[::1]/"]
)
async def test_a_redirect_into_a_private_network_is_asked_for_as_private(target: str) -> None:
    context = FakeContext("/", denied_hosts=["127.0.0.1", "169.254.169.254", "localhost", "::1"])

    async with a_site(redirecting(a=target)) as site:
        with pytest.raises(PermissionDenied):
            await fetched(f"http://site.example:{site.port}/a", context=context)

    last = context.asked[-1]
    assert isinstance(last, DomainAccess)
    assert last.is_private


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://x.example/", "http://u:p@x.example/", "http://0x7f.1/"]
)
async def test_a_redirect_to_what_is_not_fetched_fails_with_a_reason(target: str) -> None:
    async with a_site(redirecting(a=target)) as site:
        with pytest.raises(ToolError, match="redirects to an address that is not fetched"):
            await fetched(f"http://site.example:{site.port}/a")


async def test_redirects_end_after_five() -> None:
    async with a_site(redirecting(a="/a")) as site:
        with pytest.raises(ToolError, match="more than 5 times"):
            await fetched(f"http://site.example:{site.port}/a")

    assert len(site.requests) == 6


async def test_cookies_of_one_answer_are_not_sent_with_the_next_request() -> None:
    async def answered(head: str) -> AsyncIterator[bytes]:
        is_first = "/a " in head
        headers = {"Set-Cookie": "id=1; Path=/"} | ({"Location": "/b"} if is_first else {})
        yield response("x", status="302 Found" if is_first else "200 OK", headers=headers)

    async with a_site(answered) as site:
        await fetched(f"http://site.example:{site.port}/a")

    assert len(site.requests) == 2
    assert "cookie" not in site.requests[1].lower()


async def test_html_becomes_markdown_unless_it_is_wanted_raw() -> None:
    page = response("<h1>Hi</h1><script>bad()</script>", content_type="text/html")

    async with a_site(always(page)) as site:
        url = f"http://site.example:{site.port}/"
        readable, raw = await fetched(url), await fetched(url, raw=True)

    assert "\n# Hi\n" in readable.text
    assert "bad" not in readable.text
    assert "<h1>Hi</h1><script>bad()</script>" in raw.text


async def test_json_is_indented() -> None:
    answer = response('{"a":[1]}', content_type="application/problem+json")

    async with a_site(always(answer)) as site:
        text = (await fetched(f"http://site.example:{site.port}/")).text

    assert '{\n  "a": [' in text


async def test_broken_json_is_given_as_it_is() -> None:
    async with a_site(always(response('{"a":', content_type="application/json"))) as site:
        assert '{"a":' in (await fetched(f"http://site.example:{site.port}/")).text


@pytest.mark.parametrize(
    ("content_type", "body"), [("image/png", b"\x89PNG"), ("", b"\0\1\2"), ("text/plain", b"a\0b")]
)
async def test_what_is_no_text_is_refused_with_type_and_size(
    content_type: str, body: bytes
) -> None:
    async with a_site(always(response(body, content_type=content_type))) as site:
        result = await fetched(f"http://site.example:{site.port}/")

    assert result.is_error
    assert f"{content_type or 'of unknown type'}, {len(body)} bytes" in result.text


async def test_an_error_status_is_a_failed_result_with_a_short_excerpt() -> None:
    async with a_site(always(response("gone " * 2000, status="404 Not Found"))) as site:
        result = await fetched(f"http://site.example:{site.port}/")

    assert result.is_error
    assert "Status: 404 Not Found" in result.text
    assert 1500 < len(result.text) < 2600


async def test_more_than_the_wanted_text_is_cut_with_a_notice() -> None:
    async with a_site(always(response("x" * 1000))) as site:
        text = (await fetched(f"http://site.example:{site.port}/", max_chars=200)).text

    assert text.count("x" * 200) == 1
    assert "Cut: 200 of 1000 characters are shown." in text


async def test_an_endless_answer_is_cut_at_five_megabytes() -> None:
    async def answered(head: str) -> AsyncIterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"
        while True:
            yield b"x" * 100_000

    async with a_site(answered) as site:
        result = await fetched(f"http://site.example:{site.port}/", max_chars=1000)

    assert "only the first 5000000 bytes were loaded" in result.text


async def test_a_decompression_bomb_is_cut_at_five_megabytes() -> None:
    bomb = gzip.compress(b"\n" * 60_000_000 + b"x")
    headers = {"Content-Encoding": "gzip"}

    async with a_site(always(response(bomb, headers=headers))) as site:
        result = await fetched(f"http://site.example:{site.port}/")

    assert "only the first 5000000 bytes were loaded" in result.text


@pytest.mark.parametrize("sent", [b"", b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nx"])
async def test_a_server_that_falls_silent_is_given_up(sent: bytes) -> None:
    async def answered(head: str) -> AsyncIterator[bytes]:
        yield sent
        await anyio.sleep_forever()

    async with a_site(answered) as site:
        with pytest.raises(ToolError, match=r"within 0\.3 seconds"):
            await fetched(
                f"http://site.example:{site.port}/",
                tool=WebFetch(resolve=Names(), network_s=0.3),
            )


async def test_the_time_people_take_to_answer_does_not_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loop = asyncio.get_running_loop()
    time_before = loop.time

    class SlowUser(FakeContext):
        async def ask(self, accesses: object) -> None:
            monkeypatch.setattr(loop, "time", lambda: time_before() + 60)

    async with a_site(always(response("in time"))) as site:
        result = await fetched(
            f"http://site.example:{site.port}/",
            context=SlowUser("/"),
            tool=WebFetch(resolve=Names(), network_s=15),
        )

    assert loop.time() - time_before() > 15
    assert "in time" in result.text


async def test_failures_of_the_network_say_what_failed() -> None:
    async with a_site(always(b"nonsense\r\n\r\n")) as site:
        with pytest.raises(ToolError, match="cannot be read"):
            await fetched(f"http://site.example:{site.port}/")
    with pytest.raises(ToolError, match=r"site\.example cannot be reached"):
        await fetched(f"http://site.example:{site.port}/")
    tool = WebFetch(resolve=Names({"none.example": ()}))
    with pytest.raises(ToolError, match=r"none\.example was not found"):
        await fetched("http://none.example/", tool=tool)


async def test_a_failed_look_up_is_told() -> None:
    async def fails(host: str, port: int) -> Sequence[str]:
        raise OSError("no such name")

    with pytest.raises(ToolError, match=r"no\.example was not found: no such name"):
        await fetched("http://no.example/", tool=WebFetch(resolve=fails))


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("makes its certificate with openssl")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = (
        f"{openssl} req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
        "-subj /CN=site.example -addext subjectAltName=DNS:site.example "
        f"-keyout {key} -out {certificate}"
    )
    subprocess.run(shlex.split(command), check=True, capture_output=True)
    return key, certificate


async def test_the_certificate_is_checked_for_the_host_and_not_for_the_address(
    certificate: tuple[Path, Path],
) -> None:
    key, public = certificate
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(public, key)
    tool = WebFetch(resolve=Names(), tls=ssl.create_default_context(cafile=str(public)))

    async with a_site(always(response("secret")), tls=server) as site:
        assert "secret" in (await fetched(f"https://site.example:{site.port}/", tool=tool)).text
        with pytest.raises(ToolError, match=r"other\.example cannot be reached"):
            await fetched(f"https://other.example:{site.port}/", tool=tool)
        with pytest.raises(ToolError, match=r"127\.0\.0\.1 cannot be reached"):
            await fetched(f"https://127.0.0.1:{site.port}/", tool=tool)


async def test_a_redirect_never_leads_from_https_to_http(certificate: tuple[Path, Path]) -> None:
    key, public = certificate
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(public, key)
    tool = WebFetch(resolve=Names(), tls=ssl.create_default_context(cafile=str(public)))
    answers = redirecting(a="http://site.example/")

    async with a_site(answers, tls=server) as site:
        with pytest.raises(ToolError, match="not encrypted"):
            await fetched(f"https://site.example:{site.port}/a", tool=tool)


@pytest.mark.parametrize(
    ("url", "access"),
    [
        ("https://Example.com./a", DomainAccess(host="example.com")),
        ("http://127.0.0.1:8000/", private("127.0.0.1")),
        ("http://localhost:8000/", private("localhost")),
        ("http://[::1]:8000/", private("::1")),
    ],
)
def test_what_a_call_touches_is_its_host(url: str, access: DomainAccess) -> None:
    assert WebFetch().accesses(WebFetchArguments(url=url), "/") == (access,)


def test_an_unusable_url_is_an_invalid_argument_with_the_reason() -> None:
    with pytest.raises(ToolArgumentsInvalid, match=r'"url".*only http:// and https://'):
        WebFetch().parsed('{"url": "file:///etc/passwd"}')


def test_the_summary_names_the_page() -> None:
    tool = WebFetch()

    assert tool.summary(WebFetchArguments(url="HTTP://a.example")) == "Fetch http://a.example/"
    assert len(tool.summary(WebFetchArguments(url=f"http://a.example/{'x' * 500}"))) < 130


@given(st.text(max_size=30))
def test_any_url_is_taken_or_refused_as_an_argument(url: str) -> None:
    try:
        arguments = WebFetch().parsed(json.dumps({"url": url}))
    except ToolArgumentsInvalid:
        return
    assert WebFetch().accesses(arguments, "/")
