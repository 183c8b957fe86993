"""Which addresses of the network are followed."""

import socket

import httpx
import pytest

from shelfready.adapters.transports.addresses import check_address
from shelfready.adapters.transports.guarded import Network
from shelfready.errors import RejectedError

# Every spelling of a place that is not everybody's, as it could stand in a publisher's list.
INWARD = [
    "https://127.0.0.1/",
    "https://127.1/",
    "https://127.0.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.1/",
    "https://017700000001/",
    "https://0177.0.0.1/",
    "https://127.0.0.1./",
    "https://0/",
    "https://0.0.0.0/",
    "https://00.0.0.0/",
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://0xa9fea9fe/",
    "https://2852039166/",
    "https://169.254.43518/",
    "https://100.64.0.1/",
    "https://100.100.100.200/",
    "https://168.63.129.16/",
    "https://192.0.0.192/",
    "https://192.0.2.1/",
    "https://198.18.0.1/",
    "https://198.51.100.7/",
    "https://224.0.0.1/",
    "https://240.0.0.1/",
    "https://255.255.255.255/",
    "https://256.1.1.1/",
    "https://1.2.3.4.5/",
    "https://0x/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:a9fe:a9fe]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b::a00:1]/",
    "https://[64:ff9b:1::a00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[2001:0:7f00:1::]/",
    "https://[fe80::1]/",
    "https://[fe80::1%25eth0]/",
    "https://[fc00::1]/",
    "https://[fd00:ec2::254]/",
    "https://[fec0::1]/",
    "https://[ff02::1]/",
    "https://[2001:db8::1]/",
    "https://[100::1]/",
    "https://[4000::1]/",
    "https://[::ffff:0:127.0.0.1]/",
    "https://127\u30020\u30020\u30021/",
    "https://\u2460\u2461\u2466.0.0.1/",
]


def forbidden_resolve(host: str, port: int) -> list[str]:
    """Nothing of the kind is even looked up."""
    raise AssertionError(host)


@pytest.mark.parametrize("url", INWARD)
def test_refuses_inward_addresses_in_every_spelling(url: str) -> None:
    """An address that is written down is refused before any name server is asked."""
    with pytest.raises((RejectedError, httpx.InvalidURL)):
        Network(resolve=forbidden_resolve).check_url(httpx.URL(url))


# What a name server may answer for a harmless name.
ANSWERS = [
    *("127.0.0.1", "10.1.2.3", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255"),
    *("::1", "::ffff:10.0.0.1", "64:ff9b::a9fe:a9fe", "fe80::1", "fe80::1%2", "fd00::1", "2002:a00:1::", "ff05::2"),
    *("168.63.129.16", "192.0.0.8", "203.0.113.9", "not an address", ""),
]


@pytest.mark.parametrize("answer", ANSWERS)
def test_refuses_names_that_lead_inward(answer: str) -> None:
    """A public name with one private address is refused, wherever among its addresses it stands."""
    for answers in (["93.184.215.14", answer], [answer, "93.184.215.14"]):
        with pytest.raises(RejectedError) as caught:
            Network(resolve=lambda host, port, found=answers: found).addresses("files.example", 443)  # type: ignore[misc]

        assert caught.value.cause_code == "source-address-forbidden"
        assert "files.example" in caught.value.message


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_follows_public_addresses(address: str) -> None:
    """What is everybody's is followed, also where a network translates IPv4 into IPv6."""
    check_address(address, "files.example")


@pytest.mark.parametrize(
    ("url", "cause"),
    [
        ("http://files.example/a", "source-address-forbidden"),
        ("ftp://files.example/a", "source-address-forbidden"),
        ("https://me:secret@files.example/a", "source-has-credentials"),
        ("https://me@files.example/a", "source-has-credentials"),
    ],
)
def test_refuses_other_schemes_and_credentials(url: str, cause: str) -> None:
    """Only https, and no passwords that would end in a log; the message holds none."""
    with pytest.raises(RejectedError) as caught:
        Network(resolve=forbidden_resolve).check_url(httpx.URL(url))

    assert caught.value.cause_code == cause
    assert "secret" not in caught.value.message


def test_a_name_that_does_not_exist_is_the_publishers() -> None:
    """A host that the system knows nothing of is refused by name."""
    with pytest.raises(RejectedError) as caught:
        Network().addresses("x" * 64 + ".invalid", 443)

    assert caught.value.cause_code in {"source-host-unknown", "source-address-forbidden"}


def test_resolves_as_the_system_does() -> None:
    """Without another resolver, the system's own is asked."""
    found = Network(allow_private_hosts=True).addresses("localhost", 80)

    assert {socket.inet_pton(socket.AF_INET6 if ":" in one else socket.AF_INET, one) for one in found} <= {
        socket.inet_pton(socket.AF_INET, "127.0.0.1"),
        socket.inet_pton(socket.AF_INET6, "::1"),
    }
