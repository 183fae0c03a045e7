"""Remember as what an adopted integration was released before, so that its export updates it."""

from dataclasses import asdict
import json
from pathlib import Path
import re
from typing import Final

from awesomeversion import AwesomeVersion, AwesomeVersionException

from script.integration.json_file import Json
from script.integration.tree import Places

from . import CustomError
from .manifest import Release
from .parsing import parsed_json

_ISSUES: Final = re.compile(r"/issues/?$")
# The rightmost number of a version
_LAST: Final = re.compile(r"\d+(?=\D*$)")


def place_of(domain: str) -> str:
    """Return where it is remembered."""
    return f"{Places(domain).custom}release.json"


def release_of(manifest: Json) -> Release | None:
    """Return as what a custom component is released by its manifest, None where it has no version."""
    address = str(manifest.get("issue_tracker") or manifest.get("documentation") or "")
    version = manifest.get("version")
    return Release(str(version), _ISSUES.sub("", address)) if version else None


def dump(release: Release) -> bytes:
    """Return the file that remembers it."""
    return f"{json.dumps(asdict(release), indent=2)}\n".encode()


def read(root: Path, domain: str) -> Release | None:
    """Return what is remembered, None where an integration was not adopted."""
    path = root / place_of(domain)
    if not path.is_file():
        return None
    content = parsed_json(str(path), path.read_bytes())
    try:
        return Release(**{key: str(value) for key, value in content.items()})
    except TypeError as err:
        raise CustomError(
            f"{path}: not what `script/run adopt` wrote; get it back, or adopt anew"
        ) from err


def following(version: str) -> str:
    """Return the next version after one."""
    return _LAST.sub(lambda match: str(int(match[0]) + 1), version)


def require_newer(version: str, before: Release) -> None:
    """Raise CustomError where a version is not newer than what users have."""
    try:
        is_newer = AwesomeVersion(version) > AwesomeVersion(before.version)
    except AwesomeVersionException:
        # Of another kind, so that nobody can tell.
        return
    if not is_newer:
        raise CustomError(
            f"--version {version}: not newer than {before.version}, which its users have, so that they would not get it; "
            f"name one such as {following(before.version)}"
        )
