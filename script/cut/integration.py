"""Cut features out of an integration and all that goes with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
import operator
import re
from typing import Final

from script.features.found import Feature, found
from script.features.table import ATTRIBUTES, DISCOVERY, PLATFORM
from script.integration.page import pictures
from script.integration.tree import Places, Tree

from . import manifest, scale
from .absence import Absence
from .code import cut_code
from .named import components, mentioned, named, packages, steps, strings
from .page import cut_page
from .place import Place
from .snapshots import without_attributes, without_fixtures, without_snapshots
from .texts import Lost, without_texts

type Modules = Mapping[str, str]

_TEXTS: Final = ("strings.json", "icons.json")
_DESCRIBED: Final = ("services.yaml", "triggers.yaml", "conditions.yaml")
_TOP: Final = re.compile(r"^(?=[\w'\"])", re.MULTILINE)
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True)
class Cut:
    """An integration without features.

    Attributes:
        tree: The files.
        places: What could not be decided.
    """

    tree: Tree
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class _Task:
    """What is cut out of what."""

    before: Tree
    domain: str
    gone: tuple[Feature, ...]
    left: tuple[Feature, ...]

    @property
    def places(self) -> Places:
        """Return where the files of the integration stand."""
        return Places(self.domain)

    @property
    def platforms(self) -> frozenset[str]:
        """Return the platforms that go."""
        return frozenset(each.name for each in self.gone if each.kind == PLATFORM)

    @property
    def keys(self) -> frozenset[str]:
        """Return the keys of the manifest that go."""
        return frozenset(key for each in self.gone for key in each.parts.manifest)

    @property
    def rules(self) -> frozenset[str]:
        """Return the rules that are about what goes, and nothing that is left."""
        about, others = (
            frozenset(rule for each in features for rule in each.parts.rules)
            for features in (self.gone, self.left)
        )
        return about - others

    @property
    def absence(self) -> Absence:
        """Return what is not in the code."""
        left = (source for each in self.left for source in each.parts.sources)
        return reduce(
            operator.or_,
            map(_absence, self.gone),
            Absence(inherited=frozenset(left)),
        )


def _absence(feature: Feature) -> Absence:
    """Return what is not in the code without a feature."""
    parts = feature.parts
    return Absence(
        modules=feature.modules,
        names=frozenset(parts.names),
        definitions=frozenset(parts.definitions),
        members=frozenset(parts.members),
        sources=frozenset(parts.sources),
        empty=feature.empty,
        test_names=frozenset(parts.test_names),
        test_strings=frozenset(parts.test_strings),
    )


def cut(
    tree: Tree, domain: str, gone: Iterable[Feature], *, for_good: bool = False
) -> Cut:
    """Return an integration's files without features.

    Args:
        tree: The files, by path in the repository.
        domain: Of the integration.
        gone: Features of it.
        for_good: Whether the features never come, which makes a difference for the quality scale.
    """
    features = tuple(gone)
    if not features:
        return Cut(tree)
    task = _Task(
        tree,
        domain,
        features,
        tuple(each for each in found(tree, domain) if each not in features),
    )
    result, places = _with_code(task)
    result = _with_texts(task, result)
    result = _with_tests_files(task, result)
    result = _with_claims(task, result, for_good=for_good)
    result, more = _with_page(task, result)
    return Cut(result, (*places, *more))


def _modules(tree: Tree, *folders: str) -> Modules:
    return {
        path: content.decode()
        for path, content in tree.items()
        if path.startswith(folders) and path.endswith(".py")
    }


def _with_code(task: _Task) -> tuple[Tree, tuple[Place, ...]]:
    """Return the files with the code cut, and without the files that are features' own."""
    own = _own_files(task)
    tree = {path: each for path, each in task.before.items() if path not in own}
    before = _modules(tree, task.places.integration, task.places.tests)
    after, places = cut_code(before, task.absence)
    result = {path: each for path, each in tree.items() if path not in before}
    return {
        **result,
        **{
            path: text.encode() if text != before[path] else tree[path]
            for path, text in after.items()
        },
    }, places


def _own_files(task: _Task) -> set[str]:
    """Return the files that are features' own: beside code, and the tests of their modules."""
    modules = {name.partition(".")[0] for name in task.absence.modules}
    return {
        *(
            task.places.integration + name
            for each in task.gone
            for name in each.parts.files
        ),
        *(f"{task.places.tests}test_{name}.py" for name in modules),
    }


def _with_texts(task: _Task, tree: Tree) -> Tree:
    """Return the files without texts, icons and descriptions of what the code does not name any more."""
    result = dict(tree)
    folder = task.places.integration
    old, new = (list(_modules(each, folder).values()) for each in (task.before, tree))
    kept = mentioned(new)
    names = named(old) - kept
    for path in (folder + name for name in _DESCRIBED):
        if path in result:
            rest = _without_entries(result[path].decode(), names)
            result[path] = rest.encode()
            if not rest:
                del result[path]
    # Descriptions of actions name texts too.
    described = (
        frozenset(
            word
            for name in _DESCRIBED
            for word in _WORD.findall(each.get(folder + name, b"").decode())
        )
        for each in (task.before, result)
    )
    more, still = described
    lost = Lost(
        names=(names | more) - kept - still | (_reasons(task) - strings(new)),
        steps=steps(old) - steps(new),
        platforms=task.platforms,
        sections=frozenset(each for one in task.gone for each in one.parts.texts),
        has_title=_has_title(task.left) or not _has_title((*task.gone, *task.left)),
    )
    for path in (folder + name for name in _TEXTS):
        if path in result:
            text = without_texts(result[path].decode(), task.domain, lost)
            result[path] = text.encode()
            if text.strip() == "{}":
                del result[path]
    return result


def _reasons(task: _Task) -> frozenset[str]:
    return frozenset(reason for each in task.gone for reason in each.parts.reasons)


def _has_title(features: Iterable[Feature]) -> bool:
    """Return whether a flow that somebody else starts is among features."""
    return any(each.kind in ("reauth", DISCOVERY) for each in features)


def _without_entries(text: str, names: frozenset[str]) -> str:
    """Return the text of a YAML file without entries at its top."""
    parts = _TOP.split(text)
    kept = [
        part
        for part in parts
        if not part or part.partition(":")[0].strip("'\"") not in names
    ]
    return "".join(kept) if any(_TOP.match(part) for part in kept) else ""


def _with_tests_files(task: _Task, tree: Tree) -> Tree:
    """Return the files without snapshots and fixtures of tests that are gone."""
    before, after = (_modules(each, task.places.tests) for each in (task.before, tree))
    result = without_snapshots(tree, task.domain, task.platforms)
    if any(each.kind == ATTRIBUTES for each in task.gone):
        folder = task.places.integration
        old, new = (_modules(each, folder).values() for each in (task.before, tree))
        lost = named(old) - mentioned(new)
        result = without_attributes(result, task.domain, lost)
    return without_fixtures(result, task.domain, before, after)


def _with_claims(task: _Task, tree: Tree, *, for_good: bool) -> Tree:
    """Return the files with what the manifest and the quality scale say now."""
    result = dict(tree)
    folder = task.places.integration
    path = f"{folder}manifest.json"
    old, new = (list(_modules(each, folder).values()) for each in (task.before, tree))
    text = manifest.without_keys(
        tree[path].decode(),
        task.keys,
        components(old) - components(new),
        packages(old) - packages(new),
        components(new),
    )
    if (scale_path := f"{folder}quality_scale.yaml") in tree:
        result[path] = text.encode()
        reasons = scale.reasons(
            task.before, result, task.domain, task.rules, for_good=for_good
        )
        statuses = scale.with_statuses(tree[scale_path].decode(), reasons)
        result[scale_path] = statuses.encode()
        claimed = manifest.tier_in(text)
        text = manifest.with_tier(text, scale.tier(statuses, claimed))
    result[path] = text.encode()
    return result


def _with_page(task: _Task, tree: Tree) -> tuple[Tree, tuple[Place, ...]]:
    """Return the files with what the documentation page says now, and with the pictures that it shows."""
    if task.places.page not in tree:
        return tree, ()
    text, places = cut_page(task.before, tree, task.domain, task.gone)
    assert text is not None
    hidden = {
        f"companion/home-assistant.io/source/{path}"
        for path in {*pictures(tree[task.places.page].decode())} - {*pictures(text)}
    }
    rest = {path: each for path, each in tree.items() if path not in hidden}
    return {**rest, task.places.page: text.encode()}, tuple(places)
