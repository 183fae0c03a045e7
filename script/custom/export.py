"""Make the files of a custom component from those of the core tree."""

from collections.abc import Mapping
from pathlib import Path
import re
from tempfile import TemporaryDirectory
from typing import Final

from script.codemods.migrations import FILE
from script.documentation.inventory import Entity, entities
from script.integration.contribution import contribution
from script.integration.json_file import dump
from script.integration.tree import Places, Tree, write

from . import CustomError, manifest, migration, released, repository
from .analysis import Analysis, analyze
from .codemods import to_custom
from .formatting import formatted
from .manifest import Release
from .parsing import parsed_json, require_texts
from .texts import resolved, strings_of

# What only newer cores say of an entity; files/conftest.py leaves it out as well.
_NEWER: Final = re.compile(rb"^ *'compat_name': .*\n", re.MULTILINE)


def sources(domain: str) -> tuple[str, ...]:
    """Return the folders of the core tree that a custom component is made from."""
    places = Places(domain)
    return places.integration, places.tests, places.brands[0], places.custom


def component_of(domain: str) -> str:
    """Return the folder of the component in its repository."""
    return f"custom_components/{domain}/"


def custom_path(path: str, domain: str) -> str | None:
    """Return where a file of the core tree goes, or None if it goes nowhere."""
    return _moved(path, _folders(domain), _specials(domain))


def core_path(path: str, domain: str) -> str | None:
    """Return where a file of a custom component comes from, or None if from nowhere."""
    component = component_of(domain)
    specials = {custom: core for core, custom in _specials(domain).items() if custom}
    # What core has of it does not come from here.
    if path == f"{component}quality_scale.yaml":
        return None
    folders = {custom: core for core, custom in _folders(domain).items()}
    return _moved(path, folders, specials)


def _folders(domain: str) -> dict[str, str]:
    """Return where the files of folders go, the innermost first."""
    places, component = Places(domain), component_of(domain)
    return {
        places.brands[0]: f"{component}brand/",
        places.languages: f"{component}translations/",
        places.integration: component,
        places.tests: "tests/",
    }


def _specials(domain: str) -> dict[str, str | None]:
    """Return where single files go instead."""
    places = Places(domain)
    return {
        f"{places.integration}quality_scale.yaml": None,
        f"{places.integration}strings.json": f"{component_of(domain)}translations/en.json",
        migration.place_of(domain): f"{component_of(domain)}{FILE}",
        released.place_of(domain): None,
    }


def _moved(
    path: str, folders: Mapping[str, str], specials: Mapping[str, str | None]
) -> str | None:
    if path in specials:
        return specials[path]
    for old, new in folders.items():
        if path.startswith(old):
            return new + path.removeprefix(old)
    return None


def export(tree: Tree, domain: str, release: Release) -> Tree:
    """Return the custom component of an integration, by path in its repository.

    Args:
        tree: The files of sources(domain), by path in this repository.
        domain: Which integration.
        release: What is published.

    Raises CustomError where the integration has no place for what a custom component needs.
    """
    require_texts(tree)
    analysis = analyze(tree, domain)
    migration.require_sound(tree, domain)
    result = {
        target: _content(target, content, analysis)
        for path, content in tree.items()
        if (target := custom_path(path, domain))
    }
    added = _modules(tree, analysis)
    if clash := min(added.keys() & result.keys(), default=None):
        raise CustomError(
            f"{core_path(clash, domain)}: the custom component gets a file of its own there; rename it"
        )
    return formatted(result | added | _rewritten(tree, analysis, release))


def _content(path: str, content: bytes, analysis: Analysis) -> bytes:
    if path.endswith(".py"):
        return to_custom(path, content.decode(), analysis).encode()
    return _NEWER.sub(b"", content) if path.endswith(".ambr") else content


def _rewritten(tree: Tree, analysis: Analysis, release: Release) -> dict[str, bytes]:
    """Return what is written anew from what the core tree says."""
    component = component_of(analysis.domain)
    path = f"{Places(analysis.domain).integration}manifest.json"
    said = parsed_json(path, tree[path])
    strings = resolved(strings_of(tree, analysis), analysis.domain)
    return repository.files(
        said, strings, release, _entities(tree, analysis.domain)
    ) | {
        f"{component}manifest.json": dump(manifest.to_custom(said, release)),
        f"{component}translations/en.json": dump(strings, sort="all"),
    }


def _entities(tree: Tree, domain: str) -> tuple[Entity, ...]:
    """Return the entities that users of an integration get."""
    folder = Places(domain).integration
    with TemporaryDirectory() as root:
        code = {path: each for path, each in tree.items() if path.startswith(folder)}
        write(Path(root), code)
        return entities(contribution(Path(root, folder)))


def _modules(tree: Tree, analysis: Analysis) -> dict[str, bytes]:
    """Return the modules that only the custom component has."""
    component = component_of(analysis.domain)
    wanted = {"conftest.py": "conftest.py"}
    if analysis.interval:
        wanted["scan_interval.py"] = f"{component}scan_interval.py"
        if not analysis.options_flow:
            wanted["options_flow.py"] = f"{component}options_flow.py"
        fixtures = tree.get(f"{Places(analysis.domain).tests}conftest.py", b"")
        if b"def init_integration" in fixtures:
            wanted["test_scan_interval.py"] = "tests/test_scan_interval.py"
    # They are written for core, as all that is checked here.
    return {
        path: to_custom(name, (repository.FILES / name).read_text(), analysis).encode()
        for name, path in wanted.items()
    }
