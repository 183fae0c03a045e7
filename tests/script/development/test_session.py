"""Tests of the run against a real Home Assistant, as far as they need none."""

import asyncio
from base64 import b64encode
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager, nullcontext
from importlib.metadata import version
import json
from operator import attrgetter, methodcaller
from pathlib import Path
import signal
import socket
from typing import Any
from unittest.mock import AsyncMock, MagicMock, call, create_autospec

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
import pytest
from zeroconf.asyncio import AsyncZeroconf

from script.development import DevelopmentError, processes, requirements
from script.development.__main__ import main
from script.development.announcement import can_announce
from script.development.api import (
    PASSWORD,
    Api,
    create_user,
    has_user,
    log_in,
    until_listening,
    until_running,
)
from script.development.counterparts import SCENARIOS
from script.development.credentials import Credentials
from script.development.home_assistant import (
    ADDRESS,
    LOG,
    free_port,
    last_port,
    prepare,
    reserved,
)
from script.development.outcomes import are_near, leaks, outcome, prefilled, shown
from script.development.ports import Ports
from script.development.processes import Program, python, running
from script.development.scene import Flow
from script.development.session import run_session
from script.development.stage import Stage
from script.integration.integration import Integration, chosen
from script.simulator.device.server import Simulator
from script.simulator.device.state import Device

from tests.model import needs_model

needs_model()

DEBUG = " DEBUG (MainThread) [homeassistant.components.my_device.coordinator] "
TOKEN = "a-token-that-was-typed"
FLOW = Flow("flows/1", {"step_id": "user"})
LOGIN_PASSWORD = web.AppKey("login_password", str)


@pytest.fixture
def api() -> MagicMock:
    """Return the API of a Home Assistant that is not there."""
    api: MagicMock = create_autospec(Api, instance=True, answers=[])
    return api


@pytest.fixture
async def stage(
    api: MagicMock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Stage[Simulator]:
    """Return a stage without a Home Assistant."""
    monkeypatch.setattr("script.development.scene.SECONDS_TO_WAIT", 0.3)
    simulator = Simulator(Device(), "127.0.0.1", 1)
    [integration] = chosen("my_device")
    credentials = Credentials(secret="api_token")
    return Stage(api, tmp_path, integration, credentials, simulator, entry_id="1")


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Program]:
    """Return what makes a program of source code."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    def make(source: str, *arguments: str, **options: Any) -> Program:
        (tmp_path / "pretended.py").write_text(source)
        return Program(
            name="It",
            command=python("pretended", *arguments),
            log=tmp_path / "its.log",
            **options,
        )

    return make


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        pytest.param(
            {"type": "form", "step_id": "user", "errors": {}}, "form user", id="form"
        ),
        pytest.param(
            {"type": "form", "step_id": "init", "errors": None},
            "form init",
            id="form-without-errors",
        ),
        pytest.param(
            {"type": "form", "step_id": "user", "errors": {"base": "invalid_auth"}},
            "form user, invalid_auth",
            id="form-with-error",
        ),
        pytest.param(
            {"type": "abort", "reason": "wrong_account"},
            "abort wrong_account",
            id="abort",
        ),
        pytest.param(
            {"type": "create_entry", "title": "Workshop"},
            "created Workshop",
            id="entry",
        ),
        pytest.param({"type": "create_entry"}, "created", id="options"),
        pytest.param({"type": "menu"}, "menu", id="other"),
    ],
)
def test_outcome(result: dict[str, Any], expected: str) -> None:
    """A step's end is told in a few words."""
    assert outcome(result) == expected


def test_prefilled() -> None:
    """What a form shows is found, wherever Home Assistant puts it."""
    fields = [
        {"name": "host", "description": {"suggested_value": "10.0.0.1"}},
        {"name": "api_token", "required": True},
        {"name": "allow_control", "default": True},
    ]
    assert prefilled({"data_schema": fields}) == {
        "host": "10.0.0.1",
        "api_token": None,
        "allow_control": True,
    }


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        pytest.param(["40.5", "21.9"], True, id="near"),
        pytest.param(["21.9", "42"], False, id="far"),
        pytest.param(["21.9"], False, id="too few"),
        pytest.param(["21.9", "40", "40"], False, id="too many"),
        pytest.param(["21.5", "unavailable"], False, id="unavailable"),
    ],
)
def test_are_near(states: list[str], expected: bool) -> None:
    """Readings may have moved on a little."""
    assert are_near(states, [21.5, 40]) is expected


def test_leaks() -> None:
    """Each text that holds a secret is named."""
    places = {"log": f"x {TOKEN} y", "forms": "nothing"}
    assert leaks({"other", TOKEN}, places) == ["log"]
    assert leaks({"other"}, places) == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(
            {"host": "h", "api_token": None}, "host h, api_token empty", id="dict"
        ),
        pytest.param(["sensor", "switch"], "sensor, switch", id="list"),
        pytest.param([], "none", id="empty-list"),
        pytest.param({}, "none", id="empty-dict"),
        pytest.param([True, False], "yes, no", id="bool"),
        pytest.param(3, "3", id="other"),
    ],
)
def test_shown(value: object, expected: str) -> None:
    """Values are printed for people."""
    assert shown(value) == expected


def test_scenarios() -> None:
    """There is a scenario for each flow."""
    assert SCENARIOS == [
        "user",
        "reauth",
        "reconfigure",
        "discovery",
        "options",
        "push",
        "devices",
        "switch",
        "tokens",
        "limit",
        "outage",
    ]


def test_step_as_expected(
    stage: Stage[Simulator], capsys: pytest.CaptureFixture[str]
) -> None:
    """A good step is printed."""
    stage.expect("wrong host", "form user", "form user")
    assert capsys.readouterr().out.split() == ["✓", "wrong", "host", "form", "user"]


async def test_answer_otherwise(stage: Stage[Simulator], api: MagicMock) -> None:
    """A step that ends otherwise ends the run, with a line that says how."""
    api.post.return_value = {"type": "abort", "reason": "wrong_account"}
    with pytest.raises(
        DevelopmentError,
        match="^right token: abort wrong_account, not abort reauth_successful$",
    ):
        await stage.answer(
            "right token", FLOW, {"api_token": TOKEN}, "abort reauth_successful"
        )
    assert stage.secrets == {TOKEN}


async def test_password_typed(stage: Stage[Simulator], api: MagicMock) -> None:
    """A password is looked for as it was typed, and as the client sends it."""
    stage.credentials = Credentials(username="username", secret="password")
    stage.simulator.device.auth = "username_password"
    api.post.return_value = {"type": "form", "step_id": "user", "errors": {}}
    await stage.answer("right", FLOW, stage.right("typed"), "form user")
    assert stage.secrets == {"typed", b64encode(b"owner:typed").decode()}


async def test_wrong_secret(stage: Stage[Simulator], api: MagicMock) -> None:
    """A wrong secret is tried with all else right, but only where one is asked for."""
    form = {"type": "form", "step_id": "user", "errors": {"base": "invalid_auth"}}
    api.post.return_value = form
    assert await stage.answer_wrongly(FLOW, {"host": "h"}) == form
    [(path, typed)] = [each.args for each in api.post.call_args_list]
    assert (path, typed["host"], {*typed}) == ("flows/1", "h", {"host", "api_token"})
    assert typed["api_token"] != stage.simulator.device.secret

    stage.credentials = Credentials()
    assert await stage.answer_wrongly(FLOW, {"host": "h"}) == {}
    assert api.post.call_count == 1


async def test_until(stage: Stage[Simulator]) -> None:
    """A step may take its time, but not for ever."""
    found = iter(range(5))

    async def look() -> int:
        return next(found, 4)

    await stage.until("counted", look, 2)
    with pytest.raises(DevelopmentError, match="^counted: 4, not 9$"):
        await stage.until("counted", look, 9)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        pytest.param({}, "", id="all"),
        pytest.param({"temperature": None}, "", id="left-out"),
        pytest.param({"temperature": "-1"}, "temperature", id="wrong"),
        pytest.param({"temperature": "unavailable"}, "temperature", id="unavailable"),
    ],
)
async def test_agreed(
    stage: Stage[Simulator],
    monkeypatch: pytest.MonkeyPatch,
    wrong: dict[str, str | None],
    said: str,
) -> None:
    """Sensors show what the device tells, or are left out."""
    told = {kind: f"{value}" for kind, [value] in stage.simulator.readings.items()}
    states = [
        {"attributes": {"device_class": kind}, "state": state}
        for kind, state in {**told, **wrong}.items()
        if state is not None
    ]
    monkeypatch.setattr(stage, "states", AsyncMock(return_value=states))
    with (
        pytest.raises(DevelopmentError, match=rf"^unlike what it tells: {said}, not")
        if said
        else nullcontext()
    ):
        await stage.until_agreed()


async def test_nothing_agrees(
    stage: Stage[Simulator], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sensors are waited for as long as there is none."""
    monkeypatch.setattr(stage, "states", AsyncMock(return_value=[]))
    with pytest.raises(DevelopmentError, match=r"^unlike what it tells: [^\n]+, not"):
        await stage.until_agreed()


async def test_opened(stage: Stage[Simulator], api: MagicMock) -> None:
    """The flow is taken that belongs to the integration and the occasion."""

    def flow_of(handler: str, source: str, account: str, number: str) -> dict[str, Any]:
        context = {"source": source, "unique_id": account}
        step = "reauth_confirm"
        return {
            "handler": handler,
            "context": context,
            "step_id": step,
            "flow_id": number,
        }

    api.command.return_value = [
        flow_of("another", "reauth", "user-4711", "1"),
        flow_of("my_device", "reauth", "user-4711", "2"),
        flow_of("my_device", "zeroconf", "user-4711", "3"),
        flow_of("my_device", "reauth", "of a run beside", "4"),
    ]
    flow = await stage.opened("rotated", "reauth_confirm", "reauth")
    assert flow.path == "config/config_entries/flow/2"


@pytest.mark.parametrize(
    ("log", "answer", "message"),
    [
        pytest.param(TOKEN, "", "debug lines in the log: no, not yes", id="no-debug"),
        pytest.param(
            DEBUG + TOKEN, "", "secrets to be seen: log, not none", id="in-log"
        ),
        pytest.param(
            DEBUG,
            f"a form with {TOKEN}",
            "secrets to be seen: forms and diagnostics, not none",
            id="in-answers",
        ),
    ],
)
async def test_secret_seen(
    stage: Stage[Simulator], api: MagicMock, log: str, answer: str, message: str
) -> None:
    """A secret anywhere ends the run, and so does a log that could not hold any."""
    (stage.folder / LOG).write_text(log)
    api.answers.append(answer)
    stage.secrets = {TOKEN}
    with pytest.raises(DevelopmentError, match=f"^{message}$"):
        await stage.clear()


def write_component(package: Path, domain: str, **manifest: Any) -> None:
    """Write a component of a pretended Home Assistant."""
    folder = package / "components" / domain
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "manifest.json").write_text(json.dumps({"domain": domain, **manifest}))


def test_requirements_of_all_components(tmp_path: Path) -> None:
    """What the page needs is followed through the dependencies, also in a circle."""
    for domain in requirements.COMPONENTS:
        write_component(tmp_path, domain, dependencies=["http"])
    write_component(
        tmp_path, "http", requirements=["one==1"], dependencies=["frontend"]
    )
    write_component(tmp_path, "camera", requirements=["two==2", "three==3"])
    write_component(tmp_path, "unrelated", requirements=["four==4"])
    platforms = tmp_path / "generated" / "entity_platforms.py"
    platforms.parent.mkdir()
    platforms.write_text("EntityPlatforms = ['camera']")
    assert requirements.needed(tmp_path) == {"one==1", "two==2", "three==3"}


@pytest.mark.parametrize(
    ("requirement", "expected"),
    [
        pytest.param(f"aiohttp=={version('aiohttp')}", False, id="installed"),
        pytest.param("AioHTTP>=3", False, id="other-spelling"),
        pytest.param("aiohttp==0.1", True, id="other-version"),
        pytest.param("no-such-distribution==1", True, id="absent"),
    ],
)
def test_is_missing(requirement: str, expected: bool) -> None:
    """A requirement is met by the version that is installed, or not."""
    assert requirements.is_missing(requirement) is expected


def test_requirement_that_cannot_be_built(monkeypatch: pytest.MonkeyPatch) -> None:
    """One requirement that cannot be installed does not keep the others out."""
    install = create_autospec(requirements.install)
    install.side_effect = lambda wanted: "unbuildable==1" not in wanted
    monkeypatch.setattr(requirements, "install", install)
    monkeypatch.setattr(
        requirements, "needed", lambda _: ["absent==1", "unbuildable==1"]
    )
    assert requirements.provide() == ["unbuildable==1"]
    assert install.mock_calls == [
        call(["absent==1", "unbuildable==1"]),
        call(["absent==1"]),
        call(["unbuildable==1"]),
    ]


def test_nothing_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is done where nothing is missing."""
    monkeypatch.setattr(requirements, "needed", lambda _: ["aiohttp"])
    monkeypatch.setattr(requirements, "install", None)
    assert requirements.provide() == []


def test_prepare(tmp_path: Path) -> None:
    """Home Assistant is told to keep to this machine, and an earlier state is kept."""
    prepare(tmp_path, 1234, debug=["homeassistant.components.my_device"])
    configuration = tmp_path / "configuration.yaml"
    assert "homeassistant.components.my_device: debug" in configuration.read_text()
    onboarding = tmp_path / ".storage" / "onboarding"
    assert "user" not in json.loads(onboarding.read_text())["data"]["done"]

    configuration.write_text("changed")
    onboarding.write_text("done")
    prepare(tmp_path, 4321)
    assert last_port(tmp_path) == 4321
    http = json.loads((tmp_path / ".storage" / "http").read_text())
    assert http["data"] == {"server_host": ["127.0.0.1"], "server_port": 4321}
    assert configuration.read_text() == "changed"
    assert onboarding.read_text() == "done"


@pytest.mark.usefixtures("socket_enabled")
def test_free_port() -> None:
    """The port preferred is taken if it is free."""
    with socket.create_server((ADDRESS, 0)) as server:
        port = server.getsockname()[1]
        assert free_port(port) not in {0, port}
    assert free_port(port) == port


@pytest.mark.usefixtures("socket_enabled")
async def test_program_fails(module: Callable[..., Program]) -> None:
    """A program that fails ends what goes on beside it, and the end of its log is told."""
    it = module(
        "import sys; print(*range(99), sep='\\n', flush=True); sys.exit('It broke')"
    )
    with pytest.raises(DevelopmentError) as caught:
        async with running(it):
            await asyncio.Event().wait()
    first, *log = str(caught.value).splitlines()
    assert first == f"It ended with exit code 1. The end of {it.log}:"
    assert (log[0], log[-1]) == ("75", "It broke")


@pytest.mark.usefixtures("socket_enabled")
async def test_program_ends_well(
    module: Callable[..., Program], tmp_path: Path
) -> None:
    """A program may end by itself, and is started again if it asks for that."""
    starts = tmp_path / "starts"
    it = module(
        "from pathlib import Path; import sys\n"
        "path = Path(sys.argv[1]); path.write_text(path.read_text() + 'x')\n"
        "sys.exit(100 if path.read_text() == 'x' else 0)",
        str(starts),
        restart=100,
    )
    starts.write_text("")
    async with running(it) as tasks:
        await asyncio.wait(tasks)
    assert starts.read_text() == "xx"


@pytest.mark.usefixtures("socket_enabled")
@pytest.mark.parametrize(
    ("reaction", "last_words"),
    [
        pytest.param("sys.exit(print('tidied up'))", ["tidied up"], id="obedient"),
        pytest.param("None", [], id="stubborn"),
    ],
)
async def test_program_is_ended(
    module: Callable[..., Program],
    monkeypatch: pytest.MonkeyPatch,
    reaction: str,
    last_words: list[str],
) -> None:
    """A program ends with the context: in order, or after a while in any case."""
    monkeypatch.setattr(processes, "SECONDS_TO_STOP", 0.3)
    it = module(
        f"import os, signal, sys\nsignal.signal(signal.SIGTERM, lambda *_: {reaction})\n"
        "print(os.getpid(), flush=True)\nwhile True: signal.pause()"
    )
    async with asyncio.timeout(10), running(it):
        while not (it.log.exists() and it.log.read_text()):
            await asyncio.sleep(0.01)
    pid, *rest = it.log.read_text().splitlines()
    assert rest == last_words
    assert not Path("/proc", pid).exists()


async def onboard_user(request: web.Request) -> web.Response:
    """Answer with a code, once a user has been described."""
    user = await request.json()
    assert {*user} == {"client_id", "language", "name", "password", "username"}
    return web.json_response({"auth_code": "a-code"})


async def open_login(request: web.Request) -> web.Response:
    """Answer with the form of a login."""
    assert (await request.json())["handler"] == ["homeassistant", None]
    return web.json_response({"type": "form", "flow_id": "1"})


async def try_login(request: web.Request) -> web.Response:
    """Answer with a code to whoever has the password of now."""
    if (await request.json())["password"] != request.app[LOGIN_PASSWORD]:
        return web.json_response({"type": "form", "errors": {"base": "invalid_auth"}})
    return web.json_response({"type": "create_entry", "result": "a-code"})


async def grant_token(request: web.Request) -> web.Response:
    """Answer with a token in return for the code."""
    assert (await request.post())["code"] == "a-code"
    return web.json_response({"access_token": "an-access-token"})


async def tell_config(request: web.Request) -> web.Response:
    """Answer with the state of a Home Assistant in trouble, to those who may know."""
    assert request.headers["Authorization"] == "Bearer an-access-token"
    return web.json_response({"state": "RUNNING", "recovery_mode": True})


@pytest.fixture
async def session(socket_enabled: None) -> AsyncGenerator[ClientSession]:
    """Return a session."""
    async with ClientSession() as session:
        yield session


@pytest.fixture
def login_password() -> str:
    """Return the password of the development user."""
    return PASSWORD


@pytest.fixture
async def url(session: ClientSession, login_password: str) -> AsyncGenerator[str]:
    """Return the address of a server that answers as Home Assistant does when new."""
    app = web.Application()
    app[LOGIN_PASSWORD] = login_password
    app.router.add_post("/api/onboarding/users", onboard_user)
    app.router.add_post("/auth/login_flow", open_login)
    app.router.add_post("/auth/login_flow/1", try_login)
    app.router.add_post("/auth/token", grant_token)
    app.router.add_get("/api/config", tell_config)
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/")


async def test_first_start(session: ClientSession, url: str) -> None:
    """The user is made and logged in, and trouble is told."""
    api = await create_user(session, url)
    with pytest.raises(DevelopmentError, match="recovery mode"):
        await until_running(api)
    assert "recovery_mode" in api.answers[0]
    assert "an-access-token" not in repr(api)


async def test_later_start(session: ClientSession, url: str) -> None:
    """Once done, the onboarding is gone from Home Assistant, and the user logs in."""
    assert await has_user(session, url)
    api = await log_in(session, url)
    assert api.access_token == "an-access-token"


@pytest.mark.parametrize("login_password", ["changed"])
async def test_password_changed(session: ClientSession, url: str) -> None:
    """A user who has another password by now is told how to get on."""
    with pytest.raises(DevelopmentError, match="cannot log in .* remove the configura"):
        await log_in(session, url)


async def test_refused_request(session: ClientSession, url: str) -> None:
    """A request that is refused ends the run with its path and status."""
    with pytest.raises(DevelopmentError, match="^GET /api/states: 404"):
        await Api(session, url, "an-access-token").get("states")


@pytest.mark.parametrize(
    "request_of",
    [
        pytest.param(methodcaller("get", "states"), id="get"),
        pytest.param(methodcaller("command", "ping"), id="command"),
        pytest.param(lambda api: has_user(api.session, api.url), id="has-user"),
        pytest.param(lambda api: create_user(api.session, api.url), id="create-user"),
        pytest.param(lambda api: log_in(api.session, api.url), id="log-in"),
    ],
)
async def test_home_assistant_gone(
    session: ClientSession, request_of: Callable[[Api], Awaitable[object]]
) -> None:
    """A Home Assistant that went away ends the run."""
    api = Api(session, f"http://{ADDRESS}:{free_port()}", "an-access-token")
    with pytest.raises(DevelopmentError, match="Cannot connect"):
        await request_of(api)


async def test_late_start(
    session: ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Home Assistant that never answers is not waited for for ever."""
    monkeypatch.setattr("script.development.api.SECONDS_TO_START", 0.2)
    with pytest.raises(DevelopmentError, match="did not answer within 0.2 seconds"):
        await until_listening(session, f"http://{ADDRESS}:{free_port()}")


async def test_endless_start(api: MagicMock, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Home Assistant that never gets done with its start is not waited for either."""
    monkeypatch.setattr("script.development.api.SECONDS_TO_START", 0.2)
    api.get.return_value = {"state": "STARTING"}
    async with asyncio.timeout(5):
        with pytest.raises(DevelopmentError, match="did not finish its start within"):
            await until_running(api)


@pytest.mark.usefixtures("socket_enabled")
async def test_machine_without_multicast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Discovery is left out where a machine does not allow it."""
    assert await can_announce()
    monkeypatch.setattr(
        "script.development.announcement.AsyncZeroconf",
        create_autospec(AsyncZeroconf, side_effect=OSError),
    )
    assert not await can_announce()


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        pytest.param(["nosuch"], "invalid choice: 'nosuch'", id="domain"),
        pytest.param(["--scenario", "dance"], "invalid choice: 'dance'", id="scenario"),
        pytest.param(["--fast"], "unrecognized arguments: --fast", id="option"),
        pytest.param(["--port", "80"], "give one from 1024 to 65533", id="port"),
        pytest.param(["--port", "ssh"], "'ssh' is no port", id="no-port"),
        pytest.param(
            ["--scenario", "user", "--port", "8123"], "leave out --port", id="both"
        ),
    ],
)
def test_bad_command_line(
    argv: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong command line is told in one line."""
    with pytest.raises(SystemExit, match="^2$"):
        main(argv)
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("script/develop: ")
    assert message in line


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a session that may not write its files yet."""
    refuse = create_autospec(prepare, side_effect=AssertionError)
    monkeypatch.setattr("script.development.session.FOLDER", tmp_path)
    monkeypatch.setattr("script.development.session.prepare", refuse)
    return tmp_path


async def test_second_session(folder: Path) -> None:
    """A second session leaves the first one's folder alone."""
    with (
        reserved(folder),
        pytest.raises(DevelopmentError, match=f"^it already runs on {folder}; end"),
    ):
        await run_session(chosen("my_device")[0])


@pytest.mark.usefixtures("folder", "socket_enabled")
@pytest.mark.parametrize("taken", [0, 1, 2])
async def test_wanted_port_taken(taken: int) -> None:
    """A port that is wanted and taken is told before anything is changed."""
    port = free_port()
    with (
        socket.create_server((ADDRESS, port + taken)),
        pytest.raises(DevelopmentError, match=f"{port}, {port + 1}, {port + 2} is"),
    ):
        await run_session(chosen("my_device")[0], port)


@pytest.mark.usefixtures("socket_enabled")
@pytest.mark.parametrize("announces", [True, False])
async def test_manual(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    announces: bool,
) -> None:
    """What to open and type is told; only a device that announces itself as discovered."""
    announcements = []
    open_page = AsyncMock()

    @asynccontextmanager
    async def started(_: Program) -> AsyncGenerator[list[asyncio.Future[None]]]:
        yield [asyncio.ensure_future(asyncio.sleep(0))]

    @asynccontextmanager
    async def announced(_: Simulator, kind: str) -> AsyncGenerator[None]:
        announcements.append(kind)
        yield

    for name, replacement in {
        "FOLDER": tmp_path,
        "announced": announced,
        "can_announce": AsyncMock(return_value=announces),
        "free_ports": lambda *_: [Ports(8123, 0)],
        "has_user": AsyncMock(return_value=True),
        "learn": AsyncMock(return_value=Credentials(secret="token")),
        "log_in": AsyncMock(),
        "open_page": open_page,
        "running": started,
        "until_listening": AsyncMock(),
        "until_running": AsyncMock(),
    }.items():
        monkeypatch.setattr(f"script.development.session.{name}", replacement)
    await run_session(chosen("my_device")[0])
    manual = capsys.readouterr().out
    assert "Add integration" in manual
    assert "API token  device-secret" in manual
    assert ("discovered" in manual) is announces
    assert announcements == ["_my-device._tcp.local."] * announces
    open_page.assert_awaited_once_with(f"http://{ADDRESS}:8123")


@pytest.fixture(params=[signal.SIGHUP, signal.SIGTERM], ids=attrgetter("name"))
def number(request: pytest.FixtureRequest) -> Generator[signal.Signals]:
    """Return a signal that would fail the test if nobody handled it."""
    number: signal.Signals = request.param
    before = signal.signal(number, lambda *_: pytest.fail("Nobody handled it"))
    yield number
    signal.signal(number, before)


@pytest.mark.usefixtures("socket_enabled")
def test_told_to_end(monkeypatch: pytest.MonkeyPatch, number: signal.Signals) -> None:
    """A session ends in order when it is told to, or when its terminal is closed."""
    ended = []

    async def run(integration: Integration, *_: object) -> None:
        try:
            signal.raise_signal(number)
            await asyncio.sleep(10)
        finally:
            ended.append(integration.domain)

    for name, replacement in {
        "compile_translations": lambda _: None,
        "requirements.provide": list,
        "run_session": run,
    }.items():
        monkeypatch.setattr(f"script.development.__main__.{name}", replacement)
    assert main([]) == 0
    assert ended == ["my_device"]
