"""Test taking edits of a custom component back."""

from collections.abc import Callable
import json

import pytest

from script.custom import CustomError
from script.custom.adopt import Adopted, adopt
from script.custom.export import export
from script.integration.tree import Tree
from script.scaffold import MODEL
from script.scaffold.models import MODELS, Auth, Model

from .conftest import COMPONENT, INTEGRATION, RELEASE

from tests.edits import edited

TEXTS = f"{COMPONENT}translations/en.json"
TESTS = f"tests/components/{MODEL}/"


@pytest.fixture(scope="module")
def exported(tree: Tree) -> Tree:
    """Return the custom component of the model."""
    return export(tree, MODEL, RELEASE)


def taken(tree: Tree, files: Tree, now: Tree | None = None) -> Adopted:
    """Return what becomes of edits."""
    return adopt(tree, now or tree, files, MODEL, RELEASE)


@pytest.mark.parametrize("auth", Auth)
@pytest.mark.parametrize("without", [(), ("options",)])
def test_no_edit(
    made: Callable[..., Tree], auth: Auth, without: tuple[str, ...]
) -> None:
    """Test that there and back changes no byte."""
    tree = made(auth, *without)
    files = export(tree, "acme_meter", RELEASE)
    assert adopt(tree, tree, files, "acme_meter", RELEASE) == Adopted({}, [])


@pytest.mark.parametrize(
    ("model", "auth"),
    [
        pytest.param(model, auth, id=f"{model.domain}-{auth}")
        for model in MODELS
        for auth in model.auths
    ],
)
def test_edit_of_every_kind(
    made: Callable[..., Tree], model: Model, auth: Auth
) -> None:
    """Test that edits of what every kind has arrive, and nothing else changes."""
    domain = "acme_meter"
    tree = made(auth, model=model)
    files = export(tree, domain, RELEASE)
    assert adopt(tree, tree, files, domain, RELEASE) == Adopted({}, [])
    files = edited(
        files,
        f"custom_components/{domain}/sensor.py",
        ("PARALLEL_UPDATES = 0\n", "PARALLEL_UPDATES = 2\n"),
    )
    files = edited(
        files,
        f"custom_components/{domain}/const.py",
        (
            "from typing import Final\n\n",
            "from typing import Final\n\nPORT: Final = 80\n",
        ),
    )
    result = adopt(tree, tree, files, domain, RELEASE)
    assert result.left == []
    component = f"homeassistant/components/{domain}/"
    assert result.changes == {
        f"{component}{name}.py": tree[f"{component}{name}.py"].replace(old, new)
        for name, old, new in (
            ("sensor", b"PARALLEL_UPDATES = 0\n", b"PARALLEL_UPDATES = 2\n"),
            ("const", b"import Final\n\n", b"import Final\n\nPORT: Final = 80\n"),
        )
    }


@pytest.mark.parametrize(
    ("path", "old", "new", "core", "expected"),
    [
        pytest.param(
            f"{COMPONENT}config_flow.py",
            "        vol.Required(CONF_API_TOKEN): API_TOKEN_SELECTOR,\n    }",
            "        vol.Required(CONF_API_TOKEN): API_TOKEN_SELECTOR,\n"
            '        vol.Optional("floor"): vol.Coerce(int),\n    }',
            f"{INTEGRATION}config_flow.py",
            "        probatio.Required(probatio.Secret(CONF_API_TOKEN)): API_TOKEN_SELECTOR,\n"
            '        probatio.Optional("floor"): probatio.Coerce(int),\n',
            id="beside a secret",
        ),
        pytest.param(
            f"{COMPONENT}config_flow.py",
            "        vol.Required(CONF_API_TOKEN): API_TOKEN_SELECTOR,\n    }",
            "        vol.Required(CONF_API_TOKEN): API_TOKEN_SELECTOR,\n"
            "        vol.Optional(CONF_PIN): API_TOKEN_SELECTOR,\n    }",
            f"{INTEGRATION}config_flow.py",
            "        probatio.Optional(probatio.Secret(CONF_PIN)): API_TOKEN_SELECTOR,\n",
            id="new secret",
        ),
        pytest.param(
            f"{COMPONENT}__init__.py",
            "    return True\n",
            "    hass.data.clear()\n    return True\n",
            f"{INTEGRATION}__init__.py",
            "    hass.data.clear()\n\n\n",
            id="before a result",
        ),
        pytest.param(
            f"{COMPONENT}__init__.py",
            "    return await hass",
            "    # The device stays.\n    return await hass",
            f"{INTEGRATION}__init__.py",
            "    # The device stays.\n    await hass.config_entries.async_unload_platforms_or_raise(",
            id="before the unload",
        ),
        pytest.param(
            f"{COMPONENT}coordinator.py",
            "            always_update=False,\n",
            "            always_update=True,\n",
            f"{INTEGRATION}coordinator.py",
            "            update_interval=SCAN_INTERVAL,\n            always_update=True,\n",
            id="beside the interval",
        ),
        pytest.param(
            f"{COMPONENT}icons.json",
            "mdi:electric-switch-closed",
            "mdi:fire",
            f"{INTEGRATION}icons.json",
            '"mdi:fire"',
            id="icon",
        ),
        pytest.param(
            f"{COMPONENT}manifest.json",
            "client==1.0.0",
            "client==1.0.1",
            f"{INTEGRATION}manifest.json",
            '"quality_scale": "platinum",\n  "requirements": ["my-device-client==1.0.1"],\n',
            id="requirement",
        ),
        pytest.param(
            "tests/test_config_flow.py",
            "    assert init_integration.options == {",
            "    assert init_integration.title\n    assert init_integration.options == {",
            f"{TESTS}test_config_flow.py",
            "    assert init_integration.title\n"
            "    assert init_integration.options == {CONF_ALLOW_CONTROL: False}\n",
            id="beside the options",
        ),
    ],
)
def test_edit(
    tree: Tree,
    exported: Tree,
    path: str,
    old: str,
    new: str,
    core: str,
    expected: str,
) -> None:
    """Test that an edit arrives as core would have it, and nothing else changes."""
    result = taken(tree, edited(exported, path, (old, new)))
    assert result.left == []
    [(changed, content)] = result.changes.items()
    assert changed == core
    assert content is not None
    assert expected in content.decode()
    before = {*tree[core].decode().splitlines()}
    gone = before - {*content.decode().splitlines()}
    assert len(gone) <= 1


def test_texts(tree: Tree, exported: Tree) -> None:
    """Test that a new text replaces a reference, and other references stay."""
    texts = json.loads(exported[TEXTS])
    texts["config"]["error"]["unknown"] = "Who knows"
    texts["config"]["step"]["user"]["title"] = "Welcome"
    del texts["exceptions"]["communication_error"]
    result = taken(tree, {**exported, TEXTS: json.dumps(texts).encode()})
    assert result.left == []
    [(path, content)] = result.changes.items()
    assert content is not None
    before, after = json.loads(tree[path]), json.loads(content)
    assert after["config"]["error"].pop("unknown") == "Who knows"
    assert after["config"]["step"]["user"].pop("title") == "Welcome"
    del before["config"]["error"]["unknown"]
    del before["exceptions"]["communication_error"]
    assert after == before


def test_text_of_a_reference(tree: Tree, exported: Tree) -> None:
    """Test that a reference goes where the other text changes alone, and stays where both do."""
    strings = json.loads(tree[f"{INTEGRATION}strings.json"])
    text = json.loads(exported[TEXTS])["config"]["step"]["user"]["data_description"]
    reference = strings["config"]["step"]["reconfigure"]["data_description"]["host"]
    assert reference.startswith("[%key:component::")

    def after(files: Tree) -> str:
        content = taken(tree, files).changes[f"{INTEGRATION}strings.json"]
        assert content is not None
        steps = json.loads(content)["config"]["step"]
        host: str = steps["reconfigure"]["data_description"]["host"]
        return host

    both = {
        **exported,
        TEXTS: exported[TEXTS].replace(text["host"].encode(), b"Its name"),
    }
    assert after(both) == reference
    texts = json.loads(exported[TEXTS])
    texts["config"]["step"]["user"]["data_description"]["host"] = "Its name"
    assert after({**exported, TEXTS: json.dumps(texts).encode()}) == text["host"]


def test_new_and_gone(tree: Tree, exported: Tree) -> None:
    """Test a module more, and one less."""
    files = {
        **exported,
        f"{COMPONENT}number.py": b'"""Numbers."""\n\nimport voluptuous as vol\n\nS = vol.Schema({})\n',
    }
    del files[f"{COMPONENT}diagnostics.py"]
    assert taken(tree, files) == Adopted(
        {
            f"{INTEGRATION}diagnostics.py": None,
            f"{INTEGRATION}number.py": b'"""Numbers."""\n\nimport probatio\n\nS = probatio.Schema({})\n',
        },
        [],
    )


def test_variable_called_like_the_library(tree: Tree, exported: Tree) -> None:
    """Test that only what is imported gets core's name, however it is imported."""
    module = """\
\"\"\"Numbers.\"\"\"

{imports}

SCHEMA = {library}.Schema({{}})


def relay(vol: Coordinator) -> bool:
    \"\"\"Return whether it is on.\"\"\"
    return vol.data.relay
"""
    for imports, library in (
        ("import voluptuous as vol", "vol"),
        ("import voluptuous", "voluptuous"),
    ):
        files = {
            **exported,
            f"{COMPONENT}number.py": module.format(
                imports=imports, library=library
            ).encode(),
        }
        assert taken(tree, files).changes == {
            f"{INTEGRATION}number.py": module.format(
                imports="import probatio", library="probatio"
            ).encode()
        }
    switch = f"{COMPONENT}switch.py"
    old = "self.coordinator.data.relay"
    shadowed = edited(
        exported, switch, (f"return {old}", f"vol = {old}\n        return vol.real")
    )
    changed = taken(tree, shadowed).changes[f"{INTEGRATION}switch.py"]
    assert changed is not None
    assert b"return vol.real" in changed


def test_secrets_by_name(tree: Tree) -> None:
    """Test that secrets marked by an imported name are plain in the custom component, and marked again."""
    flow, custom = f"{INTEGRATION}config_flow.py", f"{COMPONENT}config_flow.py"
    text = tree[flow].decode()
    for name in ("Optional", "Required", "Schema", "Secret"):
        text = text.replace(f"probatio.{name}", name)
    text = text.replace(
        "import probatio\n", "from probatio import Optional, Required, Schema, Secret\n"
    )
    tree = {**tree, flow: text.encode()}
    files = export(tree, MODEL, RELEASE)
    assert b"from voluptuous import Optional, Required, Schema\n" in files[custom]
    assert b"Secret(" not in files[custom]
    assert taken(tree, files) == Adopted({}, [])
    token = "        Required(CONF_API_TOKEN): API_TOKEN_SELECTOR,\n    }"
    edit = token.replace(
        "    }", '        Optional("floor"): BooleanSelector(),\n    }'
    )
    changed = taken(tree, edited(files, custom, (token, edit))).changes[flow]
    assert changed is not None
    assert changed.count(b"Secret(") == text.count("Secret(")
    assert b'Optional("floor")' in changed


@pytest.mark.parametrize(
    ("path", "old", "new", "left"),
    [
        pytest.param(
            f"{COMPONENT}manifest.json",
            '"version": "1.2.3"',
            '"version": "2.0.0"',
            '"version": "2.0.0"',
            id="version",
        ),
        pytest.param(
            f"{COMPONENT}scan_interval.py", "max=300", "max=600", "max=600", id="range"
        ),
        pytest.param(TEXTS, '"Update interval"', '"Pace"', '"Pace"', id="text"),
        pytest.param(
            f"{COMPONENT}coordinator.py",
            "scan_interval(config_entry, SCAN_INTERVAL)",
            "scan_interval(self.config_entry, SCAN_INTERVAL)",
            "scan_interval(self.config_entry, SCAN_INTERVAL)",
            id="call",
        ),
        pytest.param("README.md", "# My", "# Our", "# Our", id="README"),
    ],
)
def test_left(
    tree: Tree, exported: Tree, path: str, old: str, new: str, left: str
) -> None:
    """Test that an edit of what only the custom component has is named, and not taken."""
    files = edited(exported, path, (old, new))
    line = files[path].decode()[: files[path].decode().index(new)].count("\n") + 1
    result = taken(tree, files)
    assert not result.changes
    [place] = result.left
    assert place.startswith(f"{path}:{line}: ")
    assert left in place


def test_core_moved_on(tree: Tree, exported: Tree) -> None:
    """Test that what the core tree has got since the export stays."""
    flow, strings = f"{INTEGRATION}config_flow.py", f"{INTEGRATION}strings.json"
    now = edited(
        tree,
        flow,
        ('"""Handle an options flow for My Device."""', '"""Ask once more."""'),
    )
    now = edited(now, strings, ('"Relay"', '"Main relay"'))
    files = edited(
        exported, f"{COMPONENT}config_flow.py", ("flow initialized by", "flow begun by")
    )
    files = edited(files, TEXTS, ('"Unexpected error"', '"Who knows"'))
    changes = taken(tree, files, now).changes
    assert changes.keys() == {flow, strings}
    assert all(
        text in (changes[flow] or b"") for text in (b"Ask once more", b"flow begun by")
    )
    assert all(
        text in (changes[strings] or b"") for text in (b"Main relay", b"Who knows")
    )


def test_contradictions(tree: Tree, exported: Tree) -> None:
    """Test that a place edited on both sides is named, in a module and in texts."""
    flow = f"{INTEGRATION}config_flow.py"
    custom = f"{COMPONENT}config_flow.py"
    now = edited(tree, flow, ("flow initialized by", "flow of"))
    now = edited(now, flow, ("Manage the options", "Manage the choices"))
    files = edited(exported, custom, ("flow initialized by", "flow begun by"))
    files = edited(files, custom, ("Manage the options", "Manage the settings"))
    first, second = (
        now[flow].decode().split(text)[0].count("\n") + 1
        for text in ("flow of", "Manage the choices")
    )
    with pytest.raises(CustomError, match=rf"^{flow}:{first}, {second}: edited in the"):
        taken(tree, files, now)

    now = edited(tree, f"{INTEGRATION}strings.json", ('"Relay"', '"Main relay"'))
    with pytest.raises(CustomError, match=r'strings\.json:"name": edited in the'):
        taken(tree, edited(exported, TEXTS, ('"Relay"', '"Switch"')), now)


@pytest.mark.parametrize("path", ["README.md", f"{COMPONENT}sensor.py"])
def test_not_text(tree: Tree, exported: Tree, path: str) -> None:
    """Test that a file that is no text is named."""
    with pytest.raises(CustomError, match=rf"^{path}: not UTF-8 text"):
        taken(tree, {**exported, path: b"# \xff\n"})


def test_no_manifest(tree: Tree, exported: Tree) -> None:
    """Test that there is no integration without a manifest."""
    files = {**exported}
    del files[f"{COMPONENT}manifest.json"]
    with pytest.raises(CustomError, match=r"manifest\.json: not here"):
        taken(tree, files)


@pytest.mark.parametrize(
    ("method", "value", "advice"),
    [
        ("async_setup_entry", "hass.data", "ConfigEntryNotReady"),
        ("async_unload_entry", "not hass.data", "ConfigEntryError"),
        ("async_migrate_entry", "hass.data", "ConfigEntryError"),
    ],
)
def test_result_that_core_has_not(
    tree: Tree, exported: Tree, method: str, value: str, advice: str
) -> None:
    """Test that a failure has to be raised, and how is said."""
    module = f"{COMPONENT}__init__.py"
    head = (
        f"async def {method}(hass: HomeAssistant, entry: MyDeviceConfigEntry) -> bool:"
    )
    body = f"{head}\n    if hass.data:\n        return {value}\n"
    text = exported[module].decode()
    text = text.replace(f"{head}\n", body) if head in text else f"{text}\n\n{body}"
    line = text.split(f"        return {value}\n")[0].count("\n") + 1
    with pytest.raises(
        CustomError, match=rf"__init__\.py:{line}: {method} returns {value}, .*{advice}"
    ):
        taken(tree, {**exported, module: text.encode()})


def test_unload_with_more_to_do(tree: Tree, exported: Tree) -> None:
    """Test the way in which older cores' integrations do something once the platforms are unloaded."""
    old = "    return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)\n"
    new = """\
    if unload_ok := await hass.config_entries.async_unload_platforms(entry, PLATFORMS):
        entry.runtime_data.close()
    return unload_ok
"""
    result = taken(tree, edited(exported, f"{COMPONENT}__init__.py", (old, new)))
    assert result.left == []
    [content] = result.changes.values()
    assert content is not None
    assert content.decode().endswith(
        "    await hass.config_entries.async_unload_platforms_or_raise(entry, PLATFORMS)\n"
        "    entry.runtime_data.close()\n"
    )
