"""Test by which signs a feature is found."""

import json
from typing import Any

import pytest

from script.features.found import found, source
from script.features.order import first_platform, groups
from script.features.table import KINDS
from script.integration.core import core
from script.integration.tree import Tree

from .pump import DOMAIN, PLACES, pump, with_files

ALL = [
    "reauth",
    "sensor",
    "switch",
    "diagnostics",
    "dhcp",
    "options",
    "actions",
]
_CONFIRM = "return await self.async_step_dhcp_confirm()"
ENTITY = '"""A platform."""\n'


def names(tree: Tree) -> list[str]:
    """Return what is found."""
    return [feature.name for feature in found(tree, DOMAIN)]


def steps(tree: Tree, first: str | None = None) -> list[list[str]]:
    """Return what comes after the first pull request."""
    return [
        [feature.name for feature in group]
        for group in groups(found(tree, DOMAIN), source(tree, DOMAIN), first)
    ]


def manifest(**keys: Any) -> str:
    """Return a manifest with further keys."""
    content = json.loads(pump()[f"{PLACES.integration}manifest.json"])
    return json.dumps(content | keys)


def flow(old: str, new: str) -> str:
    """Return the module of the flow with something replaced."""
    text = pump()[f"{PLACES.integration}config_flow.py"].decode()
    assert old in text
    return text.replace(old, new)


def test_all_are_found() -> None:
    """Test that every feature is found, in the order of reviewers."""
    assert names(pump()) == ALL
    assert steps(pump()) == [[name] for name in ALL if name != "sensor"]


@pytest.mark.parametrize(
    ("files", "name"),
    [
        pytest.param({"light__py": ENTITY}, "light", id="platform"),
        pytest.param(
            {"light/__init____py": ENTITY}, "light", id="platform as a package"
        ),
        pytest.param({"repairs__py": ENTITY}, "repairs", id="module"),
        pytest.param({"triggers__yaml": "started:\n"}, "triggers", id="file"),
        pytest.param(
            {"manifest__json": manifest(ssdp=[{"st": "x"}])}, "ssdp", id="manifest key"
        ),
        pytest.param(
            {"config_flow__py": flow("async_step_dhcp(", "async_step_usb(")},
            "usb",
            id="method",
        ),
        pytest.param(
            {
                "config_flow__py": flow(
                    "    async def async_step_user",
                    "    options_flow = {}\n\n    async def async_step_user",
                ).replace("async_get_options_flow", "other")
            },
            "options",
            id="attribute of a class",
        ),
        pytest.param(
            {
                "light__py": "class Light:\n    def __init__(self):\n"
                "        self._attr_extra_state_attributes = {}\n"
            },
            "attributes",
            id="attribute of an object",
        ),
        pytest.param(
            {
                "light__py": "class Light:\n    @property\n"
                "    def extra_state_attributes(self):\n        return {}\n"
            },
            "attributes",
            id="method of any class",
        ),
        pytest.param(
            {"quality_scale__yaml": "rules:\n  strict-typing: done\n"},
            "strict_typing",
            id="rule",
        ),
    ],
)
def test_signs(files: dict[str, str], name: str) -> None:
    """Test each kind of sign."""
    assert name in names(with_files(**files))
    assert name not in set(names(pump())) - {"options"}


@pytest.mark.parametrize(
    ("files", "name"),
    [
        pytest.param({"services__yaml": "# none\n", "services__py": None}, "actions"),
        pytest.param(
            {"quality_scale__yaml": "rules:\n  strict-typing: todo\n"}, "strict_typing"
        ),
        pytest.param(
            {"helper__py": "REPAIRS = 'async_step_reconfigure'\n"}, "reconfigure"
        ),
        pytest.param({"switches__py": ENTITY, "switch__py": None}, "switch"),
    ],
)
def test_no_signs(files: dict[str, str | None], name: str) -> None:
    """Test what looks like a sign and is none."""
    assert name not in names(with_files(**files))


@pytest.mark.parametrize(
    ("old", "new", "empty"),
    [
        pytest.param(
            "data=user_input)", "data=user_input)", True, id="by the options flow"
        ),
        pytest.param(
            'title="Pump", data=user_input)',
            'title="Pump", data={}, options=user_input)',
            False,
            id="by the config flow",
        ),
        pytest.param(
            "import ConfigFlow,",
            "import SchemaConfigFlowHandler as ConfigFlow,",
            False,
            id="by a helper",
        ),
    ],
)
def test_empty_options(old: str, new: str, empty: bool) -> None:
    """Test that options are empty only if nothing but the options flow sets them."""
    tree = with_files(config_flow__py=flow(old, new))
    options = next(each for each in found(tree, DOMAIN) if each.name == "options")
    assert ("options" in options.empty) is empty


@pytest.mark.parametrize(
    ("files", "first"),
    [
        pytest.param({}, "sensor", id="sensor"),
        pytest.param({"sensor__py": None}, "switch", id="the only one"),
        pytest.param(
            {"sensor__py": None, "light__py": "class A: ...\nclass B: ...\n"},
            "light",
            id="most entities",
        ),
        pytest.param(
            {"sensor__py": "from .switch import Pump\n"},
            "switch",
            id="needed by sensor",
        ),
        pytest.param(
            {"entity__py": "from .switch import Pump\n"}, "switch", id="needed by all"
        ),
        pytest.param({"sensor__py": None, "switch__py": None}, None, id="none"),
    ],
)
def test_first_platform(files: dict[str, str | None], first: str | None) -> None:
    """Test with which platform an integration begins."""
    tree = with_files(**files)
    assert first_platform(found(tree, DOMAIN), source(tree, DOMAIN)) == first


def test_step_of_another_feature() -> None:
    """Test that what goes to the step of another feature comes after it."""
    later = flow(
        "return await self.async_step_reauth_confirm()",
        "return await self.async_step_dhcp()",
    )
    order = ["switch", "diagnostics", "dhcp", "reauth", "options", "actions"]
    assert steps(with_files(config_flow__py=later)) == [[name] for name in order]


def test_chosen_platform() -> None:
    """Test that another platform may be the first."""
    later = [name for group in steps(pump(), "switch") for name in group]
    assert "sensor" in later
    assert "switch" not in later


def test_needs_come_before() -> None:
    """Test that a platform comes after the one that it imports from."""
    tree = with_files(light__py="from .valve import Pump\n", valve__py=ENTITY)
    order = [name for group in steps(tree) for name in group]
    assert order.index("valve") < order.index("light")


def test_discovery_without_code_joins_another() -> None:
    """Test that a key of the manifest alone is no pull request, but goes with other discovery."""
    tree = with_files(manifest__json=manifest(ssdp=[{"st": "x"}]))
    assert ["dhcp", "ssdp"] in steps(tree)
    alone = with_files(
        config_flow__py=flow("async_step_dhcp(", "other("),
    )
    assert "dhcp" not in [name for group in steps(alone) for name in group]


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        pytest.param(flow("async_step_user", "async_step_other"), True, id="no user"),
        pytest.param(
            flow(
                'self.async_show_form(step_id="user")',
                "async_discovered_devices(self.hass)",
            ).replace(
                "from .const",
                "from homeassistant.components.dhcp import async_discovered_devices\n\nfrom .const",
            ),
            True,
            id="user chooses from what was discovered",
        ),
        pytest.param(
            flow("DhcpServiceInfo\n", "DhcpServiceInfo\n").replace(
                "from .const",
                "from homeassistant.components.dhcp.api import forget\n\nfrom .const",
            ),
            True,
            id="code uses what discovers",
        ),
        pytest.param(
            flow("helpers.service_info.dhcp", "components.dhcp"), False, id="a type"
        ),
        pytest.param(flow("Add a pump.", "Ask."), False, id="user enters"),
        pytest.param(
            flow(_CONFIRM, f"self._async_abort_entries_match()\n        {_CONFIRM}"),
            True,
            id="nothing else finds what is there already",
        ),
        pytest.param(
            flow(
                _CONFIRM, f"self._async_abort_entries_match()\n        {_CONFIRM}"
            ).replace(
                "Add a pump.",
                'Add a pump."""\n        self._async_abort_entries_match({})\n        """',
            ),
            False,
            id="user's step finds it too",
        ),
    ],
)
def test_discovery_that_the_flow_rests_on(text: str, stays: bool) -> None:
    """Test that discovery is in the first pull request if nobody could add anything without it."""
    later = [
        name for group in steps(with_files(config_flow__py=text)) for name in group
    ]
    assert ("dhcp" in later) is not stays


@pytest.mark.parametrize("is_used", [True, False])
def test_subentries_that_the_platform_is_built_from(is_used: bool) -> None:
    """Test that subentries are in the first pull request if its platform is made of them."""
    tree = with_files(
        config_flow__py=flow(
            "async_get_options_flow", "async_get_supported_subentry_types"
        ),
        sensor__py="for each in entry.subentries:\n    print(each)\n"
        if is_used
        else ENTITY,
    )
    later = [name for group in steps(tree) for name in group]
    assert "subentries" in names(tree)
    assert ("subentries" in later) is not is_used


def test_table_names_what_core_has() -> None:
    """Test that the rules in the table are rules, and the sources sources."""
    rules = {rule for kind in KINDS.values() for rule in kind.rules}
    assert rules <= core().rules.keys()
    assert {"zeroconf", "dhcp", "bluetooth", "usb", "hassio"} <= core().discoveries
    assert not {"user", "reauth", "import"} & core().discoveries
