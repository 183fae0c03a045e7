"""Fuzz what the device answers, a user types and a developer gives as arguments.

A few hundred examples in the ordinary tests, always the same; 10,000 each with --nightly.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
import contextlib
import io
from ipaddress import ip_address
import json
import logging
from pathlib import Path
import re
import socket
import traceback
from typing import get_type_hints

from aiohttp import TCPConnector
from aiohttp.abc import ResolveResult
from hypothesis import HealthCheck, example, given, settings, strategies as st
from my_device_client import MyDeviceClient, MyDeviceError, Readings, Status
from packaging.requirements import Requirement
import pytest

from homeassistant.components.my_device.const import DOMAIN
from homeassistant.config_entries import SOURCE_USER
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from script.integration.blanks import MARK
from script.integration.core import Core, core_in, installed_package
from script.scaffold import PROGRAM, __main__ as scaffold, questions
from script.scaffold.answers import Answers
from script.scaffold.models import MODELS, Auth
from script.simulator.device.auth import account
from script.simulator.device.server import Simulator
from script.simulator.device.state import Device, status
from script.simulator.listener import LOOPBACK

from .integration import added, settled, shown, submit, tracebacks

pytestmark = [
    pytest.mark.usefixtures("quick_loop"),
    # Hypothesis manages its own randomness well without what it warns of.
    pytest.mark.filterwarnings("ignore:It looks like `register_random`"),
]

TOKEN = "correct-horse-battery-staple"

# The fixtures hold what stays the same from one example to the next.
FUZZ = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])

TEXT = st.one_of(
    st.text(st.characters()), st.text(st.characters(max_codepoint=127)), st.just(TOKEN)
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
    max_leaves=8,
)
ANSWERS = (account(Device()), {**account(Device()), **status(Device(), 0)})


@st.composite
def nearly(draw: st.DrawFn) -> object:
    """Draw an answer of the device, with some of its values and fields not as they should be."""
    answer = json.loads(json.dumps(draw(st.sampled_from(ANSWERS))))
    for _ in range(draw(st.integers(0, 3))):
        part = answer
        if "readings" in answer and isinstance(answer["readings"], dict):
            part = draw(st.sampled_from([answer, answer["readings"]]))
        key = draw(st.sampled_from([*part, "more"]))
        value = part.pop(key, None)
        if draw(st.booleans()):
            part[key] = draw(JSON | st.just(str(value)))
    return answer


@st.composite
def damaged(draw: st.DrawFn, sound: st.SearchStrategy[bytes]) -> bytes:
    """Draw bytes of which some are gone and others have come."""
    content = draw(sound)
    for _ in range(draw(st.integers(0, 3))):
        start, end = sorted(draw(st.tuples(*[st.integers(0, len(content))] * 2)))
        content = content[:start] + draw(st.binary(max_size=8)) + content[end:]
    return content


def encoded(value: object) -> bytes:
    """Return a value as JSON, or as what Python takes for it."""
    return json.dumps(value, ensure_ascii=False).encode(errors="surrogatepass")


BODIES = st.one_of(
    st.binary(),
    JSON.map(encoded),
    nearly().map(encoded),
    damaged(nearly().map(encoded)),
)


def answered(body: bytes) -> bytes:
    """Return a body as a sound HTTP answer."""
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)


@st.composite
def http(draw: st.DrawFn) -> bytes:
    """Draw an HTTP answer with any status and some headers that matter."""
    code = draw(st.sampled_from([100, 101, 200, 204, 302, 401, 429, 500]))
    headers = draw(
        st.lists(
            st.tuples(
                st.sampled_from(
                    [
                        b"Content-Length",
                        b"Transfer-Encoding",
                        b"Content-Encoding",
                        b"Content-Type",
                        b"Connection",
                        b"Location",
                        b"Retry-After",
                        b"Set-Cookie",
                    ]
                ),
                st.sampled_from(
                    [
                        b"0",
                        b"17",
                        b"chunked",
                        b"gzip",
                        b"deflate",
                        b"br",
                        b"upgrade",
                        b"close",
                        b"text/html; charset=\xff",
                        b"http://127.0.0.1:1/",
                        TOKEN.encode(),
                    ]
                )
                | st.binary(),
            ),
            max_size=4,
        )
    )
    head = b"".join(b"%b: %b\r\n" % header for header in headers)
    return b"HTTP/1.1 %d %b\r\n%b\r\n%b" % (code, TOKEN.encode(), head, draw(BODIES))


class Peer:
    """What answers every request with the same bytes, and hangs up."""

    answer: bytes
    client: MyDeviceClient

    async def handle(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Answer one request."""
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(self.answer)
            await writer.drain()
        writer.close()


@pytest.fixture
async def peer(socket_enabled: None) -> AsyncGenerator[Peer]:
    """Run a peer on loopback."""
    peer = Peer()
    server = await asyncio.start_server(peer.handle, LOOPBACK, 0)
    host = f"{LOOPBACK}:{server.sockets[0].getsockname()[1]}"
    async with MyDeviceClient(host, TOKEN) as peer.client:
        yield peer
    server.close()
    await server.wait_closed()


CALLS: dict[str, Callable[[MyDeviceClient], Awaitable[object]]] = {
    "account": MyDeviceClient.check_connection,
    "status": MyDeviceClient.status,
    "relay": lambda client: client.set_relay(True),
}


def is_like(result: object, answer: object) -> bool:
    """Return whether a result is what the JSON says, of the types that the library promises."""
    if isinstance(result, Status | Readings):
        types = get_type_hints(type(result))
        return (
            isinstance(answer, dict)
            and all(
                isinstance(getattr(result, name), str)
                # Exactly so: to isinstance, True is a number.
                or type(getattr(result, name)) is types[name]  # pylint: disable=unidiomatic-typecheck
                for name in types
            )
            and all(is_like(getattr(result, name), answer[name]) for name in types)
        )
    numbers = isinstance(result, float) and type(answer) in {int, float}
    return result == answer and (numbers or type(result) is type(answer))


async def asked(peer: Peer, call: str, answer: bytes) -> object:
    """Ask a peer that answers so, and return the result, None for an error of the library."""
    peer.answer = answer
    try:
        return await CALLS[call](peer.client)
    except MyDeviceError as err:
        told = "".join(traceback.format_exception(err))
    assert TOKEN not in told
    return None


@FUZZ
@given(call=st.sampled_from(["account", "status"]), body=BODIES)
async def test_body(peer: Peer, call: str, body: bytes) -> None:
    """Any body is what it should be, or an error of the library."""
    result = await asked(peer, call, answered(body))
    if result is not None:
        answer = json.loads(body)
        assert is_like(result, answer["user_id"] if call == "account" else answer)


@FUZZ
@given(
    call=st.sampled_from(list(CALLS)),
    answer=st.one_of(st.binary(), http(), damaged(http())),
)
async def test_http(
    caplog: pytest.LogCaptureFixture, peer: Peer, call: str, answer: bytes
) -> None:
    """Any bytes are an answer, or an error of the library."""
    caplog.clear()
    caplog.set_level(logging.DEBUG, "my_device_client")
    await asked(peer, call, answer)
    assert TOKEN not in caplog.text


HOSTS = st.one_of(
    TEXT,
    st.text(st.sampled_from("a1.:[]%/@#?\\- \r\n\0é²１")),
    st.from_regex(r"\[?[0-9a-fA-F:.%]{0,20}\]?(:[0-9]{0,6})?", fullmatch=True),
    st.just("{host}"),
)
TOKENS = st.one_of(TEXT, st.just("{token}"))


def is_typed(name: str, typed: str) -> bool:
    """Return whether a host that is asked for is the one that was typed."""
    if ":" in name:
        return ip_address(name) == ip_address(typed.lstrip("[").partition("]")[0])
    host, colon, port = typed.casefold().partition(":")
    # A name that is not ASCII, or has a label with nothing in it, is spelled otherwise.
    is_plain = typed.isascii() and ".." not in f".{host}."
    return not is_plain or (name.casefold() == host and port.isdecimal() == bool(colon))


@pytest.fixture
def asked_for(monkeypatch: pytest.MonkeyPatch, simulator: Simulator) -> list[str]:
    """Let every host be the simulated device, and return the hosts as they are asked for."""
    hosts: list[str] = []

    async def resolve(
        _: TCPConnector, host: str, port: int, traces: object = None
    ) -> list[ResolveResult]:
        hosts.append(host)
        # As the resolver does, which raises UnicodeError.
        host.encode("idna")
        return [
            ResolveResult(
                hostname=host,
                host=simulator.api.address,
                port=simulator.api.port,
                family=socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
        ]

    monkeypatch.setattr(TCPConnector, "_resolve_host", resolve)
    return hosts


@FUZZ
@given(
    step=st.sampled_from(["user", "reauth", "reconfigure"]),
    host=HOSTS,
    api_token=TOKENS,
)
async def test_user_input(
    hass: HomeAssistant,
    caplog: pytest.LogCaptureFixture,
    simulator: Simulator,
    asked_for: list[str],
    step: str,
    host: str,
    api_token: str,
) -> None:
    """Whatever is typed is accepted by the device, or ends in an error of the form."""
    for entry in hass.config_entries.async_entries(DOMAIN):
        await hass.config_entries.async_remove(entry.entry_id)
    await settled(hass)
    caplog.clear()
    asked_for.clear()
    flows, secret = hass.config_entries.flow, simulator.device.secret
    host = simulator.host if host == "{host}" else host
    api_token = secret if api_token == "{token}" else api_token
    user_input = {"host": host, "api_token": api_token}
    if step == "user":
        result = await flows.async_init(DOMAIN, context={"source": SOURCE_USER})
    elif step == "reauth":
        del user_input["host"]
        result = await added(hass, simulator).start_reauth_flow(hass)
    else:
        result = await added(hass, simulator).start_reconfigure_flow(hass)

    result = await submit(hass, result["flow_id"], **user_input)
    if result["type"] is FlowResultType.FORM:
        assert result["errors"] in (
            {"base": "cannot_connect"},
            {"base": "invalid_auth"},
            {"host": "invalid_host"},
        )
        flows.async_abort(result["flow_id"])
    else:
        kept = step == "reconfigure" and not api_token
        assert api_token == secret or kept
        (entry,) = hass.config_entries.async_entries(DOMAIN)
        assert entry.data["api_token"] == secret
    typed = user_input.get("host", simulator.host)
    assert all(is_typed(name, typed) for name in asked_for)
    told = caplog.text + shown(result)
    assert secret not in told
    assert TOKEN not in told.replace(repr(host), "") or TOKEN in host
    assert not tracebacks(caplog)


NEEDED = ["--domain", "acme_meter", "--codeowner", "@octocat"]


class Valid(Exception):
    """Ends the command where its answers are complete."""


@pytest.fixture
def core() -> Core:
    """Return the installed core's words."""
    return core_in(installed_package())


def arguments(core: Core) -> st.SearchStrategy[list[str]]:
    """Return command lines of the scaffold, most of them with something wrong."""
    good: dict[str, list[str]] = {
        "--domain": ["acme_meter", "my_device", "hue", "class", "1st", "a__b"],
        "--name": ["Acme Meter", "Zähler", "{x}", ""],
        "--codeowner": ["@octocat", "@home-assistant/core", "octocat"],
        "--requirement": ["acme-meter==1.0", "acme==", "", "a..b==1"],
        "--library-module": ["acme_meter", "acme.meter", "Acme", "class"],
        "--integration-type": sorted(core.integration_types),
        "--iot-class": sorted(core.iot_classes),
        "--category": sorted(core.categories),
        "--connectivity": sorted(core.connectivity),
        "--auth": list(Auth),
        "--without": sorted({name for model in MODELS for name in model.optional}),
        "--remove": ["acme_meter", "../..", "hue"],
    }
    text = st.one_of(
        TEXT,
        st.text(st.sampled_from("aA1_-.=@ \n\0é²/\u2028\udcff")),
    )

    def pair(flag: str) -> st.SearchStrategy[list[str]]:
        return (st.sampled_from(good[flag]) | text).map(lambda value: [flag, value])

    rest = st.lists(
        st.one_of(*map(pair, good), text.map(lambda value: [value])), max_size=4
    )
    return st.tuples(st.sampled_from([NEEDED, []]), rest).map(
        lambda parts: [*parts[0], *(word for words in parts[1] for word in words)]
    )


def test_arguments(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, core: Core) -> None:
    """Any command line is answered in a line for each thing wrong and status 2, or is good; nothing is written."""
    made: list[Answers] = []

    def make(root: Path, answers: Answers) -> None:
        made.append(answers)
        raise Valid

    monkeypatch.setattr(scaffold, "tree_for", make)
    monkeypatch.setattr(scaffold, "ROOT", tmp_path)
    monkeypatch.setattr(questions, "COMPONENTS", tmp_path)

    # Found once
    @example(argv=[*NEEDED, "--name", "Acme\u2028Meter"])
    @example(argv=[*NEEDED, "--name", "Acme\udcff"])
    @example(argv=[*NEEDED, "--remove", "\u2028"])
    @example(argv=["a\nb"])
    @given(argv=arguments(core))
    def run(argv: list[str]) -> None:
        # Bytes that are no UTF-8 must be fit for a terminal too.
        output, errors = (
            io.TextIOWrapper(io.BytesIO(), "utf-8", errors="backslashreplace")
            for _ in range(2)
        )
        code: object
        with (
            contextlib.redirect_stdout(output),
            contextlib.redirect_stderr(errors),
        ):
            try:
                code = scaffold.main([*argv, "--yes"])
            except SystemExit as ended:
                code = ended.code
            except Valid:
                code = "valid"
        for stream in (output, errors):
            stream.seek(0)
        complaint = errors.read()
        assert not list(tmp_path.iterdir())
        if code == "valid":
            assert is_good(made.pop(), core)
            assert not complaint
        elif code == 0:
            assert output.read().startswith("usage: ")
        else:
            assert code == 2
            assert complaint.endswith("\n")
            # A line for each wrong answer
            for line in complaint[:-1].split("\n"):
                assert line.startswith(f"{PROGRAM}: ")
                assert line.isprintable()

    run()  # pylint: disable=no-value-for-parameter # Hypothesis gives it


def is_good(answers: Answers, core: Core) -> bool:
    """Return whether an integration can be made of the answers, as others judge them."""
    if answers.requirement:
        assert len(Requirement(answers.requirement).specifier) == 1
    return (
        re.fullmatch(r"[a-z][a-z0-9_]*", answers.domain) is not None
        and answers.domain not in core.domains
        and answers.name == json.loads(json.dumps(answers.name).encode())
        and answers.name.isprintable()
        and answers.codeowner.isascii()
        and all(
            each in core.categories or each.startswith(MARK)
            for each in answers.categories
        )
        and set(answers.connectivity) <= core.connectivity
        and answers.integration_type in core.integration_types
        and answers.iot_class in core.iot_classes
    )
