"""Find the lines of a component that talk to a device or service."""

import ast
from collections.abc import Iterator
import re
from typing import Final

from script.cut.names import Module, chain_of
from script.integration.syntax import assigned, last_name, parameters

# Packages that open connections
NETWORK: Final = frozenset(
    {
        *("aiohttp", "asyncssh", "bleak", "grpc", "httpx", "httpx2", "paho", "paramiko", "pymodbus", "requests"),
        *("serial", "serial_asyncio", "socket", "telnetlib3", "urllib3", "websocket", "websockets", "zeep"),
    }
)  # fmt: skip
_NETWORK_MODULES: Final = (
    *("ftplib", "http.client", "imaplib", "smtplib", "urllib.request"),
    "xmlrpc.client",
)
# What makes a session, with the class that it is of
SESSIONS: Final = {
    "homeassistant.helpers.aiohttp_client.async_get_clientsession": "aiohttp.ClientSession",
    "homeassistant.helpers.aiohttp_client.async_create_clientsession": "aiohttp.ClientSession",
    "homeassistant.helpers.httpx_client.get_async_client": "httpx.AsyncClient",
    "homeassistant.helpers.httpx_client.create_async_httpx_client": "httpx.AsyncClient",
    "homeassistant.helpers.config_entry_oauth2_flow.OAuth2Session": "",
}
_CLASSES: Final = frozenset(
    {
        *("aiohttp.ClientSession", "httpx.AsyncClient", "httpx.Client"),
        *("requests.Session", "requests.sessions.Session"),
        *SESSIONS,
    }
)
_VERBS: Final = frozenset(
    {
        *("async_request", "connect", "create_connection", "delete", "get", "head"),
        *("open_connection", "open_serial_connection", "options", "patch", "post"),
        *("put", "request", "send", "start_server", "stream", "urlopen", "ws_connect"),
    }
)
# Constants and errors, by what their names are like
_NAMED_ALONE: Final = re.compile(r"\.[A-Z0-9_]+$|[Ee]rror$|Exception$")
_STREAMS: Final = ("asyncio.open_", "asyncio.start_")
_LOOPS: Final = frozenset({"asyncio.get_event_loop", "asyncio.get_running_loop"})
# What an event loop opens, or lets in
_OF_LOOPS: Final = frozenset(
    {"create_connection", "create_datagram_endpoint", "create_server"}
)


def uses_network(module: Module) -> bool:
    """Return whether a module uses what opens connections, and not just its constants and errors."""
    source = module.source
    return any(
        (name.partition(".")[0] in NETWORK or name.startswith(_NETWORK_MODULES))
        and not _NAMED_ALONE.search(name)
        for node in source.of_kind(ast.Name, ast.Attribute)
        if not isinstance(source.parents[node], ast.Attribute)
        and (name := module.qualified(node))
    )


def talking(module: Module, within: ast.AST | None = None) -> Iterator[ast.Call]:
    """Yield the calls in a module, or in a part of it, that send something out."""
    sessions = _sessions(module)
    for node in ast.walk(within or module.source.tree):
        match node:
            case ast.Call(func=ast.Attribute(value=owner, attr=verb)) if (
                verb in _OF_LOOPS and _is_loop(module, owner)
            ):
                yield node
            case ast.Call(func=ast.Attribute(value=owner, attr=verb) as func) if (
                verb in _VERBS
            ):
                name = module.qualified(func) or ""
                if (
                    chain_of(owner) in sessions
                    or _is_session(module, owner)
                    or name.partition(".")[0] in NETWORK
                    or name.startswith((*_NETWORK_MODULES, *_STREAMS))
                ):
                    yield node
            case ast.Call(func=ast.Name() as func) if last_name(func) in _VERBS:
                name = module.qualified(func) or ""
                if name.partition(".")[0] in NETWORK or name.startswith(
                    (*_NETWORK_MODULES, *_STREAMS)
                ):
                    yield node


def _is_loop(module: Module, node: ast.expr) -> bool:
    """Return whether this is an event loop, by where it comes from or what it is called."""
    if isinstance(node, ast.Call):
        return module.qualified(node.func) in _LOOPS
    return last_name(node).endswith("loop")


def _is_session(module: Module, node: ast.AST | None) -> bool:
    match node:
        case ast.Call(func=func):
            return module.qualified(func) in _CLASSES
        case ast.BinOp(left=left, right=right):
            return _is_session(module, left) or _is_session(module, right)
        case ast.Name() | ast.Attribute():
            return module.qualified(node) in _CLASSES
    return False


def _sessions(module: Module) -> frozenset[str]:
    """Return what sessions are called in a module."""

    def find() -> frozenset[str]:
        found: set[str] = set()
        for node in module.source.nodes:
            match node:
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    found |= {
                        each.arg
                        for each in parameters(node)
                        if _is_session(module, each.annotation)
                    }
                case ast.AnnAssign(target=target, annotation=annotation) if _is_session(
                    module, annotation
                ):
                    found.add(chain_of(target) or "")
                case ast.withitem(context_expr=value, optional_vars=target) if (
                    _is_session(module, value)
                ):
                    found.add(chain_of(target) or "" if target else "")
        # What is assigned one may be read above.
        for _ in range(2):
            for node in module.source.nodes:
                for target, value in assigned(node):
                    if _is_session(module, value) or chain_of(value) in found:
                        found.add(chain_of(target) or "")
        return frozenset(found - {""})

    return module.source.known("sessions", module.name, find)
