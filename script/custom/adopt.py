"""Take edits of a custom component into the core tree that it was made from.

An edit is taken back by the changes that lead to core, which do not restore every blank of what was there. So it is
merged: what the export says of a module, taken back, is the base; the core tree's module and the edited one, taken
back, are the two sides. Whether that is right is not assumed: the result, exported again, has to be what was edited.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
import json

from script.codemods.manifest import ordered
from script.integration.json_file import dump
from script.integration.tree import Places, Tree
from script.merge import Merged, merged, merged_file, merged_json

from . import CustomError, manifest
from .analysis import Analysis, analyze
from .codemods import orderly, to_core
from .export import component_of, core_path, export
from .formatting import formatted
from .manifest import Release
from .parsing import parsed_json, require_texts
from .texts import resolved, strings_of, with_texts, without_added


@dataclass(frozen=True)
class Adopted:
    """What becomes of edits.

    Attributes:
        changes: New content of files of the core tree; None for one that goes.
        left: What is not taken, a line for each place.
    """

    changes: Mapping[str, bytes | None]
    left: list[str]


def adopt(
    base: Tree, now: Tree, edited: Tree, domain: str, release: Release
) -> Adopted:
    """Return what edits of a custom component change in the core tree.

    Args:
        base: The files of the core tree that it was made from.
        now: Those files today.
        edited: The files of the custom component, by path in its repository.
        domain: Which integration.
        release: As which it was made.

    Raises CustomError where an edit and the core tree contradict one another.
    """
    require_texts(edited)
    exported = export(base, domain, release)
    edits = {
        path
        for path in exported.keys() | edited.keys()
        if exported.get(path) != edited.get(path)
    }
    edited = {
        **edited,
        **_orderly(
            {path: edited[path] for path in edits & edited.keys()},
            analyze(base, domain),
        ),
    }
    wanted = _taken_back(base, exported, edited, domain)
    again = export(wanted, domain, release)
    changes = {
        path: _onto(path, now.get(path), base.get(path), wanted.get(path))
        for path in sorted(base.keys() | wanted.keys())
        if base.get(path) != wanted.get(path)
    }
    return Adopted(
        {path: each for path, each in changes.items() if each != now.get(path)},
        [*_left(again, edited, edits)],
    )


def _taken_back(base: Tree, exported: Tree, edited: Tree, domain: str) -> Tree:
    """Return the core tree that the edited custom component would have been made from."""
    analysis = analyze(base, domain)
    wanted = dict(base)
    modules: dict[str, tuple[str, bytes, bytes]] = {}
    for path in sorted(exported.keys() | edited.keys()):
        old, new = exported.get(path), edited.get(path)
        core = core_path(path, domain)
        if old == new or core is None or (old is not None and core not in base):
            continue
        if new is None:
            del wanted[core]
        elif path.endswith(".py"):
            modules[core] = (path, old or b"", new)
        elif core in base and path.endswith("/manifest.json"):
            said = (parsed_json(path, each) for each in (old or b"{}", new))
            wanted[core] = dump(manifest.to_core(parsed_json(core, base[core]), *said))
        elif path == f"{component_of(domain)}translations/en.json":
            wanted[core] = _strings(base, analysis, parsed_json(path, new))
        elif old is None:
            wanted[core] = new
        else:
            wanted[core] = _agreed(core, merged(base[core], old, new))
    return wanted | _modules(base, modules, analysis)


def _modules(
    base: Tree, modules: Mapping[str, tuple[str, bytes, bytes]], analysis: Analysis
) -> dict[str, bytes]:
    """Return modules of the core tree with edits, given where each is edited, from what and to what."""
    old, new = (
        formatted(
            {
                core: text.encode()
                for core, text in to_core(
                    {
                        core: (path, versions[side].decode())
                        for core, (path, *versions) in modules.items()
                    },
                    base,
                    analysis,
                ).items()
            },
            unused=True,
        )
        for side in (0, 1)
    )
    return {
        core: _agreed(core, merged(base[core], old[core], new[core]))
        if core in base
        else new[core]
        for core in modules
    }


def _strings(base: Tree, analysis: Analysis, edited: Mapping[str, object]) -> bytes:
    """Return the strings of the core tree that say what was edited."""
    path = f"{Places(analysis.domain).integration}strings.json"
    strings = parsed_json(path, base.get(path, b"{}"))
    own = without_added(dict(edited), strings_of(base, analysis), strings)
    if own == resolved(strings, analysis.domain):
        return base.get(path, b"")
    return dump(with_texts(strings, own, analysis.domain), sort="all")


def _onto(
    path: str, now: bytes | None, base: bytes | None, wanted: bytes | None
) -> bytes | None:
    """Return what a file of the core tree becomes, which may have changed since the export."""
    if now in (base, wanted):
        return wanted
    if path.endswith(".json") and now and base and wanted:
        contents = (parsed_json(path, each) for each in (now, base, wanted))
        content = _agreed(path, merged_json(*contents))
        if path.endswith("/manifest.json"):
            return dump(ordered(content))
        return dump(content, sort="all")
    return _agreed(path, merged_file(now, base, wanted))


def _agreed[Content](
    path: str, both: Merged[Content, int] | Merged[Content, str]
) -> Content:
    """Return what two sides made of a file, in which they must not contradict one another."""
    if both.conflicts:
        places = ", ".join(map(json.dumps, both.conflicts))
        raise CustomError(
            f"{path}:{places}: edited in the custom component where the core tree says something else; "
            "make this edit in the core tree by hand, and take it back in the custom component"
        )
    return both.content


def _orderly(edited: Tree, analysis: Analysis) -> Tree:
    """Return files as the export writes them, so that only what they say counts."""
    contents = {
        path: dump(ordered(parsed_json(path, content)))
        if path.endswith("/manifest.json")
        else dump(parsed_json(path, content), sort="all")
        for path, content in edited.items()
        if path.endswith(".json")
    }
    modules = {
        path: orderly(path, content.decode(), analysis).encode()
        for path, content in edited.items()
        if path.endswith(".py")
    }
    return {**formatted({**edited, **modules}), **contents}


def _left(again: Tree, edited: Tree, edits: Iterable[str]) -> Iterator[str]:
    """Yield where edits still say something else than the core tree."""
    for path in sorted(edits):
        there, here = again.get(path), edited.get(path)
        if there == here:
            continue
        if here is None or there is None or b"\0" in here:
            yield path
            continue
        old, new = there.decode().splitlines(), here.decode().splitlines()
        for tag, start, end, first, last in SequenceMatcher(a=old, b=new).get_opcodes():
            if tag != "equal":
                lines = new[first:last] or old[start:end]
                yield f"{path}:{first + 1}: {lines[0].strip()}"
