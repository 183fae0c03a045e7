"""Cut features out of an integration."""

from collections.abc import Iterable, Mapping

from .modules import Modules, settled, union, words_of
from .page import without_comments, without_texts
from .quality_scale import tier_of, with_statuses
from .shared import refuse_shared
from .snapshots import without_unused
from .strings import dump, labels, load, without_keys
from .table import FEATURES, Feature
from .tree import Places, Tree
from .words import Words


def with_needed(names: Iterable[str]) -> frozenset[str]:
    """Return features with those that would have no effect without them."""
    gone = frozenset(names)
    more = gone | {name for name, feature in FEATURES.items() if feature.needs & gone}
    return more if more == gone else with_needed(more)


def cut(
    tree: Tree,
    domain: str,
    names: Iterable[str],
    *,
    planned: bool = False,
) -> Tree:
    """Return an integration's files without features.

    Args:
        tree: The files, by path in the repository.
        domain: Which integration.
        names: Names in FEATURES; what needs one of them goes too.
        planned: Whether the features are to come later, so that their rules are still to do.

    Raises CutError if a statement of the integration works for a feature and for what stays.
    """
    gone = with_needed(names)
    features = [feature for name, feature in FEATURES.items() if name in gone]
    if not features:
        return tree
    places = Places(domain)
    kept = (feature.words for name, feature in FEATURES.items() if name not in gone)
    words = Words(
        parts=union(feature.words for feature in features) - union(kept),
        values=union(feature.values for feature in features),
        statements=union(feature.statements for feature in features),
    )
    modules = [f"{module}." for feature in features for module in feature.modules]
    rest = {
        path: content
        for path, content in tree.items()
        if not any(
            path.startswith(places.integration + module) or f"/test_{module}" in path
            for module in modules
        )
    }
    folders = {places.integration: False, places.tests: True}
    result = _without_words(tree, rest, places, words, folders)
    result = _with_comments(result, places, features)
    result = _with_manifest(result, places, features, planned=planned)
    return _with_page(tree, result, places, features)


def _without_words(
    before: Tree,
    tree: Tree,
    places: Places,
    words: Words,
    folders: Mapping[str, bool],
) -> Tree:
    """Return a tree without what has the words, and without what nothing uses since `before`.

    `folders` tells for each folder of code whether it is tests.
    """
    old, now = (
        {folder: _texts(each, folder) for folder in folders} for each in (before, tree)
    )
    rest, words = settled(old, now, words, folders)
    for folder, is_tests in folders.items():
        if not is_tests:
            refuse_shared(old[folder], rest[folder], words)
    texts = {path: text for modules in rest.values() for path, text in modules.items()}
    empty = {
        path
        for path, text in texts.items()
        if "/test_" in path and "def test_" not in text
    }
    written = {path: text.encode() for path, text in texts.items()}
    result: Tree = {
        path: written.get(path, content)
        for path, content in tree.items()
        if path not in empty
    }
    gone = (
        words.parts
        | words.values
        | words_of(old[places.integration]) - words_of(rest[places.integration])
    )
    return without_unused(_with_strings(result, places, gone), places.tests)


def _texts(tree: Tree, folder: str) -> Modules:
    return {
        path: content.decode()
        for path, content in tree.items()
        if path.startswith(folder) and path.endswith(".py")
    }


def _with_comments(tree: Tree, places: Places, features: list[Feature]) -> Tree:
    """Return the files without what comments say of features."""
    sentences = [pattern for feature in features for pattern in feature.sentences]
    return dict(tree) | {
        path: without_comments(text, sentences).encode()
        for folder in (places.integration, places.tests)
        for path, text in _texts(tree, folder).items()
    }


def _with_strings(tree: Tree, places: Places, lost: frozenset[str]) -> Tree:
    """Return the files without strings and icons of what is gone."""
    result = dict(tree)
    platforms = frozenset(
        path.removeprefix(places.integration).removesuffix(".py")
        for path in tree
        if path.startswith(places.integration)
    )
    for name in ("strings.json", "icons.json"):
        path = places.integration + name
        if path not in result:
            continue
        content = load(result[path])
        if (rest := without_keys(content, lost, platforms)) != content:
            result[path] = dump(rest)
        if not rest:
            del result[path]
    return result


def _with_manifest(
    tree: Tree, places: Places, features: list[Feature], *, planned: bool
) -> Tree:
    """Return the files with what the manifest and the quality scale say now."""
    result = dict(tree)
    scale = places.integration + "quality_scale.yaml"
    reasons: dict[str, str | None] = {}
    for feature in features:
        reasons |= dict.fromkeys(feature.todo) | dict(feature.exempt)
        reasons |= (
            dict.fromkeys(feature.exempt_for_good)
            if planned
            else feature.exempt_for_good
        )
    result[scale] = with_statuses(tree[scale].decode(), reasons).encode()
    path = places.integration + "manifest.json"
    gone = {key for feature in features for key in feature.manifest}
    manifest = {
        key: value for key, value in load(tree[path]).items() if key not in gone
    }
    if tier := tier_of(result[scale].decode(), manifest.get("quality_scale")):
        manifest["quality_scale"] = tier
    else:
        manifest.pop("quality_scale", None)
    result[path] = dump(manifest)
    return result


def _with_page(
    before: Tree, tree: Tree, places: Places, features: list[Feature]
) -> Tree:
    """Return the files with what the documentation page and comments say now."""
    if places.page not in tree:
        return tree
    strings = places.integration + "strings.json"
    quoted = labels(load(before[strings])) - labels(load(tree[strings]))
    modules = {module for feature in features for module in feature.modules}
    manifest = load(tree[places.integration + "manifest.json"])
    text = without_texts(
        tree[places.page].decode(),
        features,
        quoted=quoted,
        names=modules
        | {f"ha_{key}" for feature in features for key in feature.manifest},
        tier=manifest.get("quality_scale"),
    )
    return {**tree, places.page: text.encode()}
