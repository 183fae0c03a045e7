"""An integration with all that is contributed beside it, whose every rule is put to the test."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import override

from .core import core
from .files import UnreadableError, read_text, read_yaml
from .integration import Integration
from .keys import at


@dataclass(frozen=True, eq=False)
class Contribution(Integration):
    """An integration in a tree shaped like this repository."""

    @override
    def done(self, rule: str) -> bool:
        """Return True: every rule is put to the test, whatever its status is."""
        return True

    @override
    @cached_property
    def rules(self) -> dict[str, str]:
        """Return the status of each quality rule; without a file all are to do, in one there have to be some."""
        if read_text(self.scale) is None:
            return dict.fromkeys(core().rules, "todo")
        if not isinstance(at(read_yaml(self.scale), "rules"), dict):
            raise UnreadableError(
                f"{self.scale}: no rules; list all rules of the scale below `rules:`, each with its status"
            )
        return super().rules


def contribution(path: Path) -> Contribution:
    """Return the integration in a folder with what belongs to it.

    Raises:
        UnreadableError: The folder is no integration, or not in a tree like core's.
    """
    path = path.absolute()
    if path.parent.parts[-2:] != ("homeassistant", "components"):
        raise UnreadableError(
            f"{path}: tests, documentation, images and library are looked for around "
            "homeassistant/components/<domain>; name a folder of that kind"
        )
    found = Contribution(path)
    if found.manifest.get("domain") != path.name:
        raise UnreadableError(
            f"{path / 'manifest.json'}: the domain is not the name of the folder; correct one of them"
        )
    return found
