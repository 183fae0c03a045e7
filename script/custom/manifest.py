"""Convert the manifest between core's and a custom component's."""

from dataclasses import dataclass
from typing import Final

from script.codemods.manifest import ordered
from script.integration.json_file import Json

from . import CustomError

# Says what core's project decides, which is not known of a custom component
_CORE_ALONE: Final = frozenset({"quality_scale"})
_CUSTOM_ALONE: Final = frozenset({"documentation", "issue_tracker", "version"})


@dataclass(frozen=True)
class Release:
    """What is published.

    Attributes:
        version: Of the custom component.
        repository: Where it lives, as a URL.
    """

    version: str
    repository: str


def to_custom(manifest: Json, release: Release) -> Json:
    """Return the custom component's manifest."""
    return ordered(
        {key: value for key, value in manifest.items() if key not in _CORE_ALONE}
        | {
            "documentation": release.repository,
            "issue_tracker": f"{release.repository}/issues",
            "version": release.version,
        }
    )


def to_core(manifest: Json, exported: Json, edited: Json) -> Json:
    """Return core's manifest with what was changed in the one exported."""
    result = dict(manifest)
    for key in (exported.keys() | edited.keys()) - _CUSTOM_ALONE - _CORE_ALONE:
        if key not in edited:
            result.pop(key, None)
        elif edited[key] != exported.get(key):
            result[key] = edited[key]
    return manifest if result == manifest else ordered(result)


def repository_of(manifest: Json) -> str:
    """Return where a custom component would live by its owner's handle."""
    owners = manifest.get("codeowners")
    if not owners:
        raise CustomError(
            "manifest.json: no codeowners, so that nobody knows where the custom component lives; "
            "name its repository with --repository"
        )
    owner = owners[0].removeprefix("@").partition("/")[0]
    return f"https://github.com/{owner}/{manifest['domain']}"
