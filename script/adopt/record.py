"""Remember what the last run wrote, so that edits made since can be told from it."""

from dataclasses import asdict, dataclass
from io import BytesIO
import json
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from script.integration.tree import Tree

from . import PROGRAM, AdoptError
from .points import Point, Section

_FACTS: Final = "adopted.json"
_REPORT: Final = "report.md"
_FILES: Final = "files/"


@dataclass(frozen=True, kw_only=True)
class Record:
    """A run.

    Attributes:
        taken: The domain of the component that was taken.
        files: What was written of the integration.
        points: The points of the report, open or not.
        open: What tells those apart that are open.
        report: The report, as it was made.
    """

    taken: str
    files: Tree
    points: tuple[Point, ...] = ()
    open: tuple[str, ...] = ()
    report: bytes = b""

    def dump(self) -> bytes:
        """Return the file of the record, the same for the same run."""
        facts = json.dumps(
            {
                "domain": self.taken,
                "points": [*map(asdict, self.points)],
                "open": self.open,
            }
        )
        contents = {_FACTS: facts.encode(), _REPORT: self.report} | {
            f"{_FILES}{path}": content for path, content in sorted(self.files.items())
        }
        file = BytesIO()
        with ZipFile(file, "w") as archive:
            for name, content in contents.items():
                archive.writestr(ZipInfo(name), content)
        return file.getvalue()


def place_of(domain: str) -> str:
    """Return where the record of a domain is."""
    return f"build/adopt/{domain}.zip"


def read(root: Path, domain: str) -> Record | None:
    """Return the record of a domain, None where there is none."""
    path = root / place_of(domain)
    if not path.is_file():
        return None
    try:
        with ZipFile(path) as archive:
            facts = json.loads(archive.read(_FACTS))
            return Record(
                taken=facts["domain"],
                points=tuple(map(_point, facts["points"])),
                open=tuple(facts["open"]),
                report=archive.read(_REPORT),
                files={
                    name.removeprefix(_FILES): archive.read(name)
                    for name in archive.namelist()
                    if name.startswith(_FILES)
                },
            )
    except (BadZipFile, KeyError, TypeError, ValueError) as err:
        raise AdoptError(
            f"{path}: not a record of `{PROGRAM}`; move it and what it wrote of {domain} away first"
        ) from err


def _point(facts: dict[str, Any]) -> Point:
    places = tuple(facts.pop("places"))
    return Point(**facts | {"section": Section(facts["section"]), "places": places})
