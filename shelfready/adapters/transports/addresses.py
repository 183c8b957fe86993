"""Which addresses of the network we go to on a stranger's word: public ones, and no others."""

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence

from shelfready.errors import RejectedError, UnavailableError

Resolve = Callable[[str, int], Sequence[str]]
"""The addresses of a host and port, as text."""

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Whatever `is_global` of this Python says of them. IPv6 beyond 2000::/3 is not given to anybody yet.
_CLOSED = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8",
        "100.64.0.0/10",  # carriers' NAT (RFC 6598)
        "168.63.129.16/32",  # Azure's platform address, public in form only
        "192.0.0.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "198.18.0.0/15",
        "224.0.0.0/3",  # multicast, reserved, broadcast
        "2001::/23",  # Teredo, ORCHID and other protocol assignments
        "2001:db8::/32",
        "2002::/16",  # 6to4: an IPv4 address in disguise
        "3fff::/20",
    )
)
_IPV6_IN_USE = ipaddress.ip_network("2000::/3")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# A last label that a browser would read as a number makes the whole an IPv4 address: 127.1, 0x7f000001, 2130706433.
_NUMBER = re.compile(r"(0[xX][0-9a-fA-F]*|[0-9]+)")
_LONGEST_NAME = 253


def check_host(host: str) -> None:
    """Refuse a host that is spelt so that two programs could read it as two addresses."""
    if not host or len(host) > _LONGEST_NAME:
        raise _forbidden(host, "is no host name")
    if ":" in host:
        if "%" in host:
            raise _forbidden(host, "names one of this machine's own networks")
        try:
            address: _Address = ipaddress.IPv6Address(host)
        except ValueError as error:
            raise _forbidden(host, "is no IPv6 address") from error
        check_address(str(address), host)
        return
    if _NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]):
        try:
            address = ipaddress.IPv4Address(host)
        except ValueError as error:
            raise _forbidden(host, "is an IPv4 address in an unusual spelling") from error
        check_address(str(address), host)


def check_address(text: str, host: str) -> None:
    """Refuse an address that is not everybody's. The message names the host, never what it leads to."""
    try:
        address: _Address = ipaddress.ip_address(text)
    except ValueError as error:
        raise _forbidden(host, "leads to something that is no address") from error
    if not _is_public(address):
        raise _forbidden(host, "leads to an address that is not public")


def resolve(host: str, port: int) -> Sequence[str]:
    """Ask the system for a host's addresses."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        if error.errno in (socket.EAI_NONAME, socket.EAI_NODATA):
            raise RejectedError(
                f"there is no host named {host!a}; check the address", cause_code="source-host-unknown"
            ) from error
        raise UnavailableError(
            f"the address of {host!a} could not be looked up ({error.strerror}); it is tried again",
            cause_code="source-lookup-failed",
        ) from error
    except (UnicodeError, ValueError, OSError) as error:
        raise _forbidden(host, "is no host name") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _is_public(address: _Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        inner = _within(address)
        if inner is not None:
            return _is_public(inner)
        if address not in _IPV6_IN_USE:
            return False
    if address.is_multicast or not address.is_global:
        return False
    return not any(address in network for network in _CLOSED if network.version == address.version)


def _within(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    # The IPv4 address that a packet to these really goes to.
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _forbidden(host: str, why: str) -> RejectedError:
    return RejectedError(
        f"the host {host!a} {why}; give the address of a public server",
        cause_code="source-address-forbidden",
    )
