"""Tests of what goes because nothing uses it any more."""

from textwrap import dedent

import pytest

from script.cut.absence import Absence

from .snippets import OPTIONS, REAUTH, SWITCH, ZEROCONF, cut, cut_all

FLOW = """\
from homeassistant.config_entries import ConfigFlow


class LampFlow(ConfigFlow, domain="lamp"):
    \"\"\"Handle a flow.\"\"\"

"""


def flow(*methods: str) -> str:
    """Return a config flow with methods, each by its head and what it returns."""
    return FLOW + "\n".join(
        f"    async def {head}:\n        return {value}\n"
        for head, _, value in (method.partition(": ") for method in methods)
    )


# A local variable of the methods of Home Assistant's entities
VARIABLE = "capability_attr"
USER = 'async_step_user(self, user_input=None): self.async_show_form(step_id="user")'


@pytest.mark.parametrize(
    ("absence", "steps"),
    [
        pytest.param(
            REAUTH,
            ["async_step_reauth(self, entry_data): await self.async_step_user()"],
            id="user step that reauth calls stays",
        ),
        pytest.param(
            ZEROCONF,
            [
                "async_step_zeroconf(self, info): "
                'self.async_show_form(step_id="zeroconf_confirm")',
                "async_step_zeroconf_confirm(self, user_input=None): "
                'self.async_show_form(step_id="zeroconf_confirm")',
            ],
            id="step of a form",
        ),
        pytest.param(
            ZEROCONF,
            [
                "async_step_zeroconf(self, info): "
                'self.async_show_menu(menu_options=["one", "two"])',
                "async_step_one(self, user_input=None): await self.async_step_two()",
                "async_step_two(self, user_input=None): await self.async_step_one()",
            ],
            id="steps of a menu that go to each other",
        ),
        pytest.param(
            ZEROCONF,
            [
                "async_step_zeroconf(self, info): "
                'self.async_show_progress_done(next_step_id="pair")',
                "async_step_pair(self, user_input=None): self._pair(user_input)",
                "_pair(self, data): data",
            ],
            id="next step with its helper",
        ),
    ],
)
def test_steps(absence: Absence, steps: list[str]) -> None:
    """Test that steps go with the last one that leads to them, and no others."""
    assert cut(flow(USER, *steps), absence, "config_flow.py") == flow(USER)


def test_shared_step() -> None:
    """Test that a step stays that another source leads to as well."""
    dhcp = "async_step_dhcp(self, info): await self.async_step_confirm()"
    confirm = "async_step_confirm(self, user_input=None): self._abort()"
    zeroconf = "async_step_zeroconf(self, info): await self.async_step_confirm()"
    assert cut(flow(USER, zeroconf, dhcp, confirm), ZEROCONF, "config_flow.py") == flow(
        USER, dhcp, confirm
    )


def test_reconfigure_of_subentries() -> None:
    """Test that a step of another kind of flow stays."""
    text = dedent(
        """\
        from homeassistant.config_entries import ConfigSubentryFlow, SOURCE_RECONFIGURE


        class LampSubentryFlow(ConfigSubentryFlow):
            async def async_step_reconfigure(self, user_input=None):
                if self.source == SOURCE_RECONFIGURE:
                    return self.async_abort(reason="x")
                return self.async_show_form(step_id="reconfigure")
        """
    )
    absence = Absence(
        definitions=frozenset({"async_step_reconfigure"}),
        sources=frozenset({"reconfigure"}),
    )
    assert cut(text, absence, "config_flow.py") == text


def test_options_flow() -> None:
    """Test that an options flow goes with all that is only its own."""
    before = {
        "config_flow.py": dedent(
            '''\
            from homeassistant.config_entries import ConfigFlow, OptionsFlow

            from .const import CONF_LOUD, OPTIONS

            SCHEMA = {CONF_LOUD: bool}
            # Both forms
            TITLE = "Lamp"


            class LampFlow(ConfigFlow, domain="lamp"):
                """Handle a flow."""

                @staticmethod
                def async_get_options_flow(entry):
                    return LampOptionsFlow()

                async def async_step_user(self, user_input=None):
                    return self.async_create_entry(title=TITLE)


            class LampOptionsFlow(OptionsFlow):
                async def async_step_init(self, user_input=None):
                    return self.async_show_form(step_id="init", data_schema=SCHEMA)
            '''
        ),
        "const.py": 'CONF_LOUD = "loud"\nOPTIONS = [CONF_LOUD]\nNEVER_USED = 1\n',
    }
    after, places = cut_all(before, OPTIONS)
    assert after["config_flow.py"] == dedent(
        '''\
        from homeassistant.config_entries import ConfigFlow

        from .const import OPTIONS

        # Both forms
        TITLE = "Lamp"


        class LampFlow(ConfigFlow, domain="lamp"):
            """Handle a flow."""

            async def async_step_user(self, user_input=None):
                return self.async_create_entry(title=TITLE)
        '''
    )
    assert after["const.py"] == before["const.py"]
    assert not places


def test_what_home_assistant_uses() -> None:
    """Test that what a base class calls stays, though only the feature named it here."""
    before = {
        "switch.py": (
            "from .entity import LampEntity\n"
            "from .const import SCAN_INTERVAL, SOCKETS\n\n\n"
            "class LampSwitch(LampEntity):\n"
            "    def turn_on(self):\n"
            "        if self.available and self._lamp and self.socket:\n"
            "            return SCAN_INTERVAL, SOCKETS\n"
        ),
        "const.py": "SCAN_INTERVAL = 5\nSOCKETS = 2\n",
        "entity.py": (
            "from homeassistant.helpers.entity import Entity\n\n\n"
            "class LampEntity(Entity):\n"
            "    def __init__(self, lamp):\n"
            "        self._lamp = lamp\n\n"
            "    @property\n"
            "    def available(self):\n"
            "        return True\n\n"
            "    @property\n"
            "    def socket(self):\n"
            "        return self._lamp\n"
        ),
        "sensor.py": (
            "from .entity import LampEntity\n\n\n"
            "class LampSensor(LampEntity):\n"
            "    pass\n"
        ),
    }
    after, places = cut_all(before, SWITCH)
    assert after.keys() == {"__init__.py", "const.py", "entity.py", "sensor.py"}
    assert after["const.py"] == "SCAN_INTERVAL = 5\n"
    assert after["entity.py"] == (
        "from homeassistant.helpers.entity import Entity\n\n\n"
        "class LampEntity(Entity):\n"
        "    @property\n"
        "    def available(self):\n"
        "        return True\n"
    )
    assert not places


def test_tests_do_not_count() -> None:
    """Test that what only tests use is not used, and that they lose it too."""
    before = {
        "switch.py": "from .const import SOCKETS\n\nprint(SOCKETS)\n",
        "const.py": 'SOCKETS = 2\nDOMAIN = "lamp"\n',
        "tests/test_init.py": dedent(
            """\
            from homeassistant.components.lamp.const import DOMAIN, SOCKETS


            def test_sockets():
                assert SOCKETS == 2


            def test_domain():
                assert DOMAIN == "lamp"
            """
        ),
    }
    after, places = cut_all(before, SWITCH)
    assert after["const.py"] == 'DOMAIN = "lamp"\n'
    assert after["tests/test_init.py"] == dedent(
        """\
        from homeassistant.components.lamp.const import DOMAIN


        def test_domain():
            assert DOMAIN == "lamp"
        """
    )
    assert not places


def cut_module(before: str, use: str, rest: str = "") -> str:
    """Return a module after a cut of the switch, which has used something in it."""
    after, places = cut_all(
        {
            "switch.py": f"from . import lamp\nfrom .lamp import *\n\n{use}\n",
            "lamp.py": before,
            "sensor.py": f"from . import lamp\n\nprint(lamp)\n{rest}",
        },
        SWITCH,
    )
    assert not places
    return after.get("lamp.py", "")


def test_method_of_the_same_name() -> None:
    """Test that an attribute of some object does not use a function of that name."""
    kept = "def keep(lamp):\n    return lamp.forget()\n"
    before = f"{kept}\n\ndef forget(lamp):\n    return lamp\n"
    assert cut_module(before, "lamp.forget(lamp.keep)", "lamp.keep(1)\n") == kept


def test_name_like_one_that_home_assistant_looks_up() -> None:
    """Test that only the functions that Home Assistant calls by name stay in any case."""
    kept = "async def async_remove_entry(hass, entry):\n    return None\n"
    before = f"{kept}\n\nasync def async_remove_all(hass):\n    return None\n"
    use = "lamp.async_remove_all(lamp.async_remove_entry)"
    assert cut_module(before, use) == kept


def test_attributes_that_home_assistant_reads() -> None:
    """Test that what a class says of itself stays if it derives from one of Home Assistant."""
    head = "from homeassistant.helpers.http import HomeAssistantView\n\n\n"
    view = 'class View(HomeAssistantView):\n    name = "lamp"\n'
    before = f"{head}{view}    _secret = 1\n"
    use = "print(lamp.View._secret, lamp.View.name)"
    assert cut_module(before, use, "lamp.View()\n") == f"{head}{view}"


def test_variable_in_a_base_class() -> None:
    """Test that a local variable of a class of Home Assistant is none of its members."""
    head = "from homeassistant.helpers.entity import Entity\n\n\nclass Base(Entity):\n"
    kept = "    def available(self):\n        return True\n"
    before = f"{head}{kept}\n    def {VARIABLE}(self):\n        return 1\n"
    use = f"print(lamp.Base.{VARIABLE}, lamp.Base.available)"
    assert cut_module(before, use, "lamp.Base()\n") == f"{head}{kept}"


def test_names_of_a_class_inside_of_it() -> None:
    """Test that a member stays that another one uses while the class is being made."""
    before = {
        "switch.py": "from .schema import Schema\n\nprint(Schema.HOST, Schema.PORT)\n",
        "schema.py": "class Schema:\n"
        '    HOST = "host"\n    PORT = "port"\n    ALL = [HOST]\n',
        "sensor.py": "from .schema import Schema\n\nprint(Schema.ALL)\n",
    }
    after, places = cut_all(before, SWITCH)
    assert after["schema.py"] == before["schema.py"].replace('    PORT = "port"\n', "")
    assert not places


def test_member_that_is_called_like_a_name_of_the_module() -> None:
    """Test that the body of a class names its own member, and no other what the module imports."""
    before = {
        "switch.py": "from .schema import Schema\n\nprint(Schema.HOST, Schema.PORT)\n",
        "const.py": 'HOST = "host"\nPORT = "port"\n',
        "schema.py": "from .const import HOST, PORT\n\n\nclass Schema:\n"
        "    HOST = HOST\n    PORT = PORT\n    ALL = [HOST]\n",
        "sensor.py": "from .schema import Schema\n\nprint(Schema.ALL)\n",
    }
    after, places = cut_all(before, SWITCH)
    assert after["schema.py"] == (
        "from .const import HOST\n\n\nclass Schema:\n"
        "    HOST = HOST\n    ALL = [HOST]\n"
    )
    assert not places


def test_functions_that_home_assistant_calls() -> None:
    """Test that a function stays that Home Assistant calls, and one goes that is only named alike."""
    modules = {
        "switch.py": "from .helpers import async_attach_trigger, async_remove_all\n\n\n"
        "async def async_setup_entry(hass):\n"
        "    await async_attach_trigger(hass)\n    await async_remove_all(hass)\n",
        "helpers.py": "async def async_attach_trigger(hass):\n    return hass\n\n\n"
        "async def async_remove_all(hass):\n    return hass\n",
    }
    after, places = cut_all(modules, SWITCH)
    assert not places
    assert "async_attach_trigger" in after["helpers.py"]
    assert "async_remove_all" not in after["helpers.py"]


def test_imports_for_types_of_a_module_that_goes() -> None:
    """Test that a module goes whole that imports types under a condition, whatever goes beside that."""
    before = {
        "switch.py": "from .helpers import turn\n\n\n"
        "async def async_setup_entry(hass):\n    turn(hass)\n",
        "helpers.py": "from typing import TYPE_CHECKING\n\n"
        "from homeassistant.helpers import entity_registry as er\n\n"
        "if TYPE_CHECKING:\n    from homeassistant.core import HomeAssistant\n\n\n"
        "def turn(hass: HomeAssistant):\n    return er.async_get(hass)\n",
    }
    after, places = cut_all(before, SWITCH)
    assert not after.keys() & before.keys()
    assert not places


ENTITY = """\
from homeassistant.helpers.entity import Entity


class LampEntity(Entity):
    \"\"\"An entity of a lamp.\"\"\"

    _attr_has_entity_name = True

    @property
    def {name}(self):
        return self.lamp
"""


@pytest.mark.parametrize(("name", "stays"), [("action", False), ("icon", True)])
def test_member_that_a_class_of_home_assistant_has(name: str, stays: bool) -> None:
    """Test that a member stays that the class above has, and none that is a variable of its functions."""
    modules = {
        "switch.py": f"from .entity import LampEntity\n\nprint(LampEntity().{name})\n",
        "entity.py": ENTITY.format(name=name),
        "sensor.py": "from .entity import LampEntity\n\n\n"
        "async def async_setup_entry(hass):\n    hass.add(LampEntity())\n",
    }
    after, _ = cut_all(modules, SWITCH)
    assert (f"def {name}" in after["entity.py"]) is stays


def test_function_and_method_of_one_name() -> None:
    """Test that a function goes with its last use, though a method is called the same."""
    lamp = (
        "class Lamp:\n    def connect(self):\n        return self._remove()\n\n"
        "    def _remove(self):\n        return 1\n"
    )
    modules = {
        "switch.py": "from .helpers import _remove\n\nprint(_remove())\n",
        "helpers.py": "def _remove():\n    return 2\n\n\ndef find():\n    return 3\n",
        "sensor.py": f"from .helpers import find\n\n\n{lamp}\n\n"
        "async def async_setup_entry(hass):\n    hass.add(Lamp().connect(), find())\n",
    }
    after, places = cut_all(modules, SWITCH)
    assert not places
    assert after["helpers.py"] == "def find():\n    return 3\n"
    assert after["sensor.py"] == modules["sensor.py"]


@pytest.mark.parametrize("name", ["Lamp", "Lamp[int]"])
def test_type_that_a_string_names(name: str) -> None:
    """Test that a class stays that a type names before it is defined."""
    modules = {
        "entity.py": "from typing import TypeVar\n\n"
        f'LampT = TypeVar("LampT", bound="{name}")\n\n\n'
        "def turn(lamp: LampT) -> LampT:\n    return lamp\n\n\n"
        "class Lamp[T]:\n    on = 1\n",
        "sensor.py": "from .entity import turn\n\nprint(turn(1))\n",
        "switch.py": "from .entity import Lamp\n\nprint(Lamp())\n",
    }
    after, places = cut_all(modules, SWITCH)
    assert not places
    assert "class Lamp[T]:" in after["entity.py"]


def test_name_that_a_module_exports() -> None:
    """Test that what a list of exported names has stays."""
    modules = {
        "__init__.py": 'from .const import DELAY\n\n__all__ = ["DELAY"]\n',
        "const.py": "DELAY = 1\n",
        "switch.py": "from .const import DELAY\n\nprint(DELAY)\n",
    }
    after, _ = cut_all(modules, SWITCH)
    assert after == {name: modules[name] for name in ("__init__.py", "const.py")}
