"""Test making a custom component."""

import ast
from collections.abc import Callable
from ipaddress import ip_address
import json
from pathlib import Path
import sys

import pytest

from homeassistant.config_entries import SOURCE_USER, SOURCE_ZEROCONF
from homeassistant.core import HomeAssistant
from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo
from homeassistant.helpers.translation import async_get_translations
from homeassistant.loader import async_get_integration
from script import ROOT
from script.custom import CustomError
from script.custom.analysis import analyze
from script.custom.export import core_path, custom_path, export
from script.integration.tree import Tree, write
from script.scaffold import MODEL
from script.scaffold.models import MODELS, Auth

from .conftest import COMPONENT, INTEGRATION, RELEASE

from tests.common import MockConfigEntry
from tests.edits import edited

COORDINATOR = f"{INTEGRATION}coordinator.py"
FLOW = f"{INTEGRATION}config_flow.py"
INIT = f"{INTEGRATION}__init__.py"
MANIFEST = f"{INTEGRATION}manifest.json"

ANNOUNCED = ZeroconfServiceInfo(
    ip_address=ip_address("192.0.2.10"),
    ip_addresses=[ip_address("192.0.2.10")],
    hostname="my-device.local.",
    name="MD-1._my-device._tcp.local.",
    port=8380,
    properties={"user_id": "user-1", "name": "Workshop"},
    type="_my-device._tcp.local.",
)

# What cores before 2026.9 do not know
NEWER = ("probatio", "Secret(", "_or_raise", "homeassistant.components.my_device")


@pytest.fixture(scope="module")
def exported(tree: Tree) -> Tree:
    """Return the custom component of the model."""
    return export(tree, MODEL, RELEASE)


def method(files: Tree, name: str) -> str:
    """Return the body of a function of the integration's own module, without its docstring."""
    for node in ast.parse(files[f"{COMPONENT}__init__.py"]).body:
        if isinstance(node, ast.AsyncFunctionDef) and node.name == name:
            assert node.returns is not None
            body = "; ".join(map(ast.unparse, node.body[1:]))
            return f"{ast.unparse(node.returns)}: {body}"
    raise AssertionError(name)


def test_manifest(exported: Tree, tree: Tree) -> None:
    """Test that the manifest has what a custom component's needs, and nothing of core's alone."""
    core, custom = (
        json.loads(files[path])
        for files, path in ((tree, MANIFEST), (exported, f"{COMPONENT}manifest.json"))
    )
    assert custom == {
        **{key: value for key, value in core.items() if key != "quality_scale"},
        "documentation": "https://github.com/octocat/meter",
        "issue_tracker": "https://github.com/octocat/meter/issues",
        "version": "1.2.3",
    }
    assert [*custom] == ["domain", "name", *sorted({*custom} - {"domain", "name"})]
    assert json.loads(exported["hacs.json"])["name"] == core["name"]


def test_files(exported: Tree, tree: Tree) -> None:
    """Test that all files come along, but for those of core alone."""
    expected = {path for each in tree if (path := custom_path(each, MODEL))}
    assert expected <= exported.keys()
    assert len(expected) == len(tree) - 1
    images = {path for path in exported if path.endswith(".png")}
    assert images == {
        f"{COMPONENT}brand/{name}.png"
        for name in ("icon", "icon@2x", "logo", "logo@2x")
    }
    assert all(exported[path] == tree[core_path(path, MODEL) or ""] for path in images)
    assert f"{COMPONENT}strings.json" not in exported


def test_texts(exported: Tree) -> None:
    """Test that every text is one, those that older cores lack included."""
    content = exported[f"{COMPONENT}translations/en.json"]
    texts = json.loads(content)
    assert b"[%" not in content
    assert {"already_in_progress", "reauth_successful", "reconfigure_successful"} <= {
        *texts["config"]["abort"]
    }
    form = texts["options"]["step"]["init"]
    assert form["data"]["scan_interval"]
    assert form["data"].keys() == form["data_description"].keys()


def test_readme(exported: Tree) -> None:
    """Test that users read what they are asked for, and by which license."""
    readme = exported["README.md"].decode()
    assert "\n## Settings\n\n- **API token**: The API token, as " in readme
    assert "\n- **Update interval**: How often Home Assistant reads" in readme
    assert (
        "\n- **Sensor**: Temperature (°C), Power (W), Energy (kWh), Signal strength"
        in readme
    )
    assert "\n- **Switch**: Relay\n" in readme
    assert "[%" not in readme
    assert exported["LICENSE"] == (ROOT / "LICENSE").read_bytes()


@pytest.mark.usefixtures("disable_translations_once", "enable_custom_integrations")
async def test_loaded(
    hass: HomeAssistant,
    exported: Tree,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Test that Home Assistant finds it beside its configuration, and has a text for all that its forms ask."""
    write(tmp_path, exported)
    for name in [each for each in sys.modules if each.startswith("custom_components")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.syspath_prepend(tmp_path)
    entry = MockConfigEntry(domain=MODEL, data={"host": "127.0.0.1", "api_token": "x"})
    entry.add_to_hass(hass)
    integration = await async_get_integration(hass, MODEL)
    try:
        assert integration.file_path == tmp_path / COMPONENT
        open_flow = hass.config_entries.flow.async_init
        for flow, asked, form in (
            ("config", "host", await open_flow(MODEL, context={"source": SOURCE_USER})),
            ("config", "api_token", await entry.start_reauth_flow(hass)),
            (
                "config",
                "api_token",
                await open_flow(
                    MODEL, context={"source": SOURCE_ZEROCONF}, data=ANNOUNCED
                ),
            ),
            (
                "options",
                "scan_interval",
                await hass.config_entries.options.async_init(entry.entry_id),
            ),
        ):
            texts = await async_get_translations(hass, "en", flow, {MODEL})
            schema = form["data_schema"]
            assert schema is not None
            fields = {str(key) for key in schema.schema}
            assert asked in fields
            step = f"component.{MODEL}.{flow}.step.{form['step_id']}"
            for field in fields:
                assert texts[f"{step}.data.{field}"]
                assert texts[f"{step}.data_description.{field}"]
    finally:
        for name in [
            each for each in sys.modules if each.startswith("custom_components")
        ]:
            del sys.modules[name]


def test_names(exported: Tree) -> None:
    """Test that no module has a name that older cores or custom components have not."""
    modules = {
        path: each.decode() for path, each in exported.items() if path.endswith(".py")
    }
    assert len(modules) > 10
    for path, text in modules.items():
        assert not [name for name in NEWER if name in text], path
        assert not [
            line for line in text.splitlines() if line.startswith("from tests")
        ], path
        ast.parse(text)
    assert "import voluptuous as vol\n" in modules[f"{COMPONENT}config_flow.py"]


def test_results(exported: Tree) -> None:
    """Test that set up and unload say whether they worked."""
    assert method(exported, "async_setup_entry").startswith("bool: ")
    assert method(exported, "async_setup_entry").endswith("; return True")
    assert method(exported, "async_unload_entry") == (
        "bool: return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)"
    )
    assert b'async_setup_entry", return_value=True' in exported["tests/conftest.py"]


def test_more_results(tree: Tree) -> None:
    """Test a return in the midst, and an unload with more to do."""
    last = "    await hass.config_entries.async_unload_platforms_or_raise(entry, PLATFORMS)\n"
    tree = edited(
        tree,
        INIT,
        (last, f"{last}    if hass.data:\n        return\n    print(entry)\n"),
    )
    assert method(export(tree, MODEL, RELEASE), "async_unload_entry") == (
        "bool: "
        "if not await hass.config_entries.async_unload_platforms(entry, PLATFORMS):\n    return False; "
        "if hass.data:\n    return True; print(entry); return True"
    )


def test_interval(exported: Tree, tree: Tree) -> None:
    """Test that the coordinator asks for the user's interval wherever it uses its own."""
    before = tree[COORDINATOR].decode()
    after = exported[f"{COMPONENT}coordinator.py"].decode()
    assert "update_interval=scan_interval(config_entry, SCAN_INTERVAL)" in after
    asked = after.count("scan_interval(self.config_entry, SCAN_INTERVAL)")
    # Beside its definition and the coordinator's
    assert asked == before.count("SCAN_INTERVAL") - 2


@pytest.mark.parametrize("auth", MODELS[0].auths)
@pytest.mark.parametrize("without", [(), ("options",), ("switch", "zeroconf")])
def test_every_scaffold(
    made: Callable[..., Tree], auth: Auth, without: tuple[str, ...]
) -> None:
    """Test that there is an option for the interval, whatever the integration is made of."""
    component = "custom_components/acme_meter/"
    files = export(made(auth, *without), "acme_meter", RELEASE)
    flow = files[f"{component}config_flow.py"].decode()
    own = not without
    assert flow.count("def async_get_options_flow") == 1
    assert ("with_scan_interval(" in flow) is own
    assert ("return ScanIntervalOptionsFlow(SCAN_INTERVAL)" in flow) is not own
    assert (f"{component}options_flow.py" in files) is not own
    assert "tests/test_scan_interval.py" in files
    texts = json.loads(files[f"{component}translations/en.json"])
    assert texts["options"]["step"]["init"]["data"]["scan_interval"]
    assert ("reauth_successful" in texts["config"]["abort"]) is (auth is not Auth.NONE)


@pytest.mark.parametrize(
    ("path", "old", "new", "why"),
    [
        pytest.param(
            COORDINATOR,
            "SCAN_INTERVAL = timedelta(seconds=30)",
            "SCAN_INTERVAL = timedelta(minutes=15)",
            "coordinator.py: SCAN_INTERVAL is 900 seconds",
            id="too long",
        ),
        pytest.param(
            MANIFEST, '"local_polling"', '"local_push"', "it does not poll", id="push"
        ),
        pytest.param(
            COORDINATOR,
            "            update_interval=SCAN_INTERVAL,\n",
            "",
            "update_interval is given 0 times",
            id="no interval",
        ),
        pytest.param(
            COORDINATOR,
            "update_interval=SCAN_INTERVAL",
            "update_interval=timedelta(seconds=30)",
            "update_interval is no constant",
            id="interval without a name",
        ),
        *(
            pytest.param(
                COORDINATOR,
                "SCAN_INTERVAL = timedelta(seconds=30)",
                f"SCAN_INTERVAL = {value}",
                "SCAN_INTERVAL is not written as a timedelta",
                id=value,
            )
            for value in (
                "sum([])",
                "timedelta(fortnights=30)",
                "timedelta(seconds=POLL)",
            )
        ),
        pytest.param(
            COORDINATOR,
            "            config_entry=config_entry,\n",
            "",
            "is not told of its config entry",
            id="no entry",
        ),
        pytest.param(
            FLOW,
            'step_id="init"',
            'step_id="start"',
            "config_flow.py: its options flow shows 0 forms",
            id="no form",
        ),
    ],
)
def test_no_option(tree: Tree, path: str, old: str, new: str, why: str) -> None:
    """Test that there is no option where it would make no sense, and that this is said."""
    tree = edited(tree, path, (old, new))
    assert why in analyze(tree, MODEL).why_fixed
    files = export(tree, MODEL, RELEASE)
    assert f"{COMPONENT}scan_interval.py" not in files
    assert b"scan_interval" not in files[f"{COMPONENT}translations/en.json"]
    assert b"scan_interval" not in files[f"{COMPONENT}coordinator.py"]
    assert b"scan_interval" not in files[f"{COMPONENT}config_flow.py"]
    assert b"SCAN_INTERVAL: 30" not in files["tests/test_config_flow.py"]


@pytest.mark.parametrize(
    ("path", "old", "new", "message"),
    [
        pytest.param(FLOW, "class ", "klass ", "config_flow.py:", id="not Python"),
        pytest.param(MANIFEST, "{", "[", "manifest.json: not JSON", id="not JSON"),
        pytest.param(
            f"{INTEGRATION}strings.json",
            "[%key:common::config_flow::error::unknown%]",
            "[%key:common::nothing%]",
            f"{INTEGRATION}strings.json: config::error::unknown: ",
            id="no such text",
        ),
    ],
)
def test_no_place(tree: Tree, path: str, old: str, new: str, message: str) -> None:
    """Test that what finds no place is said in one line."""
    with pytest.raises(CustomError) as raised:
        export(edited(tree, path, (old, new)), MODEL, RELEASE)
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    "path", [COORDINATOR, f"tests/components/{MODEL}/test_init.py", MANIFEST]
)
def test_not_text(tree: Tree, path: str) -> None:
    """Test that a file that is no text is named."""
    with pytest.raises(CustomError, match=rf"^{path}: not UTF-8 text"):
        export({**tree, path: tree[path] + b"# \xff\n"}, MODEL, RELEASE)


def test_taken_name(tree: Tree) -> None:
    """Test that no module of the integration is replaced."""
    tree = {**tree, f"{INTEGRATION}scan_interval.py": b'"""Mine."""\n'}
    with pytest.raises(CustomError, match=r"scan_interval\.py: the custom component"):
        export(tree, MODEL, RELEASE)
