"""Each codemod makes of its examples what stands beside them, once, and leaves the others as they are."""

import ast
from pathlib import Path

import pytest

from script.codemods.codemod import LEFT, Codemod
from script.codemods.formatting import formatted
from script.codemods.table import CODEMODS
from script.integration.tree import Places, Tree
from script.rules.examples import DOMAIN, Example, place_of, write

CHANGES = [
    pytest.param(codemod, old, new, in_doubt, id=f"{codemod.name}-{number}")
    for codemod in CODEMODS
    for in_doubt, examples in ((False, codemod.changes), (True, codemod.in_doubt))
    for number, (old, new) in enumerate(examples, 1)
]
KEEPS = [
    pytest.param(codemod, shown, id=f"{codemod.name}-{number}")
    for codemod in CODEMODS
    for number, shown in enumerate(codemod.keeps, 1)
]


def tree_of(folder: Path, shown: Example) -> Tree:
    """Return the files of an example."""
    write(folder, shown)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def read(tree: Tree, shown: Example) -> dict[str, object]:
    """Return what the files of an example say, modules without the order of their imports."""
    places = Places(DOMAIN)
    named = {name: place_of(places, name) for name in shown.files}
    modules = {path: tree[path] for path in named.values() if path.endswith(".py")}
    tidy = {**tree, **formatted(modules, "I", "F401")}
    return {
        name: _parts(tidy[path].decode()) if path.endswith(".py") else tidy[path]
        for name, path in named.items()
    }


def _parts(text: str) -> tuple[str, list[str]]:
    """Return the code of a module, and its imports."""
    imports, lines = [], text.splitlines()
    for node in ast.parse(text).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            imports += [
                ast.unparse(type(node)(**{**vars(node), "names": [alias]}))
                for alias in node.names
            ]
            for line in range(node.lineno - 1, node.end_lineno or node.lineno):
                lines[line] = ""
    return "\n".join(filter(None, lines)), sorted(set(imports))


def marks(shown: Example) -> set[tuple[str, int]]:
    """Return the places that an example says are left to the author."""
    return {
        (place_of(Places(DOMAIN), name), number)
        for name, text in shown.texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if line.endswith(LEFT)
    }


@pytest.mark.parametrize(("codemod", "old", "new", "in_doubt"), CHANGES)
def test_changes(
    tmp_path: Path, codemod: Codemod, old: Example, new: Example, in_doubt: bool
) -> None:
    """An example becomes what stands beside it, and stays so."""
    before = tree_of(tmp_path / "old", old)
    wanted = tree_of(tmp_path / "new", new)
    changed = codemod.apply(before, DOMAIN, uncertain=in_doubt)
    assert read(changed.tree, new) == read(wanted, new)
    gone = {
        place_of(Places(DOMAIN), name) for name in old.files.keys() - new.files.keys()
    }
    assert not gone & changed.tree.keys()
    assert changed.places_changed
    if in_doubt:
        assert codemod.apply(before, DOMAIN).left
    again = codemod.apply(changed.tree, DOMAIN, uncertain=in_doubt)
    assert again.tree == changed.tree
    assert not again.places_changed


@pytest.mark.parametrize(("codemod", "shown"), KEEPS)
def test_keeps(tmp_path: Path, codemod: Codemod, shown: Example) -> None:
    """An example stays as it is, and what is left to the author is where it says so."""
    tree = tree_of(tmp_path, shown)
    kept = codemod.apply(tree, DOMAIN)
    assert read(kept.tree, shown) == read(tree, shown)
    assert {(place.path, place.line) for place in kept.left} == marks(shown)


@pytest.mark.parametrize("codemod", CODEMODS, ids=lambda codemod: codemod.name)
def test_facts(codemod: Codemod) -> None:
    """Each codemod has three examples of each kind at least, and a title that begins with a verb."""
    assert len(codemod.changes) + len(codemod.in_doubt) >= 3
    assert len(codemod.keeps) >= 3
    assert codemod.title[0].isupper()
    assert not codemod.title.endswith(".")


def test_names() -> None:
    """No two codemods have one name."""
    names = [codemod.name for codemod in CODEMODS]
    assert len(names) == len(set(names))
