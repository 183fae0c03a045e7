"""Take out the snapshots of tests that are gone, and the fixtures that no test loads any more."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePosixPath
import re
from typing import Final

from script.integration.tree import Places, Tree

_ENTRY: Final = re.compile(r"# name: (?P<test>\w+)(?:\[(?P<case>.*)\])?")
_TEST: Final = re.compile(r"^ *(?:async )?def (test_\w+)", re.MULTILINE)
# The attributes of a state, and one of them
_ATTRIBUTES: Final = "'attributes': ReadOnlyDict({"
_KEY: Final = re.compile(r"( +)'(\w+)': ")
_CLOSING: Final = frozenset("])}")
_WORD: Final = re.compile(r"\w+")


def without_snapshots(tree: Tree, domain: str, platforms: Collection[str]) -> Tree:
    """Return the files without the snapshots of tests that are not there, and of platforms.

    A file that has lost all that it had goes too.
    """
    tests = Places(domain).tests
    gone = (
        re.compile(rf"(?:^|[\[-])(?:{'|'.join(map(re.escape, sorted(platforms)))})\.")
        if platforms
        else None
    )
    result = dict(tree)
    for path, content in tree.items():
        if not path.startswith(tests) or "/snapshots/" not in path:
            continue
        folder, _, name = path.partition("snapshots/")
        first, *below = PurePosixPath(name).parts
        module = tree.get(f"{folder}{PurePosixPath(first).stem}.py", b"").decode()
        present = frozenset(_TEST.findall(module))
        if path.endswith(".ambr"):
            rest = _amber(content.decode(), present, gone)
        else:
            test = _WORD.match(below[-1]) if below else None
            rest = content.decode() if test and test[0] in present else ""
        if not rest:
            del result[path]
        elif rest.encode() != content:
            result[path] = rest.encode()
    return result


def _amber(text: str, tests: Collection[str], gone: re.Pattern[str] | None) -> str:
    """Return the text of a file in the amber format, "" without a snapshot in it."""
    head, *entries = re.split(r"^(?=# name: )", text, flags=re.MULTILINE)
    kept = [
        each
        for each in entries
        if (entry := _ENTRY.match(each))
        and entry["test"] in tests
        and not (gone and entry["case"] and gone.search(entry["case"]))
    ]
    return "".join([head, *kept]) if kept else ""


def without_attributes(tree: Tree, domain: str, names: Collection[str]) -> Tree:
    """Return the files with snapshots of states that do not have attributes of some names."""
    folder = f"{Places(domain).tests}snapshots/"
    return {
        path: "".join(_without_attributes(content.decode(), names)).encode()
        if path.startswith(folder) and path.endswith(".ambr") and names
        else content
        for path, content in tree.items()
    }


def _without_attributes(text: str, names: Collection[str]) -> Iterator[str]:
    """Yield the lines of snapshots but for attributes of some names, each with all of its value."""
    # How far the attributes of a state, and one that is gone, are indented
    inside = gone = -1
    for line in text.splitlines(keepends=True):
        indent = len(line) - len(line.lstrip())
        is_end = indent == gone and line.strip()[:1] in _CLOSING
        if is_end or indent > gone >= 0:
            continue
        gone = -1
        if indent <= inside:
            inside = -1
        if inside < 0 and line.lstrip().startswith(_ATTRIBUTES):
            inside = indent
        match = _KEY.match(line)
        if inside >= 0 and match and len(match[1]) == inside + 2 and match[2] in names:
            gone = indent
            continue
        yield line


def without_fixtures(
    tree: Tree, domain: str, before: Mapping[str, str], after: Mapping[str, str]
) -> Tree:
    """Return the files without the fixtures that tests have loaded by their name, and load no more.

    `before` and `after` are the modules of the tests.
    """
    old, new = ("\n".join(modules.values()) for modules in (before, after))
    folder = f"{Places(domain).tests}fixtures/"
    return {
        path: content
        for path, content in tree.items()
        if not path.startswith(folder)
        or not _is_loaded(PurePosixPath(path).stem, old)
        or _is_loaded(PurePosixPath(path).stem, new)
    }


def _is_loaded(name: str, code: str) -> bool:
    return bool(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", code))
