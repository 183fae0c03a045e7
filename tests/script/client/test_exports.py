"""Test finding the public names of a package."""

from script.client.exports import exports
from script.client.package import Package

from .conftest import Install
from .libraries import ASYNC, PYDANTIC


def names(package: Package) -> list[tuple[str, str]]:
    """Return what a package offers, each with where it is imported from."""
    return [(each.module, each.name) for each in exports(package)]


def test_reexported(install: Install) -> None:
    """Test that what a package passes on is imported from it, and the rest from where it stands."""
    found = names(install(ASYNC))
    assert ("acme_meter", "AcmeMeter") in found
    assert ("acme_meter.models", "Phase") in found
    assert len(found) == len({name for _, name in found})


def test_star(install: Install) -> None:
    """Test that what a package passes on as a whole is found."""
    assert ("acme_meter", "Account") in names(install(PYDANTIC))


def test_star_in_a_circle(install: Install) -> None:
    """Test that modules may pass on all of each other."""
    package = install(
        {
            "acme_meter/__init__.py": "from .one import *\n",
            "acme_meter/one.py": "from .two import *\nfrom . import *\n",
            "acme_meter/two.py": "from .one import *\nclass Two: ...\nclass Three(Nowhere): ...\n",
        }
    )
    assert names(package) == [("acme_meter", "Two"), ("acme_meter", "Three")]


def test_listed(install: Install) -> None:
    """Test that a module that lists its names offers no others, and where its list is no literal, all."""
    assert names(
        install(
            {
                "acme_meter/__init__.py": '__all__ = ["One"]\nclass One: ...\nclass Two: ...\n'
            }
        )
    ) == [("acme_meter", "One")]
    assert names(
        install(
            {"other/__init__.py": "__all__ = [One]\nclass One: ...\nclass _Two: ...\n"},
            "other",
        )
    ) == [("other", "One")]


def test_aside(install: Install) -> None:
    """Test that tests, command lines, private modules and what is not Python are left aside."""
    package = install(
        {
            "acme_meter/__init__.py": "",
            "acme_meter/cli.py": "class Cli: ...",
            "acme_meter/_inner.py": "class Inner: ...",
            "acme_meter/tests/test_api.py": "class TestApi: ...",
            "acme_meter/old.py": 'print "old"',
            "acme_meter/api.py": "from .old import Old\nclass Api: ...",
        }
    )
    assert names(package) == [("acme_meter.api", "Api")]
