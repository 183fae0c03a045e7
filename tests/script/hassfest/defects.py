"""Defects to put into a copy of My Device, and where each has to be reported."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.edits import edit

# A file, what to replace in it everywhere, and by what; without either, a file to write or to remove.
type Edit = tuple[str, str | None, str | None]


@dataclass(frozen=True)
class Defect:
    """A defect and what has to be said of it.

    Attributes:
        name: What is wrong, as the ID of the test.
        check: The check that has to report it.
        message: A part of the message.
        place: The file, and a part of the line that is named, empty where no line is.
        edits: How to make it.
        also: The other checks that are right to speak, too.
        domain: What the copy is called.
    """

    name: str
    check: str
    message: str
    place: tuple[str, str]
    edits: Sequence[Edit]
    also: frozenset[str] = field(default_factory=frozenset)
    domain: str = "my_device"


def broken(my_device: Path, defect: Defect) -> Path:
    """Put a defect into a copy of My Device, and return its folder."""
    copy = my_device.rename(my_device.with_name(defect.domain))
    for name, old, new in defect.edits:
        path = copy / name
        if new is None:
            path.unlink()
            continue
        path.parent.mkdir(exist_ok=True)
        if old is None:
            path.write_text(new)
        else:
            edit(path, (old, new))
    return copy


def _manifest(old: str, new: str) -> Edit:
    return "manifest.json", old, new


def _added(key: str, value: str) -> Edit:
    """Add a key to the manifest where it belongs."""
    after = next(known for known in _KEYS if known > key)
    return _manifest(f'  "{after}"', f'  "{key}": {value},\n  "{after}"')


def _strings(old: str, new: str) -> Edit:
    return "strings.json", old, new


def _scale(old: str, new: str) -> Edit:
    return "quality_scale.yaml", old, new


def _renamed(domain: str) -> list[Edit]:
    return [_manifest("my_device", domain), _strings("my_device", domain)]


MANIFEST = "manifest.json"
STRINGS = "strings.json"
ICONS = "icons.json"
SCALE = "quality_scale.yaml"
FLOW = "config_flow.py"
INIT = "__init__.py"

_KEYS = (
    "categories",
    "codeowners",
    "config_flow",
    "connectivity",
    "documentation",
    "integration_type",
    "iot_class",
    "loggers",
    "quality_scale",
    "requirements",
    "zeroconf",
)
_CATEGORIES = '"categories": ["plugs_switches", "energy.meters_monitoring"]'
_ZEROCONF = """,
  "zeroconf": [
    {
      "properties": {
        "name": "*",
        "user_id": "*"
      },
      "type": "_my-device._tcp.local."
    }
  ]"""
_ABORT_TEXT = "The device belongs to a different account. Please use the account that this entry was set up with."
_USER_TEXT = "Connect Home Assistant to the device on your network."
_VIRTUAL = """{
  "domain": "my_device",
  "name": "My Device",
  "integration_type": "virtual",
"""

_OF_MANIFEST = [
    Defect(
        "unknown key",
        "manifest",
        "speed: a key that core does not know",
        (MANIFEST, '"speed"'),
        [_added("speed", "1")],
    ),
    Defect(
        "no documentation",
        "manifest",
        "documentation: required but missing",
        (MANIFEST, "{"),
        [
            _manifest(
                '  "documentation": "https://www.home-assistant.io/integrations/my_device",\n',
                "",
            )
        ],
    ),
    Defect(
        "documentation elsewhere",
        "manifest",
        "is not a page of core's documentation",
        (MANIFEST, '"documentation"'),
        [
            _manifest(
                "https://www.home-assistant.io/integrations/", "https://example.com/"
            )
        ],
    ),
    Defect(
        "documentation no URL",
        "manifest",
        "documentation: not a URL",
        (MANIFEST, '"documentation"'),
        [_manifest("https://www.home-assistant.io/integrations/", "")],
    ),
    Defect(
        "wrong kind of value",
        "manifest",
        "loggers: expected a list",
        (MANIFEST, '"loggers"'),
        [_manifest('["my_device_client"]', '"my_device_client"')],
    ),
    Defect(
        "version",
        "manifest",
        "version: only a custom integration has it",
        (MANIFEST, '"version"'),
        [_added("version", '"1.0.0"')],
    ),
    Defect(
        "issue tracker",
        "manifest",
        "issue_tracker: only a custom integration has it",
        (MANIFEST, '"issue_tracker"'),
        [_added("issue_tracker", '"https://example.com"')],
    ),
    Defect(
        "other domain",
        "manifest",
        "is not the name of the folder",
        (MANIFEST, '"domain"'),
        [_manifest('"domain": "my_device"', '"domain": "other"')],
    ),
    Defect(
        "no IoT class",
        "manifest",
        "iot_class: required but missing",
        (MANIFEST, "{"),
        [_manifest('  "iot_class": "local_polling",\n', "")],
    ),
    Defect(
        "needless IoT class",
        "manifest",
        "iot_class: this integration talks to nothing",
        (MANIFEST, '"iot_class"'),
        _renamed("plant"),
        domain="plant",
    ),
    Defect(
        "unknown IoT class",
        "manifest",
        "'local_polled' is no IoT class",
        (MANIFEST, '"iot_class"'),
        [_manifest("local_polling", "local_polled")],
    ),
    Defect(
        "unknown type",
        "manifest",
        "'gadget' is no integration type",
        (MANIFEST, '"integration_type"'),
        [_manifest('"device"', '"gadget"')],
    ),
    Defect(
        "unknown tier",
        "manifest",
        "'diamond' is no quality scale",
        (MANIFEST, '"quality_scale"'),
        [_manifest("platinum", "diamond")],
        also=frozenset({"quality_scale"}),
    ),
    Defect(
        "no owner",
        "manifest",
        "codeowners: platinum needs an owner",
        (MANIFEST, '"codeowners"'),
        [_manifest('["@my-company"]', "[]")],
    ),
    Defect(
        "no categories",
        "manifest",
        "categories: required but missing",
        (MANIFEST, "{"),
        [_manifest(f"  {_CATEGORIES},\n", "")],
    ),
    Defect(
        "unknown category",
        "manifest",
        "'plugs' is no category",
        (MANIFEST, '"categories"'),
        [_manifest("plugs_switches", "plugs")],
    ),
    Defect(
        "category twice",
        "manifest",
        "names a category twice",
        (MANIFEST, '"categories"'),
        [_manifest("energy.meters_monitoring", "plugs_switches")],
    ),
    Defect(
        "too many categories",
        "manifest",
        "has more than 3",
        (MANIFEST, '"categories"'),
        [
            _manifest(
                _CATEGORIES,
                '"categories": ["plugs_switches", "lighting", "water", "pets"]',
            )
        ],
    ),
    Defect(
        "empty categories",
        "manifest",
        "categories: empty",
        (MANIFEST, '"categories"'),
        [_manifest(_CATEGORIES, '"categories": []')],
    ),
    Defect(
        "unknown connectivity",
        "manifest",
        "'wifi' is no kind of connectivity",
        (MANIFEST, '"connectivity"'),
        [_manifest('["network"]', '["wifi"]')],
    ),
    Defect(
        "unsorted connectivity",
        "manifest",
        "not in alphabetical order",
        (MANIFEST, '"connectivity"'),
        [_manifest('["network"]', '["network", "cloud"]')],
    ),
    Defect(
        "unsorted keys",
        "manifest",
        "iot_class: stands where integration_type belongs",
        (MANIFEST, '"iot_class"'),
        [
            _manifest(
                '  "integration_type": "device",\n  "iot_class": "local_polling",\n',
                '  "iot_class": "local_polling",\n  "integration_type": "device",\n',
            )
        ],
    ),
    Defect(
        "name after the rest",
        "manifest",
        "categories: stands where name belongs",
        (MANIFEST, '"categories"'),
        [_manifest('  "name": "My Device",\n', ""), _added("name", '"My Device"')],
    ),
    Defect(
        "supported by nobody",
        "manifest",
        "'nobody' is no integration",
        (MANIFEST, '"supported_by"'),
        [
            (MANIFEST, None, f'{_VIRTUAL}  "supported_by": "nobody"\n}}\n'),
            (SCALE, None, None),
        ],
    ),
    Defect(
        "two supports",
        "manifest",
        "two keys of which core allows one",
        (MANIFEST, "{"),
        [
            (
                MANIFEST,
                None,
                f'{_VIRTUAL}  "iot_standards": ["zwave"],\n  "supported_by": "hue"\n}}\n',
            ),
            (SCALE, None, None),
        ],
    ),
    Defect(
        "unknown IoT standard",
        "manifest",
        "'morse' is no IoT standard",
        (MANIFEST, '"iot_standards"'),
        [
            (MANIFEST, None, f'{_VIRTUAL}  "iot_standards": ["morse"]\n}}\n'),
            (SCALE, None, None),
        ],
    ),
    Defect(
        "owner without @",
        "codeowners",
        "'my-company' is no GitHub handle",
        (MANIFEST, '"codeowners"'),
        [_manifest("@my-company", "my-company")],
    ),
    Defect(
        "no type",
        "integration_type",
        "required with a config flow but missing",
        (MANIFEST, '"config_flow"'),
        [_manifest('  "integration_type": "device",\n', "")],
    ),
    Defect(
        "no platform",
        "integration_info",
        "my_device is no entity platform",
        (MANIFEST, '"integration_type"'),
        [_manifest('"device"', '"entity"'), (ICONS, None, None)],
    ),
    Defect(
        "open requirement",
        "requirements",
        "is not pinned to one version",
        (MANIFEST, '"requirements"'),
        [_manifest("client==1.0.0", "client>=1.0.0")],
    ),
    Defect(
        "requirement with a space",
        "requirements",
        "has a space",
        (MANIFEST, '"requirements"'),
        [_manifest("client==1.0.0", "client == 1.0.0")],
    ),
    Defect(
        "requirement without a name",
        "requirements",
        "names no package",
        (MANIFEST, '"requirements"'),
        [_manifest("my-device-client==1.0.0", "==1.0.0")],
    ),
    Defect(
        "requirement of no version",
        "requirements",
        "has a version that cannot be read",
        (MANIFEST, '"requirements"'),
        [_manifest("client==1.0.0", "client==newest")],
    ),
    Defect(
        "requirement from a URL",
        "requirements",
        "is not pinned to one version",
        (MANIFEST, '"requirements"'),
        [_manifest("my-device-client==1.0.0", "git+https://example.com/client")],
    ),
]


_OF_DISCOVERY = [
    Defect(
        "lowercase MAC address",
        "dhcp",
        "dhcp.0.macaddress: not in uppercase",
        (MANIFEST, '"dhcp"'),
        [_added("dhcp", '[{ "macaddress": "aabbcc*" }]')],
    ),
    Defect(
        "MAC address of one device",
        "dhcp",
        "has no wildcard",
        (MANIFEST, '"dhcp"'),
        [_added("dhcp", '[{ "macaddress": "AABBCC112233" }]')],
    ),
    Defect(
        "uppercase host name",
        "dhcp",
        "dhcp.0.hostname: not in lowercase",
        (MANIFEST, '"dhcp"'),
        [_added("dhcp", '[{ "hostname": "My-*" }]')],
    ),
    Defect(
        "unknown DHCP key",
        "dhcp",
        "dhcp.0.ip: a key that core does not know",
        (MANIFEST, '"dhcp"'),
        [_added("dhcp", '[{ "ip": "10.*" }]')],
    ),
    Defect(
        "lowercase vendor",
        "usb",
        "usb.0.vid: not in uppercase",
        (MANIFEST, '"usb"'),
        [_added("usb", '[{ "vid": "10c4" }]')],
    ),
    Defect(
        "uppercase USB description",
        "usb",
        "usb.0.description: not in lowercase",
        (MANIFEST, '"usb"'),
        [_added("usb", '[{ "description": "*My*" }]')],
    ),
    Defect(
        "SSDP for all",
        "ssdp",
        "ssdp.0: matches every device",
        (MANIFEST, '"ssdp"'),
        [_added("ssdp", "[{}]")],
    ),
    Defect(
        "topic of no kind",
        "mqtt",
        "mqtt.0: expected str",
        (MANIFEST, '"mqtt"'),
        [_added("mqtt", "[1]")],
    ),
    Defect(
        "uppercase service UUID",
        "bluetooth",
        "bluetooth.0.service_uuid: not in lowercase",
        (MANIFEST, '"bluetooth"'),
        [_added("bluetooth", '[{ "service_uuid": "FE00" }]')],
    ),
    Defect(
        "manufacturer as text",
        "bluetooth",
        "bluetooth.0.manufacturer_id: expected int",
        (MANIFEST, '"bluetooth"'),
        [_added("bluetooth", '[{ "manufacturer_id": "76" }]')],
    ),
    Defect(
        "no service type",
        "zeroconf",
        "zeroconf.0.type: required but missing",
        (MANIFEST, "{"),
        [_manifest(',\n      "type": "_my-device._tcp.local."', "")],
    ),
    Defect(
        "uppercase property",
        "zeroconf",
        "zeroconf.0.properties.name: not in lowercase",
        (MANIFEST, '"name": "My*"'),
        [_manifest('"name": "*"', '"name": "My*"')],
    ),
    Defect(
        "uppercase zeroconf name",
        "zeroconf",
        "zeroconf.0.name: not in lowercase",
        (MANIFEST, '"name": "My*"'),
        [_manifest('      "properties"', '      "name": "My*",\n      "properties"')],
    ),
    Defect(
        "property outside",
        "zeroconf",
        "an own key for a property is deprecated",
        (MANIFEST, '"model"'),
        [_manifest('      "properties"', '      "model": "x",\n      "properties"')],
    ),
    Defect(
        "discovery without a flow",
        "zeroconf",
        "what is discovered starts a flow",
        (MANIFEST, '"zeroconf"'),
        [_manifest('"config_flow": true', '"config_flow": false')],
        also=frozenset({"quality_scale"}),
    ),
    Defect(
        "HomeKit model of another",
        "zeroconf",
        "the model 'Abode 2' overlaps with 'Abode' of abode",
        (MANIFEST, '"homekit"'),
        [_added("homekit", '{ "models": ["Abode 2"] }')],
    ),
    Defect(
        "unknown HomeKit key",
        "zeroconf",
        "homekit.names: a key that core does not know",
        (MANIFEST, '"homekit"'),
        [_added("homekit", '{ "names": ["Abode"] }')],
    ),
    Defect(
        "LoRaWAN vendor alone",
        "lorawan",
        "not a pair of network server and vendor",
        (MANIFEST, '"lorawan"'),
        [_added("lorawan", '["tts"]'), _added("dependencies", '["lorawan"]')],
    ),
    Defect(
        "LoRaWAN without its integration",
        "lorawan",
        "needs the lorawan integration",
        (MANIFEST, '"lorawan"'),
        [_added("lorawan", '[["tts", "me"]]')],
    ),
    Defect(
        "LoRaWAN without a flow",
        "lorawan",
        "what is discovered starts a flow",
        (MANIFEST, '"lorawan"'),
        [
            _added("lorawan", '[["tts", "me"]]'),
            _added("dependencies", '["lorawan"]'),
            _manifest('"config_flow": true', '"config_flow": false'),
        ],
        also=frozenset({"quality_scale", "zeroconf"}),
    ),
    Defect(
        "nameless preview feature",
        "labs",
        "fast has no name and description",
        (MANIFEST, '"preview_features"'),
        [_added("preview_features", '{ "fast": {} }')],
    ),
    Defect(
        "feedback to no URL",
        "labs",
        "preview_features.fast.feedback_url: not a URL",
        (MANIFEST, '"preview_features"'),
        [
            _added("preview_features", '{ "fast": { "feedback_url": "me" } }'),
            _strings(
                "    }\n  }\n}\n",
                '    }\n  },\n  "preview_features": {\n    "fast": {\n      "description": "Polls twice.",\n      "name": "Fast"\n    }\n  }\n}\n',
            ),
        ],
    ),
    Defect(
        "preview feature of no slug",
        "labs",
        "'Fast' is no slug",
        (MANIFEST, '"preview_features"'),
        [_added("preview_features", '{ "Fast": {} }')],
        also=frozenset({"labs"}),
    ),
]

_OF_FILES = [
    Defect(
        "undeclared credentials",
        "application_credentials",
        "application_credentials.py is there, but not the dependency",
        (MANIFEST, "{"),
        [("application_credentials.py", None, '"""Credentials."""\n')],
    ),
    Defect(
        "brand folder",
        "brand",
        "images are not kept in core",
        ("brand", ""),
        [("brand/icon.png", None, "")],
    ),
    Defect(
        "no flow",
        "config_flow",
        "there is no config_flow.py",
        (MANIFEST, '"config_flow"'),
        [(FLOW, None, None)],
        also=frozenset({"quality_scale"}),
    ),
    Defect(
        "flow without a unique ID",
        "config_flow",
        "is offered again and again without a unique ID",
        (FLOW, "async_step_zeroconf"),
        [(FLOW, "self.async_set_unique_id", "self.async_remember")],
        also=frozenset({"quality_scale"}),
    ),
    Defect(
        "YAML without a schema",
        "config_schema",
        "async_setup: there is no CONFIG_SCHEMA",
        (INIT, "async def async_setup("),
        [
            (
                INIT,
                "async def async_setup_entry",
                "async def async_setup(hass, config):\n    return True\n\n\nasync def async_setup_entry",
            )
        ],
    ),
    Defect(
        "dependency on nobody",
        "dependencies",
        "nobody: no such integration",
        (MANIFEST, '"dependencies"'),
        [_added("dependencies", '["nobody"]')],
    ),
    Defect(
        "dependency after nobody",
        "dependencies",
        "after_dependencies: nobody: no such integration",
        (MANIFEST, '"after_dependencies"'),
        [_added("after_dependencies", '["nobody"]')],
    ),
    Defect(
        "dependency twice",
        "dependencies",
        "after_dependencies: http: also in dependencies",
        (MANIFEST, '"after_dependencies"'),
        [_added("dependencies", '["http"]'), _added("after_dependencies", '["http"]')],
    ),
    Defect(
        "dependency in a circle",
        "dependencies",
        "depends on this integration itself",
        (MANIFEST, '"dependencies"'),
        [*_renamed("lorawan"), _added("dependencies", '["sensecap_lorawan"]')],
        domain="lorawan",
    ),
    Defect(
        "undeclared import",
        "dependencies",
        "uses the integration http",
        (INIT, "components.http"),
        [
            (
                INIT,
                "from homeassistant.const",
                "from homeassistant.components.http import KEY_HASS\nfrom homeassistant.const",
            )
        ],
    ),
    Defect(
        "undeclared import of a package",
        "dependencies",
        "uses the integration recorder",
        (INIT, "import recorder"),
        [
            (
                INIT,
                "from homeassistant.const",
                "from homeassistant.components import recorder, sensor\nfrom homeassistant.const",
            )
        ],
    ),
    Defect(
        "undeclared plain import",
        "dependencies",
        "uses the integration recorder",
        (INIT, "import homeassistant"),
        [
            (
                INIT,
                "from homeassistant.const",
                "import homeassistant.components.recorder as recorder\nfrom homeassistant.const",
            )
        ],
    ),
    Defect(
        "indentation",
        "json",
        "prettier writes '\"entity\": {' here",
        (ICONS, '"entity"'),
        [(ICONS, '  "entity"', '   "entity"')],
    ),
    Defect(
        "unsorted strings",
        "json",
        "prettier writes '\"error\": {' here",
        (STRINGS, '"flow_title"'),
        [
            _strings('    "flow_title": "{name}",\n', ""),
            _strings('    "error": {', '    "flow_title": "{name}",\n    "error": {'),
        ],
    ),
    Defect(
        "unsorted matcher",
        "json",
        "prettier writes '\"properties\": {' here",
        (MANIFEST, '"type"'),
        [
            _manifest(',\n      "type": "_my-device._tcp.local."', ""),
            _manifest(
                '      "properties"',
                '      "type": "_my-device._tcp.local.",\n      "properties"',
            ),
        ],
    ),
    Defect(
        "list over several lines",
        "json",
        'prettier writes \'"codeowners": ["@my-company"],\' here',
        (MANIFEST, '"codeowners"'),
        [_manifest('["@my-company"]', '[\n    "@my-company"\n  ]')],
    ),
    Defect(
        "no newline at the end",
        "json",
        "prettier writes '' here",
        (ICONS, ""),
        [(ICONS, "  }\n}\n", "  }\n}")],
    ),
]

_OF_ICONS = [
    Defect(
        "icon of no set",
        "icons",
        "'electric' is no Material Design icon",
        (ICONS, '"default"'),
        [(ICONS, 'mdi:electric-switch"', 'electric"')],
    ),
    Defect(
        "unknown icon key",
        "icons",
        "entities: a key that core does not know",
        (ICONS, '"entities"'),
        [(ICONS, '"entity"', '"entities"')],
    ),
    Defect(
        "state of no key",
        "icons",
        "'On!' is no translation key",
        (ICONS, '"On!"'),
        [(ICONS, '"on"', '"On!"')],
    ),
    Defect(
        "platform of no slug",
        "icons",
        "'Switch' is no slug",
        (ICONS, '"Switch"'),
        [(ICONS, '"switch"', '"Switch"')],
    ),
    Defect(
        "states and ranges",
        "icons",
        "has icons for states and for ranges",
        (ICONS, '"relay"'),
        [
            (
                ICONS,
                '        "state"',
                '        "range": {\n          "0": "mdi:gauge"\n        },\n        "state"',
            )
        ],
    ),
    Defect(
        "range of no number",
        "icons",
        "could not convert string to float",
        (ICONS, '"range"'),
        [(ICONS, '"state"', '"range"')],
    ),
    Defect(
        "falling range",
        "icons",
        "the numbers do not ascend",
        (ICONS, '"range"'),
        [
            (
                ICONS,
                '"state": {\n          "on": "mdi:electric-switch-closed"',
                '"range": {\n          "5": "mdi:gauge",\n          "-5": "mdi:gauge"',
            )
        ],
        also=frozenset({"json"}),
    ),
    Defect(
        "empty range",
        "icons",
        "range: no icons",
        (ICONS, '"range"'),
        [
            (
                ICONS,
                '"state": {\n          "on": "mdi:electric-switch-closed"\n        }',
                '"range": {}',
            )
        ],
    ),
    Defect(
        "icon of an attribute like its default",
        "icons",
        "the same as the default icon",
        (ICONS, '"on"'),
        [
            (
                ICONS,
                '        "state": {\n          "on": "mdi:electric-switch-closed"\n        }',
                '        "state_attributes": {\n          "mode": {\n            "default": "mdi:gauge",\n            "state": {\n              "on": "mdi:gauge"\n            }\n          }\n        }',
            )
        ],
    ),
    Defect(
        "component without a default icon",
        "icons",
        "has no default icon",
        (ICONS, '"entity_component"'),
        [
            _manifest('"integration_type": "device"', '"integration_type": "helper"'),
            (
                ICONS,
                "    }\n  }\n}\n",
                '    }\n  },\n  "entity_component": {\n    "outlet": {\n      "default": "mdi:gauge"\n    }\n  }\n}\n',
            ),
        ],
    ),
    Defect(
        "action without its icon",
        "icons",
        "services.open.service: required but missing",
        (ICONS, '"open"'),
        [
            (
                ICONS,
                "    }\n  }\n}\n",
                '    }\n  },\n  "services": {\n    "open": {}\n  }\n}\n',
            )
        ],
    ),
]


def _user_description(text: str) -> Edit:
    return _strings(_USER_TEXT, text)


def _section(name: str, content: str) -> Edit:
    """Add a section with one line of content to strings.json, after those it has."""
    return _strings(
        "    }\n  }\n}\n", f'    }}\n  }},\n  "{name}": {{\n{content}\n  }}\n}}\n'
    )


_OF_TRANSLATIONS = [
    Defect(
        "HTML",
        "translations",
        "config.step.user.description: has HTML",
        (STRINGS, "<b>"),
        [_user_description("Connect <b>now</b>.")],
    ),
    Defect(
        "URL",
        "translations",
        "config.step.user.description: has a URL",
        (STRINGS, "https"),
        [_user_description("See https://example.com/login.")],
    ),
    Defect(
        "quoted placeholder",
        "translations",
        "has a placeholder in single quotes",
        (STRINGS, "'{host}'"),
        [_user_description("Connect to '{host}'.")],
    ),
    Defect(
        "reference with text",
        "translations",
        "mixes a reference with other text",
        (STRINGS, "Hi [%"),
        [_user_description("Hi [%key:common::state::on%]")],
    ),
    Defect(
        "space at the end",
        "translations",
        "starts or ends with a space",
        (STRINGS, "Connect. "),
        [_user_description("Connect. ")],
    ),
    Defect(
        "placeholder of no name",
        "translations",
        "has the placeholder {0}, which is no identifier",
        (STRINGS, "{0}"),
        [_user_description("Connect to {0}.")],
    ),
    Defect(
        "open placeholder",
        "translations",
        "has a placeholder that cannot be read",
        (STRINGS, "{host."),
        [_user_description("Connect to {host.")],
    ),
    Defect(
        "number as a text",
        "translations",
        "config.step.user.description: not a text",
        (STRINGS, '"description": 5'),
        [_strings(f'"{_USER_TEXT}"', "5")],
    ),
    Defect(
        "unknown key in strings",
        "translations",
        "config.hint: a key that core does not know",
        (STRINGS, '"hint"'),
        [
            _strings(
                '    "flow_title": "{name}",',
                '    "flow_title": "{name}",\n    "hint": "Try.",',
            )
        ],
    ),
    Defect(
        "flow without steps",
        "translations",
        "options.step: required but missing",
        (STRINGS, '"options"'),
        [_strings('  "options": {\n    "step": {', '  "options": {\n    "abort": {')],
        also=frozenset({"translations"}),
    ),
    Defect(
        "described field that is not there",
        "translations",
        "describes a field that data does not have",
        (STRINGS, '"port"'),
        [
            _strings(
                '          "host": "The hostname', '          "port": "The hostname'
            )
        ],
    ),
    Defect(
        "described field that its section lacks",
        "translations",
        "sections.more.data_description.port: describes a field",
        (STRINGS, '"port"'),
        [
            _strings(
                f'"{_USER_TEXT}"',
                f'"{_USER_TEXT}",\n        "sections": {{\n          "more": {{\n            "data_description": {{\n              "port": "The port."\n            }}\n          }}\n        }}',
            )
        ],
    ),
    Defect(
        "title of the flow",
        "translations",
        "config.title: the title of a flow is the integration's",
        (STRINGS, '"title": "Mine"'),
        [
            _strings(
                f'"{_USER_TEXT}"\n      }}\n    }}\n',
                f'"{_USER_TEXT}"\n      }}\n    }},\n    "title": "Mine"\n',
            )
        ],
    ),
    Defect(
        "brand as a step's title",
        "translations",
        "config.step.reauth_confirm.title: repeats the name",
        (STRINGS, '"title": "My Device"'),
        [_strings("[%key:common::config_flow::title::reauth%]", "My Device")],
    ),
    Defect(
        "brand as the title",
        "translations",
        "title: repeats the name",
        (STRINGS, '"title": "My Device"'),
        [_strings("    }\n  }\n}\n", '    }\n  },\n  "title": "My Device"\n}\n')],
    ),
    Defect(
        "reference to nothing",
        "translations",
        "[%key:common::config_flow::abort::gone%] names no text",
        (STRINGS, "gone"),
        [_strings("already_configured_device%", "gone%")],
    ),
    Defect(
        "reference to a group",
        "translations",
        "[%key:common::config_flow::abort%] names no text",
        (STRINGS, "abort%"),
        [_strings("::already_configured_device%", "%")],
    ),
    Defect(
        "reference to a reference",
        "translations",
        "leads to another reference",
        (STRINGS, "abort::already_configured%"),
        [
            _strings(
                _ABORT_TEXT,
                "[%key:component::my_device::config::abort::already_configured%]",
            )
        ],
    ),
    Defect(
        "device of no key",
        "translations",
        "'relay_' is no translation key",
        (STRINGS, '"relay_"'),
        [_strings('"relay"', '"relay_"')],
    ),
    Defect(
        "placeholder in a state",
        "translations",
        "has a placeholder, which nothing fills in",
        (STRINGS, "{much}"),
        [
            _strings(
                '"name": "Relay"',
                '"name": "Relay",\n        "state": {\n          "on": "On {much}"\n        }',
            )
        ],
    ),
    Defect(
        "selector of no slug",
        "translations",
        "'My-Mode' is no slug",
        (STRINGS, '"My-Mode"'),
        [_section("selector", '    "My-Mode": {}')],
    ),
    Defect(
        "exception of no slug",
        "translations",
        "'Wrong' is no slug",
        (STRINGS, '"Wrong"'),
        [_strings('"authentication_error"', '"Wrong"')],
        also=frozenset({"json"}),
    ),
    Defect(
        "subentry of no type",
        "translations",
        "config_subentries.room.entry_type: required but missing",
        (STRINGS, '"room"'),
        [
            _strings(
                '  "entity": {',
                '  "config_subentries": {\n    "room": {\n      "initiate_flow": {\n        "user": "Add room"\n      },\n      "step": {}\n    }\n  },\n  "entity": {',
            )
        ],
    ),
    Defect(
        "issue with two texts",
        "translations",
        "two keys of which core allows one",
        (STRINGS, '"old"'),
        [
            _strings(
                '  "options": {',
                '  "issues": {\n    "old": {\n      "description": "It is old.",\n      "fix_flow": {\n        "step": {}\n      },\n      "title": "Old"\n    }\n  },\n  "options": {',
            )
        ],
    ),
    Defect(
        "helper without a word",
        "translations",
        "the user step of a helper has no description",
        (STRINGS, '"user"'),
        [
            _manifest('"integration_type": "device"', '"integration_type": "helper"'),
            _strings(f',\n        "description": "{_USER_TEXT}"', ""),
        ],
    ),
]

_OPEN = ("services.yaml", None, "open:\n  fields:\n    speed:\n      required: true\n")
_TEXTS_OF_OPEN = '    "open": {\n      "description": "Opens it.",\n      "fields": {\n        "speed": {\n          "description": "How fast.",\n          "name": "Speed"\n        }\n      },\n      "name": "Open"\n    }'
_ICON_OF_OPEN: Edit = (
    ICONS,
    "    }\n  }\n}\n",
    '    }\n  },\n  "services": {\n    "open": {\n      "service": "mdi:door"\n    }\n  }\n}\n',
)
_DESCRIBED: list[Edit] = [_section("services", _TEXTS_OF_OPEN), _ICON_OF_OPEN]


def _open(fields: str) -> list[Edit]:
    """Add an action with these lines in its fields, and all its texts."""
    return [*_DESCRIBED, ("services.yaml", None, f"open:\n  fields:\n{fields}")]


_OF_SERVICES = [
    Defect(
        "undescribed action",
        "services",
        "registers a service action, but there is no services.yaml",
        (INIT, "async_register"),
        [
            (
                INIT,
                "    entry.runtime_data",
                '    hass.services.async_register("my_device", "open", print)\n    entry.runtime_data',
            )
        ],
    ),
    Defect(
        "action without an icon",
        "services",
        "open: the service action has no icon",
        ("services.yaml", "open:"),
        [_OPEN, _section("services", _TEXTS_OF_OPEN)],
    ),
    Defect(
        "action without a name",
        "services",
        "open: has no name",
        ("services.yaml", "open:"),
        [
            _OPEN,
            _ICON_OF_OPEN,
            _section("services", _TEXTS_OF_OPEN.replace(',\n      "name": "Open"', "")),
        ],
        also=frozenset({"translations"}),
    ),
    Defect(
        "action without a description",
        "services",
        "open: has no description",
        ("services.yaml", "open:"),
        [
            _OPEN,
            _ICON_OF_OPEN,
            _section(
                "services",
                _TEXTS_OF_OPEN.replace('      "description": "Opens it.",\n', ""),
            ),
        ],
        also=frozenset({"translations"}),
    ),
    Defect(
        "field without texts",
        "services",
        "open.fields.force: has no name",
        ("services.yaml", "force:"),
        _open("    force:\n      required: true\n"),
        also=frozenset({"services"}),
    ),
    Defect(
        "section without a name",
        "services",
        "open.fields.more: has no name",
        ("services.yaml", "more:"),
        _open("    more:\n      fields:\n        speed:\n          required: true\n"),
    ),
    Defect(
        "options without texts",
        "services",
        "its options have no texts under selector.mode",
        ("services.yaml", "selector:"),
        _open(
            "    speed:\n      selector:\n        select:\n          options: [a]\n          translation_key: mode\n"
        ),
    ),
    Defect(
        "unknown field key",
        "services",
        "open.fields.speed.advanced_: a key that core does not know",
        ("services.yaml", "advanced_:"),
        _open("    speed:\n      advanced_: true\n"),
    ),
    Defect(
        "unknown selector",
        "services",
        "open.fields.speed.selector: Unknown selector type slider",
        ("services.yaml", "selector:"),
        _open("    speed:\n      selector:\n        slider:\n"),
    ),
    Defect(
        "empty example",
        "services",
        "open.fields.speed.example: empty",
        ("services.yaml", "example:"),
        _open("    speed:\n      example:\n"),
    ),
    Defect(
        "field twice",
        "services",
        "has the field speed twice",
        ("services.yaml", "fields:"),
        _open(
            "    speed:\n      required: true\n    more:\n      fields:\n        speed:\n          required: true\n"
        ),
    ),
    Defect(
        "filter without a target",
        "services",
        "open.fields.speed.filter: a key that core does not know",
        ("services.yaml", "filter:"),
        _open(
            "    speed:\n      filter:\n        supported_features:\n          - light.LightEntityFeature.EFFECT\n"
        ),
    ),
    Defect(
        "feature of no entity",
        "services",
        "'light.LightEntityFeature.GLOW' is no member",
        ("services.yaml", "- light"),
        [
            *_DESCRIBED,
            (
                "services.yaml",
                None,
                "open:\n  target:\n    entity:\n      domain: light\n  fields:\n    speed:\n      filter:\n        supported_features:\n          - light.LightEntityFeature.GLOW\n",
            ),
        ],
    ),
    Defect(
        "target of no feature",
        "services",
        "'light.LightEntityFeature.GLOW' is no member",
        ("services.yaml", "target:"),
        [
            *_DESCRIBED,
            (
                "services.yaml",
                None,
                "open:\n  target:\n    entity:\n      supported_features:\n        - light.LightEntityFeature.GLOW\n",
            ),
        ],
    ),
    Defect(
        "action of no mapping",
        "services",
        "open: not a mapping",
        ("services.yaml", "open:"),
        [*_DESCRIBED, ("services.yaml", None, "open: now\n")],
    ),
    Defect(
        "actions as a list",
        "services",
        "services.yaml: not a mapping",
        ("services.yaml", "- open"),
        [*_DESCRIBED, ("services.yaml", None, "- open\n")],
    ),
]


def _described(plural: str, name: str, fields: str) -> list[Edit]:
    """Add a trigger or a condition with these lines in its fields, and all its texts."""
    texts = f'    "{name}": {{\n      "description": "It is so.",\n      "fields": {{\n        "mode": {{\n          "name": "Mode"\n        }},\n        "state": {{\n          "name": "State"\n        }}\n      }},\n      "name": "So"\n    }}'
    icon = f'  "{plural}": {{\n    "{name}": {{\n      "{plural[:-1]}": "mdi:door"\n    }}\n  }}'
    with_icon = {
        "conditions": (ICONS, '{\n  "entity"', f'{{\n{icon},\n  "entity"'),
        "triggers": (ICONS, "    }\n  }\n}\n", f"    }}\n  }},\n{icon}\n}}\n"),
    }
    with_texts = {
        "conditions": _strings(
            '{\n  "config": {',
            f'{{\n  "conditions": {{\n{texts}\n  }},\n  "config": {{',
        ),
        "triggers": _section(plural, texts),
    }
    return [
        with_texts[plural],
        with_icon[plural],
        (f"{plural}.yaml", None, f"{name}:\n  fields:\n{fields}"),
    ]


_OF_CONDITIONS_AND_TRIGGERS = [
    Defect(
        "undescribed conditions",
        "conditions",
        "registers a condition, but there is no conditions.yaml",
        ("condition.py", "async_get_conditions"),
        [
            (
                "condition.py",
                None,
                "async def async_get_conditions(hass):\n    return {}\n",
            )
        ],
    ),
    Defect(
        "condition without an icon",
        "conditions",
        "is_open: the condition has no icon",
        ("conditions.yaml", "is_open:"),
        [("conditions.yaml", None, "is_open:\n")],
    ),
    Defect(
        "unknown condition key",
        "conditions",
        "is_open.fields.mode.advanced: a key that core does not know",
        ("conditions.yaml", "advanced:"),
        _described("conditions", "is_open", "    mode:\n      advanced: true\n"),
    ),
    Defect(
        "condition of no slug",
        "conditions",
        "'is-open' is no slug",
        ("conditions.yaml", "is-open:"),
        [("conditions.yaml", None, "is-open:\n")],
    ),
    Defect(
        "undescribed triggers",
        "triggers",
        "registers a trigger, but there is no triggers.yaml",
        ("trigger.py", "async_get_triggers"),
        [("trigger.py", None, "async def async_get_triggers(hass):\n    return {}\n")],
    ),
    Defect(
        "trigger without an icon",
        "triggers",
        "opened: the trigger has no icon",
        ("triggers.yaml", "opened:"),
        [("triggers.yaml", None, "opened:\n")],
    ),
    Defect(
        "field of a trigger without a name",
        "triggers",
        "opened.fields.force: has no name",
        ("triggers.yaml", "force:"),
        _described("triggers", "opened", "    force:\n      required: true\n"),
    ),
    Defect(
        "context without a selector",
        "triggers",
        "a context without a selector",
        ("triggers.yaml", "filter_target:"),
        _described(
            "triggers",
            "opened",
            "    mode:\n      context:\n        filter_target: target\n",
        ),
    ),
    Defect(
        "context that the selector has not",
        "triggers",
        "its selector takes no such context",
        ("triggers.yaml", "filter_target:"),
        _described(
            "triggers",
            "opened",
            "    mode:\n      context:\n        filter_target: target\n      selector:\n        boolean:\n",
        ),
    ),
    Defect(
        "context from nowhere",
        "triggers",
        "'target' is neither a field nor the target",
        ("triggers.yaml", "filter_target:"),
        _described(
            "triggers",
            "opened",
            "    mode:\n      context:\n        filter_target: target\n      selector:\n        state:\n",
        ),
    ),
    Defect(
        "context of another kind",
        "triggers",
        "takes no boolean",
        ("triggers.yaml", "filter_entity:"),
        _described(
            "triggers",
            "opened",
            "    state:\n      selector:\n        boolean:\n    mode:\n      context:\n        filter_entity: state\n      selector:\n        state:\n",
        ),
    ),
]

_BY_HAND = "A comment."
_OF_QUALITY_SCALE = [
    Defect(
        "no file",
        "quality_scale",
        "there is no quality_scale.yaml",
        (MANIFEST, '"quality_scale"'),
        [(SCALE, None, None)],
    ),
    Defect(
        "no tier",
        "quality_scale",
        "a new integration has to reach bronze",
        (MANIFEST, "{"),
        [_manifest('  "quality_scale": "platinum",\n', "")],
    ),
    Defect(
        "virtual integration with a file",
        "quality_scale",
        "a virtual integration has no quality_scale.yaml",
        (MANIFEST, "{"),
        [
            (MANIFEST, None, f'{_VIRTUAL}  "supported_by": "hue"\n}}\n'),
            *(
                (SCALE, f"{rule}: done", f"{rule}: todo")
                for rule in ("config-flow", "discovery")
            ),
        ],
    ),
    Defect(
        "rule left out",
        "quality_scale",
        "rules.brands: required but missing",
        (SCALE, "rules:"),
        [_scale("  brands: done\n", "")],
    ),
    Defect(
        "unknown rule",
        "quality_scale",
        "rules.beauty: a key that core does not know",
        (SCALE, "beauty"),
        [_scale("  brands: done\n", "  brands: done\n  beauty: done\n")],
    ),
    Defect(
        "unknown status",
        "quality_scale",
        "'maybe' is no status",
        (SCALE, "brands"),
        [_scale("brands: done", "brands: maybe")],
        also=frozenset({"quality_scale"}),
    ),
    Defect(
        "exempt alone",
        "quality_scale",
        "exempt without a comment",
        (SCALE, "brands"),
        [_scale("brands: done", "brands: exempt")],
    ),
    Defect(
        "exempt without a word",
        "quality_scale",
        "exempt without a comment",
        (SCALE, "brands"),
        [_scale("brands: done", "brands:\n    status: exempt")],
    ),
    Defect(
        "mapping without a word",
        "quality_scale",
        "a mapping without a comment",
        (SCALE, "brands"),
        [_scale("brands: done", "brands:\n    status: done")],
    ),
    Defect(
        "more than a comment",
        "quality_scale",
        "more than a status and a comment",
        (SCALE, "brands"),
        [
            _scale(
                "brands: done",
                f"brands:\n    status: done\n    comment: {_BY_HAND}\n    author: me",
            )
        ],
    ),
    Defect(
        "bronze rule open",
        "quality_scale",
        "brands: todo, but platinum needs it done or exempt",
        (SCALE, "brands"),
        [_scale("brands: done", "brands: todo")],
    ),
    Defect(
        "platinum rule open",
        "quality_scale",
        "async-dependency: todo, but platinum needs it",
        (SCALE, "async-dependency"),
        [_scale("async-dependency: done", "async-dependency: todo")],
    ),
    Defect(
        "flow not declared",
        "quality_scale",
        "config-flow: the manifest does not set config_flow",
        (MANIFEST, "{"),
        [_manifest('  "config_flow": true,\n', "")],
        also=frozenset({"zeroconf"}),
    ),
    Defect(
        "flow not written",
        "quality_scale",
        "config-flow: no config_flow.py",
        (MANIFEST, '"config_flow"'),
        [(FLOW, None, None)],
        also=frozenset({"config_flow", "quality_scale"}),
    ),
    Defect(
        "nothing discovered",
        "quality_scale",
        "discovery: nothing is discovered",
        (FLOW, ""),
        [_manifest(_ZEROCONF, ""), (FLOW, "async_step_zeroconf", "async_step_found")],
    ),
    Defect(
        "no reconfiguration",
        "quality_scale",
        "reconfiguration-flow: no async_step_reconfigure",
        (FLOW, ""),
        [(FLOW, "async_step_reconfigure", "async_step_change")],
    ),
    Defect(
        "runtime data elsewhere",
        "quality_scale",
        "runtime-data: async_setup_entry does not set entry.runtime_data",
        (INIT, "async def async_setup_entry"),
        [(INIT, "entry.runtime_data", "hass.data[entry.domain]")],
    ),
    Defect(
        "setup with more",
        "quality_scale",
        "runtime-data: async_setup_entry takes other than hass and the entry",
        (INIT, "async def async_setup_entry"),
        [
            (
                INIT,
                "async_setup_entry(hass: HomeAssistant, ",
                "async_setup_entry(hass: HomeAssistant, x: int, ",
            )
        ],
    ),
    Defect(
        "no setup",
        "quality_scale",
        "runtime-data: no async_setup_entry",
        (INIT, ""),
        [(INIT, "async_setup_entry", "async_prepare")],
        also=frozenset({"quality_scale"}),
    ),
    Defect(
        "untyped entry",
        "quality_scale",
        "async_unload_entry takes a typed config entry",
        (INIT, "async def async_unload_entry"),
        [
            (
                INIT,
                "async_unload_entry(hass: HomeAssistant, entry: MyDeviceConfigEntry)",
                "async_unload_entry(hass: HomeAssistant, entry: ConfigEntry)",
            )
        ],
    ),
    Defect(
        "untyped entry in a platform",
        "quality_scale",
        "async_setup_entry takes a typed config entry",
        ("switch.py", "async def async_setup_entry"),
        [("switch.py", "entry: MyDeviceConfigEntry", "entry: object")],
    ),
    Defect(
        "untyped entry in the flow",
        "quality_scale",
        "async_get_options_flow takes a typed config entry",
        (FLOW, "def async_get_options_flow"),
        [(FLOW, "config_entry: MyDeviceConfigEntry", "config_entry: object")],
    ),
    Defect(
        "untested setup",
        "quality_scale",
        "test-before-setup: async_setup_entry neither refreshes first nor can fail",
        (INIT, "async def async_setup_entry"),
        [
            (INIT, "async_config_entry_first_refresh", "async_refresh"),
            (
                "coordinator.py",
                "raise ConfigEntryAuthFailed",
                "raise HomeAssistantError",
            ),
        ],
    ),
    Defect(
        "the same device twice",
        "quality_scale",
        "unique-config-entry: the same device can be set up twice",
        (FLOW, ""),
        [(FLOW, "self._abort_if_unique_id_configured", "self._go_on")],
    ),
    Defect(
        "no line in .strict-typing",
        "quality_scale",
        "strict-typing: no line for my_device",
        ("../../../.strict-typing", ""),
        [("../../../.strict-typing", None, "homeassistant.components.hue.*\n")],
    ),
]

DEFECTS = [
    *_OF_MANIFEST,
    *_OF_DISCOVERY,
    *_OF_FILES,
    *_OF_ICONS,
    *_OF_TRANSLATIONS,
    *_OF_SERVICES,
    *_OF_CONDITIONS_AND_TRIGGERS,
    *_OF_QUALITY_SCALE,
]
