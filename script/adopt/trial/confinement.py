"""Confine this process: no network but loopback, and limits to what it may use.

Where the kernel lets it, the process gets a network of its own; otherwise Python's sockets refuse to leave loopback.
"""

from collections.abc import Callable
import ctypes
import fcntl
import ipaddress
import os
import resource
import signal
import socket
import struct
from typing import Any, Final

_SIOCSIFFLAGS: Final = 0x8914
_IFF_UP: Final = 0x1
_PR_SET_PDEATHSIG: Final = 1
_MEBIBYTE: Final = 1 << 20
_LOCAL: Final = frozenset({"", "localhost", "ip6-localhost"})


def limit(*, cpu_seconds: int, memory: int, file_size: int) -> None:
    """Limit processor time, and memory and the size of files in MiB."""
    for kind, value in (
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_AS, memory * _MEBIBYTE),
        (resource.RLIMIT_FSIZE, file_size * _MEBIBYTE),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (allowed, allowed))


def end_with_parent() -> None:
    """Have the kernel end this process once the one that began the trial is gone, however that ended."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def stay_local() -> bool:
    """Leave the network, and return whether the kernel sees to that, too."""
    is_apart = _leave()
    _guard()
    return is_apart


def _leave() -> bool:
    """Take a network of its own, in which there is loopback alone."""
    user, group = os.getuid(), os.getgid()
    for flags in (os.CLONE_NEWNET, os.CLONE_NEWUSER | os.CLONE_NEWNET):
        try:
            os.unshare(flags)
            if flags & os.CLONE_NEWUSER:
                # The process keeps its user, whose files it works with.
                _write("/proc/self/setgroups", "deny")
                _write("/proc/self/uid_map", f"{user} {user} 1")
                _write("/proc/self/gid_map", f"{group} {group} 1")
            _raise_loopback()
        except OSError:
            continue
        return True
    return False


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="ascii") as file:  # noqa: PTH123
        file.write(text)


def _raise_loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sh", b"lo", _IFF_UP)
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, request)


def _guard() -> None:
    """Have Python's sockets refuse what is not on this machine."""
    for name in ("connect", "connect_ex", "sendto"):
        setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
    find = socket.getaddrinfo

    def getaddrinfo(host: Any, *arguments: Any, **options: Any) -> Any:
        if not is_local(host):
            raise socket.gaierror(
                socket.EAI_NONAME, f"{host!r}: not looked up in the trial"
            )
        return find(host, *arguments, **options)

    socket.getaddrinfo = getaddrinfo


def _guarded(method: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(own: socket.socket, *arguments: Any) -> Any:
        address = arguments[-1] if arguments else None
        if isinstance(address, tuple) and not is_local(address[0]):
            raise ConnectionRefusedError(
                f"{address[0]!r}: not connected to in the trial"
            )
        return method(own, *arguments)

    return guarded


def is_local(host: object) -> bool:
    """Return whether a name or an address is that of this machine."""
    if host is None:
        return True
    text = host.decode(errors="replace") if isinstance(host, bytes) else str(host)
    if text.lower() in _LOCAL:
        return True
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
