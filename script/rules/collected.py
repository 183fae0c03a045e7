"""Collect the rules of the modules of a package."""

from collections.abc import Iterable, Iterator
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType

from .rule import Rule


def rules_below(package: ModuleType, without: str = "") -> tuple[Rule, ...]:
    """Return the rules of all modules of a package, each once, in the order of their names and texts.

    `without` names a package below it that is not looked into.
    """
    below = f"{package.__name__}."
    found = rules_in(
        import_module(each.name)
        for each in walk_packages(package.__path__, below)
        # It would run the command.
        if not each.name.endswith("__main__")
        and not (without and each.name.startswith(f"{below}{without}."))
    )
    return tuple({id(each): each for each in found}.values())


def rules_in(modules: Iterable[ModuleType]) -> Iterator[Rule]:
    """Yield the rules of modules, in each in the order of its text."""
    for module in modules:
        yield from (each for each in vars(module).values() if isinstance(each, Rule))
