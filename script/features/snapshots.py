"""Snapshots of tests that are gone."""

import re
from typing import Final

from script.integration.tree import Tree

_ENTRY: Final = re.compile(r"# name: (?P<test>\w+)")


def without_unused(tree: Tree, tests: str) -> Tree:
    """Return the files without the snapshots of tests that are not there."""
    result = dict(tree)
    for path, content in tree.items():
        if not (path.startswith(tests) and path.endswith(".ambr")):
            continue
        folder, _, name = path.rpartition("snapshots/")
        module = tree.get(f"{folder}{name.removesuffix('ambr')}py", b"").decode()
        present = set(re.findall(r"def (test_\w+)\(", module))
        parts = re.split(r"^(?=# name: )", content.decode(), flags=re.MULTILINE)
        text = "".join(
            part
            for part in parts
            if not (entry := _ENTRY.match(part)) or entry["test"] in present
        )
        if "# name: " in text:
            result[path] = text.encode()
        else:
            del result[path]
    return result
