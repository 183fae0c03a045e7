"""Cut what a documentation page tells of features that are gone."""

from collections.abc import Iterable, Mapping
import re
from typing import Any, Final, Protocol

from script.cut.place import Place
from script.integration.core import Core, core_in, installed_package
from script.integration.files import read_json
from script.integration.json_file import load
from script.integration.tree import Places, Tree

from .blocks import parsed
from .cutting import Cutter
from .front import FRONT, without_features
from .labels import labels
from .names import Platform, names
from .notes import places as places_of
from .ties import DISCOVERY

# Parts that the site lists with the platforms
_LISTED: Final = ("diagnostics",)
# Categories of the site that are not called like their platform
_CATEGORIES: Final = {
    "alarm_control_panel": "Alarm",
    "device_tracker": "Presence detection",
}


class Feature(Protocol):
    """A feature of an integration, as far as a page shows it."""

    @property
    def kind(self) -> str:
        """Return what kind of feature it is, as "platform"."""

    @property
    def name(self) -> str:
        """Return which of its kind it is, as "switch"."""


def cut_page(
    before: Tree, after: Tree, domain: str, gone: Iterable[Feature]
) -> tuple[str | None, tuple[Place, ...]]:
    """Return the page of an integration without what it tells of features, and what is left to its author.

    None where there is no page.

    Args:
        before: The files with the features.
        after: The files without them, as far as those of the integration go.
        domain: Which integration.
        gone: The features.
    """
    places = Places(domain)
    if (content := before.get(places.page)) is None:
        return None, ()
    text = content.decode()
    features = [(each.kind, each.name) for each in gone]
    core = core_in(installed_package())
    manifest = load(after[places.integration + "manifest.json"])
    lost, kept = (
        [
            Platform(name, _title(core, name))
            for name in sorted(core.platforms)
            if (("platform", name) in features) is is_gone
            and (is_gone or _has_module(after, domain, name))
        ]
        for is_gone in (True, False)
    )
    old, new = (_labels(tree, domain, core) for tree in (before, after))
    known = names(
        features,
        (old.without(new), new),
        (lost, kept),
        [name for name in DISCOVERY if name in manifest],
        {domain, re.sub(r"\W+", "_", str(manifest.get("name", domain)).lower())},
    )
    front = FRONT.match(text)
    body = text[front.end() :] if front else text
    cutter = Cutter(known)
    page = parsed(body)
    result = cutter.page(page)
    cut = body if result == page else result.text.rstrip("\n") + "\n"
    if front:
        lines = without_features(
            front["front"],
            manifest,
            {name for kind, name in features if kind == "platform" or name in _LISTED},
            {name for kind, name in features if kind == "discovery"},
            (
                {_category(each) for each in lost},
                [_category(each) for each in kept],
            ),
        )
        cut = f"---\n{lines}---\n{cut}"
    return cut, tuple(places_of(cut, cutter.notes, places.page))


def _labels(tree: Tree, domain: str, core: Core) -> Any:
    content = tree.get(Places(domain).integration + "strings.json")
    return labels(
        tree, domain, load(content) if content else {}, lambda key: _text(core, key)
    )


def _text(core: Core, key: str) -> str | None:
    """Return a text of Home Assistant, as "common::state::on"."""
    match key.split("::"):
        case ["component", component, *keys]:
            path = core.components / component / "strings.json"
        case keys:
            path = core.package / "strings.json"
    found: Any = read_json(path)
    for each in keys:
        found = found.get(each) if isinstance(found, Mapping) else None
    return found if isinstance(found, str) else None


def _title(core: Core, platform: str) -> str:
    """Return what Home Assistant calls a platform."""
    return (
        _text(core, f"component::{platform}::title")
        or platform.replace("_", " ").capitalize()
    )


def _category(platform: Platform) -> str:
    """Return the category of the site for what has a platform."""
    return _CATEGORIES.get(platform.name, platform.title)


def _has_module(tree: Tree, domain: str, name: str) -> bool:
    folder = Places(domain).integration
    return f"{folder}{name}.py" in tree or f"{folder}{name}/__init__.py" in tree
