"""Test which steps of a flow may go, and what goes with them."""

import pytest

from .snippets import FOLDER, REAUTH, TESTS, files, flow, manifest, said, setup


def test_first_step_that_reauthentication_called() -> None:
    """Test the third fault: the first step goes, as the last to call it by its name is gone."""
    finished = flow("return 1", REAUTH.format(next="user"))
    step = files(config_flow='"""Config flow."""')
    assert any("ChargerConfigFlow" in what for what in said(step, finished))
    without_user = flow("return 1", "\n    VERSION = 2\n")
    source = without_user[f"{FOLDER}config_flow.py"].decode()
    start = source.index("    async def async_step_user")
    end = source.index("    VERSION")
    cut = {f"{FOLDER}config_flow.py": (source[:start] + source[end:]).encode()}
    whole = flow("return 1", REAUTH.format(next="user") + "\n    VERSION = 2\n")
    assert (
        "`def async_step_user` is gone, and nothing that is gone explains it"
        in said(cut, whole)
    )
    assert said(without_user, whole) == []


ZEROCONF = '''
    async def async_step_zeroconf(self, discovery_info) -> ConfigFlowResult:
        """Handle a discovery."""
        return self.async_show_form(step_id="zeroconf_confirm")
'''
CONFIRM = '''
    async def async_step_zeroconf_confirm(self, user_input=None) -> ConfigFlowResult:
        """Confirm it."""
        return self.async_show_form(step_id="zeroconf_confirm")
'''


def test_step_that_only_a_form_named() -> None:
    """Test the fourth fault: the second step of a discovery stays when the discovery goes."""
    whole = flow("return 1", ZEROCONF + CONFIRM, "ConfigSubentry") | manifest(
        zeroconf=["_charger._tcp.local."]
    )
    step = manifest()
    assert said(flow("return 1", imports="ConfigSubentry") | step, whole) == []
    assert said(flow("return 1", CONFIRM, "ConfigSubentry") | step, whole) == [
        "`async_step_zeroconf_confirm` is still there, and nothing uses it any more"
    ]


def test_discovery_that_the_manifest_still_asks_for() -> None:
    """Test that a step of the flow does not go alone."""
    whole = flow("return 1", ZEROCONF + CONFIRM) | manifest(zeroconf=["_charger._tcp"])
    assert said(flow("return 1") | manifest(zeroconf=["_charger._tcp"]), whole)


def test_discovery_that_the_manifest_never_asks_for() -> None:
    """Test that its step may go all the same, as nothing starts it."""
    usb = REAUTH.format(next="user").replace("reauth", "usb")
    step = flow("return 1")
    whole = flow("return 1", usb)
    assert said(step | manifest(), whole | manifest()) == []
    assert said(step | manifest(usb=[{}]), whole | manifest(usb=[{}]))


MIGRATES = '''
async def async_migrate_entry(hass, entry):
    """Migrate an entry."""
    return renamed(entry)


def renamed(entry):
    """Rename what is in it."""
    return entry.version
'''
TESTS_OF_VERSIONS = '''
async def test_setup(hass):
    """Test the setup."""
    assert await hass.config_entries.async_setup("1")


async def test_earlier(hass):
    """Test an entry of another version."""
    entry = MockConfigEntry(version=1)
    assert entry.data
'''


def test_migration() -> None:
    """Test that migrating goes with its tests and all that only it uses, and nothing else does."""
    body = setup("await load(entry)")
    whole = files(__init__=body + MIGRATES) | files(TESTS, test_init=TESTS_OF_VERSIONS)
    tests = TESTS_OF_VERSIONS[: TESTS_OF_VERSIONS.index("async def test_earlier")]
    assert said(files(__init__=body) | files(TESTS, test_init=tests), whole) == []
    rest = MIGRATES[MIGRATES.index("def renamed") :]
    assert said(files(__init__=body + rest), whole)
    assert said(files(__init__=body + MIGRATES) | files(TESTS, test_init=tests), whole)
    earlier = TESTS_OF_VERSIONS[TESTS_OF_VERSIONS.index("async def test_earlier") :]
    assert said(files(__init__=body) | files(TESTS, test_init=earlier), whole)


MENU = '''
    async def async_step_reconfigure(self, user_input=None) -> ConfigFlowResult:
        """Choose."""
        return self.async_show_menu(step_id="reconfigure", menu_options=[{option}])

    async def async_step_again(self, user_input=None) -> ConfigFlowResult:
        """Ask for the host."""
        return self.async_show_form(step_id="{step}")


{constant}
'''


@pytest.mark.parametrize("constant", ['AGAIN = "again"', 'AGAIN = "other"'])
def test_step_that_a_constant_names(constant: str) -> None:
    """Test that a step goes whose name stands in a constant that goes."""
    whole = flow(
        "return 1", MENU.format(option="AGAIN", step="user", constant=constant), "X"
    )
    is_right = "again" in constant
    assert (said(flow("return 1", imports="X"), whole) == []) is is_right


IMPORTED = '''
async def async_setup_platform(hass, config):
    """Import the configuration."""
    result = await hass.async_init(source={source})
    if result["type"] == "abort":
        hass.warn(config)
    {more}
    hass.load()
'''


@pytest.mark.parametrize(
    ("source", "more", "is_right"),
    [
        pytest.param("SOURCE_IMPORT", "hass.look()", True, id="imported"),
        pytest.param("SOURCE_USER", "hass.look()", False, id="something else"),
        pytest.param("SOURCE_IMPORT", "    return", False, id="leaves the function"),
    ],
)
def test_decided_by_a_result(source: str, more: str, is_right: bool) -> None:
    """Test that what is decided by the result of an absent flow may go with it."""
    step_of_import = REAUTH.format(next="user").replace("reauth", "import")
    whole = IMPORTED.format(source=source, more=more)
    kept = "    hass.look()\n" if "look" in more else ""
    step = f"{whole[: whole.index('    result')]}{kept}    hass.load()\n"
    assert (
        said(
            flow("return 1") | files(notify=step),
            flow("return 1", step_of_import) | files(notify=whole),
        )
        == []
    ) is is_right


def test_step_by_another_name() -> None:
    """Test that a step that another one is assigned to goes with what starts it, and only with that."""
    another = "\n    async_step_import = async_step_user\n"
    finished = flow("return 1", another)
    assert said(flow("return 1"), finished | manifest(config_flow=True)) == []
    zeroconf = flow("return 1", another.replace("import", "zeroconf"))
    asked = manifest(zeroconf=["_charger._tcp.local."])
    assert said(flow("return 1") | asked, zeroconf | asked)


OF_YAML = """
async def async_setup(hass, config):
    if {guard}:
        return True
    hass.async_create_task(
        hass.config_entries.flow.async_init("charger", context={{"source": SOURCE_IMPORT}})
    )
    return True
"""


@pytest.mark.parametrize(
    ("guard", "is_right"),
    [("'charger' not in config", True), ("hass.prepare() is None", False)],
)
def test_setup_that_only_decides(guard: str, is_right: bool) -> None:
    """Test that a setup may go that would only decide whether to do nothing."""
    imports = "\n    async def async_step_import(self, data):\n        return 1\n"
    whole = "from homeassistant.config_entries import SOURCE_IMPORT\n"
    finished = flow("return 1", imports) | files(
        __init__=whole + OF_YAML.format(guard=guard)
    )
    step = flow("return 1") | files(__init__="")
    assert (said(step, finished) == []) is is_right
