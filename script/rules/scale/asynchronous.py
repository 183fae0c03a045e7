"""Rules for libraries that share Home Assistant's loop and its connections."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.fact import Fact, fact, gap
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.syntax import last_name
from script.rules.examples import Example

from .library import at_hand, client, known_libraries, requirements
from .tier_rule import Tier, TierRule

SESSIONS: Final = {
    "async_create_clientsession",
    "async_get_clientsession",
    "create_async_httpx_client",
    "get_async_client",
}


_SESSION_TYPES: Final = {"AsyncClient", "ClientSession"}


_BLOCKING: Final = {
    "http.client",
    "requests",
    "socketserver",
    "telnetlib",
    "urllib.request",
    "urllib3",
}


# Of these a session can be passed.
_HTTP: Final = {"aiohttp", "httpx", "httpx2"}
_CLIENT: Final = """\
from aiohttp import ClientSession


class ExampleClient:
    def __init__(self, host: str, session: ClientSession) -> None: ...
"""
_UNTYPED_CLIENT: Final = """\
class ExampleClient:
    def __init__(self, host, session=None): ...
"""
_SHARED_SESSION: Final = """\
async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
    entry.runtime_data = ExampleClient("host", async_get_clientsession(hass))  # ✔
"""
# Cookies are kept apart.
_OWN_SESSION: Final = """\
async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
    session = async_create_clientsession(hass)  # ✔
    entry.runtime_data = ExampleClient("host", session)
"""


def coroutines(integration: Integration) -> Iterator[Fact]:
    """Yield a coroutine of each library."""
    for library in at_hand(integration):
        found = (
            Fact(path, node.lineno, f"{library.name} has the coroutine {node.name}")
            for path, tree in library.trees
            for node in ast.walk(tree)
            if isinstance(node, ast.AsyncFunctionDef)
        )
        yield from (each for each in (next(found, None),) if each)


@TierRule(
    tier=Tier.PLATINUM,
    code="async-dependency",
    title="the library has coroutines, and imports nothing that blocks",
    why="A library that waits in threads makes Home Assistant slower for everything else.",
    mend="Use a library for asyncio",
    evidence=coroutines,
    against=requirements,
    good=(
        client("async def connect() -> None: ...\n"),
        client("import aiohttp\n\n\nasync def connect() -> None: ...\n"),
    ),
    bad=(
        client("import requests\n\n\nasync def connect() -> None: ...\n"),
        client("def connect() -> None: ...\n"),
    ),
)
def async_dependency(integration: Integration) -> Iterator[Finding]:
    """Report libraries that block."""
    for library in known_libraries(integration):
        if isinstance(library, Finding):
            yield library
            continue
        for path, tree in library.trees:
            for node, name in _imports(tree):
                if name in _BLOCKING or name.partition(".")[0] in _BLOCKING:
                    yield gap(
                        path,
                        f"{library.name} imports {name}, which blocks",
                        "Use a library for asyncio",
                        node,
                    )
        if not any(
            isinstance(node, ast.AsyncFunctionDef)
            for _, tree in library.trees
            for node in ast.walk(tree)
        ):
            yield gap(
                library.folder or integration.path / "manifest.json",
                f"{library.name} has no coroutine",
                "Make it asynchronous",
                # It may only parse, or leave its sockets to the event loop.
                advice=True,
            )


def _imports(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """Yield the modules that a module imports."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((node, alias.name) for alias in names)
            case ast.ImportFrom(module=str() as name, level=0, names=names):
                yield node, name
                yield from ((node, f"{name}.{alias.name}") for alias in names)


def sessions(integration: Integration) -> Iterator[Fact]:
    """Yield where the web session comes from."""
    for module, call in integration.calls(*SESSIONS):
        yield fact(module, "Home Assistant's web session is taken", call)


def _uses_http(integration: Integration) -> Iterator[Fact]:
    """Yield where the libraries use HTTP."""
    for library in integration.libraries:
        for path, tree in library.trees:
            for node, name in _imports(tree):
                if name in _HTTP:
                    yield Fact(
                        path,
                        getattr(node, "lineno", 1),
                        f"{library.name} imports {name}",
                    )
                    break


@TierRule(
    tier=Tier.PLATINUM,
    code="inject-websession",
    title="every client gets Home Assistant's web session",
    why="One session for all keeps connections open, and settings and certificates in one place.",
    mend="Pass async_get_clientsession(hass)",
    evidence=sessions,
    against=_uses_http,
    good=tuple(
        Example({**client(library).files, "__init__.py": each})
        for library, each in (
            (_CLIENT, _SHARED_SESSION),
            (_UNTYPED_CLIENT, _SHARED_SESSION),
            (_CLIENT, _OWN_SESSION),
        )
    ),
    bad=(
        Example(
            {
                **client(_CLIENT).files,
                "__init__.py": """\
async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
    entry.runtime_data = ExampleClient("host")  # !
""",
            }
        ),
        client(
            "class ExampleClient:\n    def __init__(self, host: str) -> None: ...\n"
        ),
    ),
)
def inject_websession(integration: Integration) -> Iterator[Finding]:
    """Report clients that do not use Home Assistant's web session."""
    for library in known_libraries(integration):
        if isinstance(library, Finding):
            yield library
            continue
        clients = {
            node.name
            for _, tree in library.trees
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef) and _takes_session(node)
        }
        if not clients:
            yield gap(
                library.folder or integration.path / "manifest.json",
                f"{library.name} takes no web session",
                "Let its client take an aiohttp or httpx session, or say exempt without HTTP",
            )
        for module, call in integration.calls(*clients):
            function = module.function_around(call)
            if not any(
                isinstance(node, ast.Call) and last_name(node.func) in SESSIONS
                for node in ast.walk(function or module.tree)
            ) and not any(
                "session" in ast.unparse(value)
                for value in (*call.args, *(each.value for each in call.keywords))
            ):
                yield gap(
                    module,
                    f"{last_name(call)} is made without Home Assistant's web session",
                    "Pass async_get_clientsession(hass)",
                    call,
                )


def _takes_session(class_: ast.ClassDef) -> bool:
    """Return whether an instance is given a web session when it is made."""
    given = [
        node
        for statement in class_.body
        for node in (
            [statement]
            if isinstance(statement, ast.AnnAssign)
            else ast.walk(statement.args)
            if isinstance(statement, ast.FunctionDef) and statement.name == "__init__"
            else []
        )
        if isinstance(node, ast.arg | ast.AnnAssign)
    ]
    return any(
        # Not everybody says of which kind it is.
        (isinstance(each, ast.arg) and "session" in each.arg)
        or (each.annotation and _is_session(each.annotation))
        for each in given
    )


def _is_session(annotation: ast.expr) -> bool:
    """Return whether a type is that of a web session, or has it, quoted or not."""
    return any(
        last_name(node) in _SESSION_TYPES
        or (
            isinstance(node, ast.Constant)
            and any(kind in str(node.value) for kind in _SESSION_TYPES)
        )
        for node in ast.walk(annotation)
        if isinstance(node, ast.expr)
    )
