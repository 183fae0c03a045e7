"""Tests of what the development run finds out: about the integration, its forms and the desktop."""

from collections.abc import Mapping
import json
from pathlib import Path
from typing import Any
from unittest.mock import create_autospec

import pytest

from script.development import browser
from script.development.__main__ import main
from script.development.api import Api
from script.development.browser import has_desktop, open_page
from script.development.counterparts import (
    CLOUD,
    DEVICE,
    HUB,
    OAUTH2,
    PUSHING_DEVICE,
    counterpart,
    simulated_clouds,
)
from script.development.credentials import Credentials, asked_for, learn
from script.development.ports import free_pair, ports_at
from script.development.scenarios import playable
from script.development.subject import (
    default_domain,
    example_clouds,
    platforms,
    service_type,
)
from script.integration.integration import Integration
from script.scaffold import MODEL

HOST = {"name": "host", "selector": {"text": {"autocomplete": "off"}}}
USERNAME = {"name": "username", "selector": {"text": {"autocomplete": "username"}}}
SERVICE = "_meter._tcp.local."


def hidden(name: str) -> dict[str, Any]:
    """Return a field that hides what is typed."""
    return {"name": name, "selector": {"text": {"type": "password"}}}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of integrations that is the tree's own."""
    monkeypatch.setattr("script.integration.integration.COMPONENTS", tmp_path)
    return tmp_path


def made(
    folder: Path,
    domain: str,
    *,
    steps: tuple[str, ...] = ("user",),
    modules: tuple[str, ...] = (),
    **manifest: object,
) -> Integration:
    """Write an integration with the steps of its flows."""
    path = folder / domain
    path.mkdir()
    (path / "manifest.json").write_text(json.dumps({"domain": domain, **manifest}))
    flow = "\n".join(f"    async def async_step_{step}(self): ..." for step in steps)
    (path / "config_flow.py").write_text(f"class Flow:\n{flow}\n    steps = 1\n")
    for name in modules:
        (path / f"{name}.py").touch()
    return Integration(path)


@pytest.mark.parametrize(
    ("domains", "expected"),
    [
        pytest.param({"meter", MODEL}, MODEL, id="model"),
        pytest.param({"meter"}, "meter", id="the only one"),
        pytest.param({"meter", "plug"}, None, id="several"),
        pytest.param(set(), None, id="none"),
    ],
)
def test_default_domain(domains: set[str], expected: str | None) -> None:
    """The model is taken where it is, or else the only one that is."""
    assert default_domain(domains) == expected


@pytest.mark.parametrize(
    ("zeroconf", "expected"),
    [
        pytest.param([SERVICE, "_other._tcp.local."], SERVICE, id="name"),
        pytest.param([{"type": SERVICE, "name": "x*"}], SERVICE, id="matcher"),
        pytest.param([], None, id="none"),
    ],
)
def test_service_type(folder: Path, zeroconf: object, expected: str | None) -> None:
    """The type of services is what the manifest says."""
    assert service_type(made(folder, "meter", zeroconf=zeroconf)) == expected


def test_platforms(folder: Path) -> None:
    """Of all modules, those that make entities are platforms."""
    meter = made(folder, "meter", modules=("switch", "coordinator", "binary_sensor"))
    assert platforms(meter) == ["binary_sensor", "switch"]


@pytest.mark.parametrize(
    ("steps", "manifest", "expected"),
    [
        pytest.param(
            ("user", "reauth", "reauth_confirm", "reconfigure", "init", "zeroconf"),
            {"zeroconf": [SERVICE]},
            ["user", "reauth", "reconfigure", "discovery", "options"],
            id="all",
        ),
        pytest.param(("user", "zeroconf"), {}, ["user"], id="nothing announced"),
        pytest.param(("user", "init"), {}, ["user", "options"], id="options"),
    ],
)
def test_playable(
    folder: Path, steps: tuple[str, ...], manifest: Mapping[str, Any], expected: object
) -> None:
    """A scenario is there for each flow that the integration has."""
    assert playable(made(folder, "meter", steps=steps, **manifest)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://my-cloud.example.com/api/v1", ["https://my-cloud.example.com"]),
        ("http://example.org", ["http://example.org"]),
        ("https://login.meter.test:8443/x", ["https://login.meter.test"]),
        ("https://example.community.org/api", []),
        ("https://example.com.meter.io/api", []),
        ("https://api.meter.io", []),
        ("As in https://example.com/help", []),
    ],
)
def test_example_clouds(folder: Path, text: str, expected: list[str]) -> None:
    """An address is an example where it begins with a name that stands for nothing real."""
    meter = made(folder, "meter")
    (meter.path / "const.py").write_text(f"URL = {text!r}\n")
    assert example_clouds(meter) == expected
    assert simulated_clouds(meter, 8400) == dict.fromkeys(
        expected, "http://127.0.0.1:8400"
    )


@pytest.mark.parametrize(
    ("code", "manifest", "expected"),
    [
        pytest.param("", {}, DEVICE, id="local"),
        pytest.param("s.ws_connect()", {}, HUB, id="over a WebSocket"),
        pytest.param(
            "s.ws_connect()",
            {"integration_type": "device"},
            PUSHING_DEVICE,
            id="a device over a WebSocket",
        ),
        pytest.param("u = 'https://x.example.com'", {}, CLOUD, id="example"),
        pytest.param(
            "u = 'https://x.example.com'",
            {"dependencies": ["application_credentials"]},
            OAUTH2,
            id="example with OAuth2",
        ),
        pytest.param("u = 'https://x.io'", {}, DEVICE, id="a link"),
        pytest.param(
            "u = 'https://x.io'", {"iot_class": "cloud_push"}, None, id="real cloud"
        ),
    ],
)
def test_counterpart(
    folder: Path, code: str, manifest: dict[str, Any], expected: object
) -> None:
    """The code shows what an integration talks to."""
    meter = made(folder, "meter", **manifest)
    (meter.path / "api.py").write_text(f"{code}\n")
    assert counterpart(meter) is expected


@pytest.mark.usefixtures("socket_enabled")
@pytest.mark.parametrize("dependencies", [[], ["application_credentials"]], ids=str)
@pytest.mark.parametrize("other_type", ["service", "device"])
async def test_no_hub(folder: Path, other_type: str, dependencies: list[str]) -> None:
    """A service or a device is played with the account alone, which has no devices for it."""
    scenarios, clouds = [], []
    for type_ in ("hub", other_type):
        meter = made(folder, type_, integration_type=type_, dependencies=dependencies)
        (meter.path / "api.py").write_text("u = 'https://x.example.com'\n")
        other = counterpart(meter)
        assert other
        scenarios.append({*other.scenarios})
        async with other.fresh(Credentials(), 0) as cloud:
            clouds.append({*cloud.readings})
    assert scenarios[0] - scenarios[1] == {"devices"}
    assert clouds == [
        {"battery", "humidity", "power", "temperature"},
        {"energy", "power"},
    ]


@pytest.mark.usefixtures("socket_enabled")
async def test_device_that_pushes() -> None:
    """A device that pushes is played without the devices of a hub."""
    assert HUB.scenarios.keys() - PUSHING_DEVICE.scenarios.keys() == {"devices"}
    async with PUSHING_DEVICE.fresh(Credentials(), 0) as device:
        assert device.refusal == "wrong_device"
    async with PUSHING_DEVICE.at(ports_at(free_pair())) as device:
        assert device.refusal == "wrong_device"


def test_real_cloud_has_no_scenario(folder: Path) -> None:
    """A cloud that is real is left alone."""
    assert playable(made(folder, "meter", iot_class="cloud_polling")) == []


@pytest.mark.parametrize(
    ("domains", "argv", "message"),
    [
        pytest.param([], [], "there is no integration here; make one", id="none"),
        pytest.param(
            ["meter", "plug"], [], "name the integration to work on, one of meter, plug"
        ),
        pytest.param(
            ["meter"],
            ["--scenario", "reauth"],
            "meter has no flow for the scenario reauth; there are: user",
            id="no flow",
        ),
    ],
)
def test_nothing_to_run(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    domains: list[str],
    argv: list[str],
    message: str,
) -> None:
    """What cannot be run is told in one line, before anything starts."""
    for domain in domains:
        made(folder, domain)
    with pytest.raises(SystemExit, match="^2$"):
        main(argv)
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith(f"script/develop: {message}")


def test_no_flow_at_all(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All scenarios of an integration without flows are none, which is told."""
    made(folder, "meter", steps=())
    with pytest.raises(SystemExit, match="^2$"):
        main(["--scenario", "all"])
    assert "there are: none" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("fields", "expected", "auth"),
    [
        pytest.param(
            [HOST, hidden("api_token")], Credentials(secret="api_token"), "token"
        ),
        pytest.param(
            [HOST, USERNAME, hidden("pass")],
            Credentials(username="username", secret="pass"),
            "username_password",
        ),
        pytest.param(
            [{"name": "email"}, hidden("password")],
            Credentials(username="email", secret="password"),
            "username_password",
        ),
        pytest.param([HOST], Credentials(), "none"),
        pytest.param(
            [{"name": "room", "type": "string"}, hidden("key")],
            Credentials(secret="key"),
            "token",
        ),
        pytest.param(
            [{"name": "host", "type": "string"}, {"name": "pass", "type": "string"}],
            Credentials(),
            "none",
        ),
        pytest.param(
            [
                {"name": "host", "type": "string"},
                {"name": "api_token", "type": "string"},
            ],
            Credentials(secret="api_token"),
            "token",
        ),
    ],
    ids=[
        "token",
        "password",
        "email",
        "none",
        "field without selector",
        "shown by its name",
        "hidden by its name",
    ],
)
def test_credentials(
    fields: list[dict[str, Any]], expected: Credentials, auth: str
) -> None:
    """The form shows how the device is opened."""
    credentials = asked_for({"type": "form", "data_schema": fields})
    assert credentials == expected
    assert credentials.auth == auth


def test_filled() -> None:
    """Only the fields that there are hold something."""
    both = Credentials(username="username", secret="password")
    assert both.filled("me", None) == {"username": "me", "password": None}
    assert Credentials(secret="api_token").filled("me", "x") == {"api_token": "x"}
    assert Credentials().filled("me", "x") == {}


async def test_learn() -> None:
    """The form is opened to be read, and closed again."""
    api = create_autospec(Api, instance=True)
    form = {"type": "form", "flow_id": "1", "data_schema": [HOST, hidden("key")]}
    api.post.return_value = form
    assert await learn(api, "meter") == Credentials(secret="key")
    api.delete.assert_awaited_once_with("config/config_entries/flow/1")

    api.post.return_value = {"type": "external", "flow_id": "2", "url": "http://x"}
    assert await learn(api, "meter") == Credentials()
    assert api.delete.await_count == 2

    api.post.return_value = {"type": "abort", "reason": "single_instance_allowed"}
    assert await learn(api, "meter") == Credentials()
    assert api.delete.await_count == 2


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        pytest.param({"DISPLAY": ":0"}, "linux", True, id="X"),
        pytest.param({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True, id="Wayland"),
        pytest.param({}, "linux", False, id="no desktop"),
        pytest.param({"DISPLAY": ""}, "linux", False, id="empty display"),
        pytest.param({"SSH_CONNECTION": "a b"}, "linux", False, id="ssh"),
        pytest.param({"DISPLAY": ":0", "CI": "true"}, "linux", False, id="CI"),
        pytest.param({}, "darwin", True, id="macOS"),
        pytest.param({"SSH_CONNECTION": "a b"}, "darwin", False, id="macOS over ssh"),
        pytest.param({"CI": "true"}, "darwin", False, id="macOS in CI"),
    ],
)
def test_has_desktop(
    environment: Mapping[str, str], platform: str, expected: bool
) -> None:
    """A browser is opened where somebody sees it."""
    assert has_desktop(environment, platform) is expected


@pytest.mark.parametrize("is_there", [True, False])
async def test_open_page(monkeypatch: pytest.MonkeyPatch, is_there: bool) -> None:
    """The page is opened where there is a desktop, and only there."""
    opened: list[str] = []
    monkeypatch.setattr(browser, "has_desktop", lambda *_: is_there)
    monkeypatch.setattr("webbrowser.open", opened.append)
    await open_page("http://127.0.0.1:8123")
    assert opened == ["http://127.0.0.1:8123"] * is_there
