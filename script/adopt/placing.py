"""Give the files of a custom component the places that they have in core."""

from typing import Final

from script.integration.tree import Places, Tree

from .taking import Taken

# Only in a repository of its own; tests inside of a component have a folder of their own in core.
_OF_REPOSITORIES: Final = (
    *("hacs.json", "README.md", "info.md", "LICENSE", "brand/"),
    *("tests/", "test/"),
)
# Settings of pytest and of judges, of which the tree has one for all its tests
_SETTINGS: Final = frozenset(
    {
        *("pytest.ini", ".pytest.ini", "pytest.toml", ".pytest.toml", "tox.ini"),
        *("pyproject.toml", "setup.cfg", "ruff.toml", ".ruff.toml", "mypy.ini"),
    }
)


def placed(taken: Taken, domain: str) -> Tree:
    """Return the files where core has them, with what they said."""
    places = Places(domain)
    component = {
        path: content
        for path, content in taken.component.items()
        if not path.startswith(_OF_REPOSITORIES)
    }
    tests = {
        path: content
        for path, content in taken.tests.items()
        if path.rpartition("/")[2] not in _SETTINGS
    }
    tree = {
        f"{folder}{path}": content
        for folder, files in (
            (places.integration, component),
            (places.tests, tests),
            *(
                (f"companion/library/{name}/", tree)
                for name, tree in taken.libraries.items()
            ),
        )
        for path, content in files.items()
    }
    return tree if taken.page is None else {**tree, places.page: taken.page}
