"""Write the manifest as one of core's."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.metadata import requires
import json
import re
from typing import Final

from packaging.utils import canonicalize_name

from script.cut.place import Place
from script.integration.categories import likeliest
from script.integration.core import core
from script.integration.json_file import Json, dump
from script.integration.keys import strings_at

from .change import Content
from .codemod import Codemod, kept, pairs
from .subject import Subject

NAME: Final = "manifest.json"
_FIRST: Final = ("domain", "name")
# Of these, only a custom component says where they are.
_CUSTOM: Final = frozenset({"issue_tracker", "version"})
_PAGES: Final = "https://www.home-assistant.io/integrations/"
_PACKAGE: Final = re.compile(r"[\w.-]+(\[[\w.,-]+\])?")


def ordered(said: Json) -> Json:
    """Return a manifest with its keys in core's order."""
    rest = {key: each for key, each in said.items() if key not in _FIRST}
    return {key: said[key] for key in _FIRST if key in said} | dict(
        sorted(rest.items())
    )


@Codemod(
    name="manifest",
    title="Say in the manifest what core's say, in their order",
    changes=pairs(
        (
            {
                "manifest.json": {
                    "version": "1.2.0",
                    "issue_tracker": "https://example.com/issues",
                }
            },
            {"manifest.json": {}},
        ),
        (
            {"manifest.json": {"documentation": "https://example.com/me/example"}},
            {"manifest.json": {}},
        ),
        (
            {
                "manifest.json": '{"name": "Example", "domain": "example", "requirements": []}'
            },
            {
                "manifest.json": """
                {
                  "domain": "example",
                  "name": "Example",
                  "documentation": "https://www.home-assistant.io/integrations/example",
                  "requirements": []
                }
                """
            },
        ),
        (
            {"manifest.json": {"dependencies": [], "ssdp": []}},
            {"manifest.json": {}},
        ),
    ),
    keeps=kept(
        {"manifest.json": {}},
        {"manifest.json": {"dependencies": ["http"], "requirements": []}},
        {"manifest.json": {"codeowners": []}},
    ),
)
def manifest(subject: Subject) -> Iterator[Content]:
    """Yield the manifest without what only custom components have."""
    said = subject.json(NAME)
    if said is None or said.get("integration_type") == "virtual":
        return
    wanted = {
        key: value
        for key, value in said.items()
        if key not in _CUSTOM
        and (value not in ([], {}, "") or key in ("codeowners", "requirements"))
    }
    page = f"{_PAGES}{subject.domain}"
    if str(said.get("documentation", "")).rstrip("/") != page:
        wanted["documentation"] = page
    yield _written(subject, ordered(wanted))


def _written(subject: Subject, wanted: Json) -> Content:
    path = f"{subject.places.integration}{NAME}"
    return Content(path, 1, content=dump(wanted))


@Codemod(
    name="requirements",
    title="Require one version of each package",
    changes=pairs(
        (
            {"manifest.json": {"requirements": ["requests"]}},
            {"manifest.json": {"requirements": []}},
        ),
        (
            {
                "manifest.json": {
                    "requirements": ["aiohttp>=3", "example-client==1.0.0"]
                }
            },
            {"manifest.json": {"requirements": ["example-client==1.0.0"]}},
        ),
        (
            {"manifest.json": {"requirements": ["example-client == 1.0.0"]}},
            {"manifest.json": {"requirements": ["example-client==1.0.0"]}},
        ),
    ),
    keeps=kept(
        {"manifest.json": {"requirements": ["example-client==1.0.0"]}},
        {"manifest.json": {"requirements": []}},
        {"manifest.json": {"requirements": ["example-client"]}},
    ),
)
def requirements(subject: Subject) -> Iterator[Content | Place]:
    """Yield requirements that Home Assistant has itself, or whose version core's integrations agree on."""
    if (said := subject.json(NAME)) is None:
        return
    wanted = [
        pinned
        for each in strings_at(said, "requirements")
        if (pinned := _pinned(each)) is not None
    ]
    if wanted != said.get("requirements", []):
        yield _written(subject, said | {"requirements": wanted})


def _pinned(requirement: str) -> str | None:
    """Return a requirement with its version, None for what Home Assistant requires itself."""
    whole = requirement.replace(" ", "")
    found = _PACKAGE.match(whole)
    if not found or "+" in whole:
        return requirement
    package = canonicalize_name(found[0])
    rest = whole[found.end() :]
    if rest.startswith("==") and "," not in rest:
        return whole
    if package in _own_requirements() and "[" not in package:
        return None
    versions = _versions().get(package)
    return f"{found[0]}=={versions.most_common(1)[0][0]}" if versions else requirement


@cache
def _own_requirements() -> frozenset[str]:
    """Return the packages that Home Assistant requires itself."""
    return frozenset(
        canonicalize_name(found[0])
        for each in requires("homeassistant") or ()
        if (found := _PACKAGE.match(each))
    )


@cache
def _versions() -> dict[str, Counter[str]]:
    """Return the versions that core's integrations require of each package."""
    found: dict[str, Counter[str]] = {}
    for domain in core().domains:
        for each in strings_at(core().manifest(domain), "requirements"):
            package, _, version = each.partition("==")
            found.setdefault(canonicalize_name(package), Counter())[version] += 1
    return found


@Codemod(
    name="integration-type",
    title="Say in the manifest what the integration is",
    changes=pairs(
        (
            {
                "manifest.json": {"integration_type": None},
                "sensor.py": """
                from homeassistant.helpers.device_registry import DeviceEntryType

                KIND = DeviceEntryType.SERVICE
                """,
            },
            {
                "manifest.json": {"integration_type": "service"},
                "sensor.py": """
                from homeassistant.helpers.device_registry import DeviceEntryType

                KIND = DeviceEntryType.SERVICE
                """,
            },
        ),
        (
            {
                "manifest.json": {"integration_type": None},
                "sensor.py": "INFO = DeviceInfo(via_device=(DOMAIN, SERIAL))",
            },
            {
                "manifest.json": {"integration_type": "hub"},
                "sensor.py": "INFO = DeviceInfo(via_device=(DOMAIN, SERIAL))",
            },
        ),
        (
            {
                "manifest.json": {"integration_type": None, "iot_class": "calculated"},
            },
            {
                "manifest.json": {
                    "integration_type": "helper",
                    "iot_class": "calculated",
                },
            },
        ),
    ),
    keeps=kept(
        {"manifest.json": {"integration_type": "device"}},
        {"manifest.json": {"config_flow": None, "integration_type": None}},
        {"manifest.json": {"integration_type": "hub", "iot_class": "calculated"}},
    ),
)
def integration_type(subject: Subject) -> Iterator[Content]:
    """Yield the type where the code shows it, or the likeliest, in doubt."""
    said = subject.json(NAME)
    if not said or "integration_type" in said or not said.get("config_flow"):
        return
    modules = [module.path.read_text(encoding="utf-8") for module in subject.modules]
    signs = (
        ("helper", said.get("iot_class") == "calculated"),
        ("hub", any("via_device" in text for text in modules)),
        ("service", any("DeviceEntryType.SERVICE" in text for text in modules)),
    )
    kind = next((name for name, is_so in signs if is_so), None)
    path = f"{subject.places.integration}{NAME}"
    guess = "service" if str(said.get("iot_class")).startswith("cloud") else "device"
    doubt = Place(
        path,
        1,
        NAME,
        f"integration_type is missing, and the code does not show it; it may be {guess}",
        "write device for one that is one device, hub for one with several, service for one without any",
    )
    content = dump(ordered(said | {"integration_type": kind or guess}))
    yield Content(path, 1, content=content, doubt=None if kind else doubt)


@Codemod(
    name="categories",
    title="Say in the manifest which categories the integration is in",
    in_doubt=pairs(
        (
            {
                "manifest.json": {"categories": None, "name": "Example Thermostat"},
                "strings.json": '{"title": "Heating and its thermostats"}',
            },
            {
                "manifest.json": {
                    "categories": ["climate.thermostats_heating"],
                    "name": "Example Thermostat",
                },
                "strings.json": '{"title": "Heating and its thermostats"}',
            },
        ),
        (
            {"manifest.json": {"categories": None, "name": "Example Doorbell"}},
            {
                "manifest.json": {
                    "categories": ["security_safety.doorbells_intercoms"],
                    "name": "Example Doorbell",
                }
            },
        ),
        (
            {"manifest.json": {"categories": None, "name": "Example Weather forecast"}},
            {
                "manifest.json": {
                    "categories": ["weather_alerts.forecasts"],
                    "name": "Example Weather forecast",
                }
            },
        ),
    ),
    keeps=kept(
        {"manifest.json": {"categories": ["water"]}},
        {"manifest.json": {"categories": ["energy.meters_monitoring"]}},
        {"manifest.json": {"categories": ["pets", "water"]}},
    ),
)
def categories(subject: Subject) -> Iterator[Content]:
    """Yield the categories that core's integrations with like words are in, in doubt."""
    said = subject.json(NAME)
    if not said or "categories" in said or said.get("integration_type") == "virtual":
        return
    texts = [subject.domain, said.get("name", ""), subject.json("strings.json")]
    if (guess := likeliest(json.dumps(texts))) is None:
        return
    path = f"{subject.places.integration}{NAME}"
    doubt = Place(
        path,
        1,
        NAME,
        f"categories are missing, which nothing here says; it may be {guess}",
        "write one to three, the one that it is mostly for first",
    )
    content = dump(ordered(said | {"categories": [guess]}))
    yield Content(path, 1, content=content, doubt=doubt)
