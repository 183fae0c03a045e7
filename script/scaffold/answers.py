"""Validate the answers that describe a new integration."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from keyword import iskeyword
from ntpath import isreserved
import re
import sys
from typing import Final

from packaging.requirements import Requirement

from script.client.offer import Offer
from script.integration.core import Core

from . import ScaffoldError
from .models import MODELS, Auth, Model, model_for
from .writer.plan import Plan

_HANDLE: Final = re.compile(
    r"@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:/[A-Za-z0-9-]+)?"
)
_REQUIREMENT: Final = re.compile(
    r"[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?(?:\[[\w.-]+(?:,[\w.-]+)*\])?==[0-9][\w.+!]*"
)
# Of so many words all are shown, and of more so many of the nearest.
_FEW: Final = 12
_NEAREST: Final = 6
# What separates fields in the documents that a name goes into
_UNNAMABLE: Final = re.compile(r"[{}\\`]")


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What is to be made.

    Attributes:
        codeowner: With its @.
        requirement: What manifest.json is to require; None if the library is to be made too.
        library_module: The name by which the library is imported.
        without: Features to leave out.
        offer: What the library that is required offers, where it could be read.
        plan: What is written around that library, where that is known.
        thing: What it is, in a word.
    """

    domain: str
    name: str
    codeowner: str
    requirement: str | None
    library_module: str
    integration_type: str
    iot_class: str
    categories: tuple[str, ...]
    connectivity: tuple[str, ...]
    auth: Auth
    without: frozenset[str]
    offer: Offer | None = None
    plan: Plan | None = None
    thing: str = "device"

    @property
    def model(self) -> Model:
        """Return the model that it is made from.

        Raises ScaffoldError if there is none of this kind.
        """
        if self.plan:
            return MODELS[0]
        return model_for(self.integration_type, self.iot_class, self.auth)

    @property
    def library(self) -> str:
        """Return the name of the library as a package."""
        if self.requirement:
            return distribution_of(self.requirement)
        return self.library_module.replace("_", "-")

    @property
    def has_library(self) -> bool:
        """Return whether the library is here: made with the integration, or installed as required."""
        return not self.requirement or is_installed(self.requirement)


def distribution_of(requirement: str) -> str:
    """Return the name of what is required, without the extras of it."""
    return Requirement(requirement).name


def is_installed(requirement: str) -> bool:
    """Return whether a library is installed in the version that is required."""
    required = Requirement(requirement)
    try:
        return required.specifier.contains(version(required.name), prereleases=True)
    except PackageNotFoundError:
        return False


def valid_domain(text: str, *, core: Core, here: Collection[str]) -> str:
    """Return a domain."""
    slug = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    if text != slug or not text.isidentifier() or iskeyword(text):
        better = f"d_{slug}" if slug[:1].isdigit() or iskeyword(slug) else slug
        raise ScaffoldError(
            f"domain {text!r}: has to be small letters, digits and single underscores, to begin "
            f"with a letter and to be no keyword of Python; try {better or 'acme_meter'}"
        )
    if isreserved(text):
        raise ScaffoldError(
            f"domain {text!r}: is a device on Windows, where no folder can have its name; try d_{text}"
        )
    if text in core.domains:
        raise ScaffoldError(f"domain {text!r}: core has it already; choose another")
    if text in here:
        raise ScaffoldError(f"domain {text!r}: exists here; choose another")
    return text


def valid_name(text: str) -> str:
    """Return a name."""
    if (
        not text
        or text != text.strip()
        or not text.isprintable()
        or _UNNAMABLE.search(text)
    ):
        raise ScaffoldError(
            f"name {text!r}: has to be what users read, without {{, }}, backslash, backquote, "
            "line breaks, anything invisible and spaces around it"
        )
    return text


def valid_codeowner(text: str) -> str:
    """Return a GitHub handle with its @, which may be left out."""
    handle = f"@{text.removeprefix('@')}"
    if not _HANDLE.fullmatch(handle):
        raise ScaffoldError(
            f"codeowner {text!r}: has to be a GitHub handle such as @octocat"
        )
    return handle


def valid_requirement(text: str) -> str:
    """Return a requirement with its version."""
    if not _REQUIREMENT.fullmatch(text):
        raise ScaffoldError(
            f"requirement {text!r}: has to be pinned, as in acme-meter-client==1.0.0"
        )
    return text


def valid_library_module(text: str, *, core: Core, is_made: bool) -> str:
    """Return the name of a library to import."""
    parts = text.split(".")
    if not all(part.isidentifier() and not iskeyword(part) for part in parts) or (
        is_made and (len(parts) > 1 or text != text.lower())
    ):
        raise ScaffoldError(
            f"library module {text!r}: has to be a name to import, such as acme_meter_client"
        )
    if is_made and (text in core.domains or _is_taken(text) or isreserved(text)):
        raise ScaffoldError(
            f"library module {text!r}: is something else's name already; try {text}_client"
        )
    return text


def _is_taken(module: str) -> bool:
    return (
        module in sys.stdlib_module_names
        or module in sys.modules
        or find_spec(module) is not None
    )


def valid_choice(text: str, *, what: str, choices: Collection[str]) -> str:
    """Return one of the words that there are for something."""
    if text not in choices:
        raise ScaffoldError(f"{what} {text!r}: has to be one of {_near(text, choices)}")
    return text


def valid_choices(
    texts: Iterable[str], *, what: str, choices: Collection[str], most: int
) -> tuple[str, ...]:
    """Return some of the words that there are for something, each once."""
    chosen = tuple(dict.fromkeys(texts))
    for text in chosen:
        valid_choice(text, what=what, choices=choices)
    if not 1 <= len(chosen) <= most:
        raise ScaffoldError(
            f"{what}: choose 1 to {most} of {_near(' '.join(chosen), choices)}"
        )
    return chosen


def _near(text: str, choices: Collection[str]) -> str:
    """Return the words that there are, or of many those that are nearest to a text."""
    if len(choices) <= _FEW:
        return ", ".join(sorted(choices))
    wanted, every = text.lower(), sorted(choices)
    # Whoever means a part of a word has it in common whole.
    parts = [each for each in every if wanted and wanted in each]
    close = [*parts, *get_close_matches(wanted, every, _NEAREST)]
    nearest = close or get_close_matches(wanted, every, _NEAREST, 0)
    listed = list(dict.fromkeys(nearest))[:_NEAREST]
    return f"{len(choices)}; the nearest are {', '.join(listed)}"
