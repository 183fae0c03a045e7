"""Read a documentation page of home-assistant.io."""

from dataclasses import dataclass
from pathlib import Path
import re
from typing import Any, Final

from .files import UnreadableError, parsed_yaml, read_text

# A page in two: the YAML at its top, and the rest
FRONT: Final = re.compile(
    r"\A---\n(?P<front>(?:[^\n]*\n)*?)---\n(?P<body>.*)\Z", re.DOTALL
)
# What begins a part of a page: a heading, or what brings one along
_PART: Final = re.compile(
    r"^(?:## |{% include integrations/\w+_flow\.md %})", re.MULTILINE
)
# What a name may have that would be read as a mark
_MARKS: Final = re.compile(r"[*_\[\]<>#|]")
_HEADING: Final = re.compile(r"^(?P<marks>#{2,6}) +(?P<title>.+?) *$", re.MULTILINE)
_NAME: Final = re.compile(
    r"""^(?:(?P<mark>["'])(?P<quoted>.+?)(?P=mark)|(?P<plain>[^\s:"'][^:\n]*)) *:""",
    re.MULTILINE,
)
_PARAMETERS: Final = re.compile(
    r"{% configuration(?P<basic>_basic)? %}\n(?P<fields>.*?){% endconfiguration(?:_basic)? %}",
    re.DOTALL,
)


_PICTURE: Final = re.compile(
    r"^!\[.*\]\(/(?P<path>images/integrations/\S+)\)\n\n?", re.MULTILINE
)


@dataclass(frozen=True)
class Section:
    """What stands below a heading, up to the next one that is no deeper.

    Attributes:
        line: Of the heading, in the file.
    """

    title: str
    line: int
    text: str


@dataclass(frozen=True)
class Page:
    """A page.

    Attributes:
        path: The file, which may not be there; then all is empty.
        intro: What stands before the first heading.
        text: All but the front matter.
        parts: The lines, in the file, with which its main parts begin.
    """

    path: Path
    front: dict[str, Any]
    intro: str
    sections: tuple[Section, ...]
    text: str
    parts: tuple[int, ...] = ()

    def section(self, title: str) -> Section | None:
        """Return the first section whose title matches a pattern, in whichever case."""
        return next(
            (
                each
                for each in self.sections
                if re.search(title, each.title, re.IGNORECASE)
            ),
            None,
        )

    @property
    def parameters(self) -> set[str]:
        """Return the names that blocks of parameters explain, those for YAML too."""
        return {name for _, name in self._explained}

    @property
    def form_fields(self) -> set[str]:
        """Return the names that blocks about forms explain."""
        return {name for is_basic, name in self._explained if is_basic}

    @property
    def _explained(self) -> set[tuple[bool, str]]:
        return {
            (block["basic"] is not None, name["quoted"] or name["plain"].strip())
            for block in _PARAMETERS.finditer(self.text)
            for name in _NAME.finditer(block["fields"])
        }


def page(path: Path) -> Page:
    """Read a page."""
    if (content := read_text(path)) is None:
        return Page(path, {}, "", (), "")
    if (parts := FRONT.match(content)) is None:
        raise UnreadableError(
            f"{path}: no front matter; start with the lines between two `---`"
        )
    front = parsed_yaml(parts["front"], f"{path}: front matter")
    # An example may hold lines that look like headings.
    text = re.sub(r"^```.*?^```", _blank, parts["body"], flags=re.DOTALL | re.MULTILINE)
    offset = content[: parts.start("body")].count("\n") + 1
    headings = list(_HEADING.finditer(text))
    sections = tuple(
        Section(
            title=heading["title"],
            line=offset + text[: heading.start()].count("\n"),
            text=text[heading.end() : _end(text, headings[index:])].strip(),
        )
        for index, heading in enumerate(headings)
    )
    intro = text[: headings[0].start()] if headings else text
    return Page(
        path,
        front if isinstance(front, dict) else {},
        intro.strip(),
        sections,
        text,
        tuple(
            offset + text[: part.start()].count("\n") for part in _PART.finditer(text)
        ),
    )


def pictures(text: str) -> list[str]:
    """Return the files of the pictures that a page shows, as paths in the site's sources."""
    return [match["path"] for match in _PICTURE.finditer(text)]


def escaped(name: str) -> str:
    """Return a name as a page has it in its text."""
    return _MARKS.sub(lambda each: f"\\{each[0]}", name)


def _end(text: str, headings: list[re.Match[str]]) -> int:
    """Return where the section of the first heading ends."""
    depth = len(headings[0]["marks"])
    return next(
        (each.start() for each in headings[1:] if len(each["marks"]) <= depth),
        len(text),
    )


def _blank(block: re.Match[str]) -> str:
    """Return as many lines with nothing on them."""
    return "\n" * block[0].count("\n")
