"""URLs and addresses that would lead into private networks, as tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_tui.tools.web.public_addresses import is_local_name, is_public_address
from agent_tui.tools.web.web_address import UnusableAddress, web_address

_PRIVATE_ADDRESSES = """
    0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 100.127.255.255
    127.0.0.1 127.255.0.1 168.63.129.16 169.254.169.254 169.254.0.1 172.16.0.1 172.31.255.255
    192.0.0.1 192.0.0.192 192.0.2.7 192.88.99.1 192.168.0.1 198.18.0.1 198.19.255.1
    198.51.100.3 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 :: ::1
    ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:0:8.8.8.8 64:ff9b::7f00:1
    64:ff9b::808:808 64:ff9b:1::1 100::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2
    2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1:: 2002:808:808::1 3fff::1 4000::1 5f00::1
    fc00::1 fd00:ec2::254 fd12:3456::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1
"""
PRIVATE_ADDRESSES = _PRIVATE_ADDRESSES.split()

_PUBLIC_ADDRESSES = """
    1.1.1.1 8.8.8.8 93.184.215.14 100.63.255.255 100.128.0.1 172.15.0.1 172.32.0.1 192.167.1.1
    198.17.0.1 223.255.255.1 2606:4700:4700::1111 2a00:1450:4001::200e 2001:4860:4860::8888
"""
PUBLIC_ADDRESSES = _PUBLIC_ADDRESSES.split()

REFUSED = [
    "ftp://example.com/",
    "file:///etc/passwd",
    "gopher://example.com:70/",
    "javascript:alert(1)",
    "data:text/plain,hi",
    "//example.com/",
    "example.com",
    "",
    "http://",
    "http:///path",
    "http://user@example.com/",
    "http://user:secret@example.com/",
    "http://example.com@127.0.0.1/",
    "http://127.0.0.1\\@example.com/",
    "http:\\\\127.0.0.1\\",
    "http://2130706433/",
    "http://017700000001/",
    "http://0x7f000001/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://0/",
    "http://1.2.3.4.5/",
    "http://256.1.1.1/",
    "http://127.000.000.001/",
    "http://example.0x7f/",
    "http://127.0.0.1../",
    "http://example.com../",
    "http://.example.com/",
    "http://exa mple.com/",
    "http://exam\tple.com/",
    "http://example.com\r\nHost: internal/",
    "http://example.com/\nx",
    "http://exam\u200bple.com/",
    "http://127%2e0.0.1/",
    "http://[fe80::1%25eth0]/",
    "http://[fe80::1%eth0]/",
    "http://[::1/",
    "http://[v1.x]/",
    "http://[127.0.0.1]/",
    "http://example.com:0/",
    "http://example.com:22/",
    "http://example.com:25/",
    "http://example.com:6379/",
    "http://example.com:11211/",
    "http://example.com:65536/",
    "http://example.com:-1/",
    "http://example.com:8o/",
    "http://-bad.example/",
    "http://ex*mple.com/",
    "http://exa\uff0fmple.com/",
    "http://" + "a" * 64 + ".com/",
    "http://" + "a." * 127 + "com/",
    "http://example.com/" + "x" * 5000,
]

LOCAL = [
    "http://localhost/",
    "http://LOCALHOST./",
    "http://db/",
    "http://app.localhost/",
    "http://printer.local/",
    "http://metadata.google.internal/",
    "http://router.home.arpa/",
    "http://nas.lan/",
    "http://wiki.corp/",
    "http://127.0.0.1/",
    "http://127.0.0.1./",
    "http://[::1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[fd00:ec2::254]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.100.100.200/",
    "http://\uff11\uff12\uff17.0.0.1/",
    "http://\u2460\u2461\u2466.\u24ea.\u24ea.\u2460/",
    "http://127\u30020\u30020\u30021/",
    "http://\u24db\u24deca\u24db\u24d7\u24de\u24e2\u24e3/",
    "http://local\u00adhost/",
]


@pytest.mark.parametrize("address", [*PRIVATE_ADDRESSES, "", "example.com", "1.2.3", "0x7f.0.0.1"])
def test_an_address_off_the_public_internet_is_known_as_such(address: str) -> None:
    assert not is_public_address(address)


@pytest.mark.parametrize("address", PUBLIC_ADDRESSES)
def test_a_public_address_is_let_through(address: str) -> None:
    assert is_public_address(address)


@pytest.mark.parametrize("url", REFUSED)
def test_an_unusable_url_is_refused(url: str) -> None:
    with pytest.raises(UnusableAddress):
        web_address(url)


@pytest.mark.parametrize("url", LOCAL)
def test_a_url_into_a_local_network_is_known_by_its_host(url: str) -> None:
    assert web_address(url).is_local


@pytest.mark.parametrize(
    ("url", "normalised", "host"),
    [
        ("HTTP://Example.COM", "http://example.com/", "example.com"),
        ("https://example.com.:443/a?b=c#d", "https://example.com/a?b=c", "example.com"),
        ("http://example.com:8080?q", "http://example.com:8080/?q", "example.com"),
        (
            "https://b\u00fccher.example/\u00e4?\u00f6",
            "https://xn--bcher-kva.example/%C3%A4?%C3%B6",
            "",
        ),
        ("http://[2606:4700:0::1111]:8443/", "http://[2606:4700::1111]:8443/", "2606:4700::1111"),
        ("  http://my_host.example/%20x ", "http://my_host.example/%20x", "my_host.example"),
    ],
)
def test_a_usable_url_is_normalised(url: str, normalised: str, host: str) -> None:
    address = web_address(url)

    assert address.url == normalised
    assert not host or address.host == host
    assert not address.is_local


def test_the_address_takes_the_place_of_the_host_and_nothing_else() -> None:
    address = web_address("https://example.com:8443/a?b")

    assert address.at("2606:4700::1111") == "https://[2606:4700::1111]:8443/a?b"
    assert address.at("1.1.1.1") == "https://1.1.1.1:8443/a?b"
    assert address.host_header == "example.com:8443"


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/b?c#d", "https://example.com/b?c"),
        ("//other.example/", "https://other.example/"),
        ("http://other.example:8080", "http://other.example:8080/"),
        (" ../x ", "https://example.com/x"),
    ],
)
def test_a_redirect_is_joined(location: str, url: str) -> None:
    assert web_address("https://example.com/a/b").joined(location).url == url


@pytest.mark.parametrize("location", ["ftp://x.example/", "http://[::1/", "http://a@b.example/"])
def test_a_redirect_to_an_unusable_address_is_refused(location: str) -> None:
    with pytest.raises(UnusableAddress):
        web_address("https://example.com/").joined(location)


def test_a_name_with_a_dot_is_not_local_by_itself() -> None:
    assert not is_local_name("example.com")
    assert not is_local_name("notlocal.example")


@given(st.text(max_size=40) | st.from_regex(r"https?://[ -~]{0,40}", fullmatch=True))
def test_any_text_is_an_address_that_stays_the_same_or_is_refused(text: str) -> None:
    try:
        address = web_address(text)
    except UnusableAddress:
        return
    assert web_address(address.url) == address
