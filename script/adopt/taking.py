"""Find in a foreign repository what makes up its integration."""

from collections.abc import Mapping
from dataclasses import dataclass
import json
from pathlib import Path
import re
import tokenize
import tomllib
from typing import Any, Final

from packaging.utils import canonicalize_name

from script.brands.demands import NAMES as IMAGES
from script.integration.page import FRONT
from script.integration.tree import Tree

from . import AdoptError
from .licence import Licence, licence
from .reading import LeftOut, Listing, content, listed

_DOMAIN: Final = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
_COMPONENTS: Final = "custom_components"
# What the export of `script/run custom` has at its top
_EXPORTED: Final = "exported.json"
# Where a manifest is one of an example, or of a test
_ELSEWHERE: Final = frozenset({"test", "tests", "config", "examples", "docs"})
# What shows that a folder is the top of a repository
_TOPS: Final = (".git", "hacs.json", "pyproject.toml", "setup.cfg", "README.md")
_HIGHEST: Final = 3
_LICENCE: Final = re.compile(
    r"(licen[cs]e|copying|unlicense)(\.(md|txt|rst))?", re.IGNORECASE
)
_README: Final = re.compile(r"readme\.(md|markdown)", re.IGNORECASE)
_TESTS: Final = ("tests", "test")
_TEXTS: Final = (".py", ".json", ".yaml", ".yml", ".md", ".markdown", ".toml", ".txt")
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What a repository has of an integration, each file by its path in its own folder.

    Attributes:
        source: Its folder, for people to read.
        libraries: Packages beside the integration that it requires, by their name.
        images: Those that brands knows by their names.
        readme: What it says of itself.
        left_out: What was found and is not taken.
    """

    source: str
    manifest: Mapping[str, Any]
    component: Tree
    tests: Tree
    libraries: Mapping[str, Tree]
    page: bytes | None
    images: Tree
    licence: Licence | None
    readme: str
    left_out: tuple[LeftOut, ...]

    @property
    def domain(self) -> str:
        """Return the domain that it has had."""
        return str(self.manifest["domain"])

    @property
    def name(self) -> str:
        """Return its name."""
        return str(self.manifest.get("name") or self.domain)


def take(path: Path) -> Taken:
    """Return what a repository, or the folder of a component in one, has of an integration.

    Raises AdoptError.
    """
    try:
        start = path.resolve(strict=True)
        if not start.is_dir():
            raise AdoptError(f"{path}: no folder; name that of a custom component")
        return _taken(start)
    except (OSError, RuntimeError, ValueError) as err:
        why = getattr(err, "strerror", None) or str(err)
        raise AdoptError(
            f"{path}: cannot be read ({why}); name the folder of a custom component, or of its repository"
        ) from err


def _taken(start: Path) -> Taken:
    if (start / _EXPORTED).is_file():
        raise AdoptError(
            f"{start}: made by `script/run custom`, and the core tree that it was made from has more; "
            f"take edits of it in with `script/run custom --adopt {start}`"
        )
    root, folder = _component(start)
    listing = listed(root)
    source = _Source(listing)
    inside = f"{folder}/" if folder else ""
    manifest = _manifest(root, f"{inside}manifest.json")
    domain = str(manifest["domain"])
    component = source.below(inside) if inside else source.component_at_top()
    tests = source.tests(inside, domain)
    libraries = source.libraries(manifest, inside)
    images = source.images(inside)
    readme = source.first(_README, inside)
    terms = source.first(_LICENCE, inside)
    return Taken(
        source=str(root / folder),
        manifest=manifest,
        component=component,
        tests=tests,
        libraries=libraries,
        page=source.page(domain, inside),
        images=images,
        licence=licence(*terms) if terms else None,
        readme=readme[1] if readme else "",
        left_out=source.noted(inside),
    )


def _component(start: Path) -> tuple[Path, str]:
    """Return the top of a repository, and the folder of its component in it.

    Raises AdoptError unless there is exactly one.
    """
    if _is_manifest(start, "manifest.json"):
        root = _top(start)
        return root, start.relative_to(root).as_posix().removeprefix(".")
    found = [
        path.removesuffix("manifest.json").rstrip("/")
        for path in listed(start).paths
        if path.rpartition("/")[2] == "manifest.json"
        and not _ELSEWHERE & {*path.split("/")}
        and _is_manifest(start, path)
    ]
    usual = [path for path in found if path.rpartition("/")[0].endswith(_COMPONENTS)]
    if start.name == _COMPONENTS:
        usual = found
    highest = min((path.count("/") for path in usual or found), default=0)
    nearest = [path for path in usual or found if path.count("/") == highest]
    if not nearest:
        raise AdoptError(
            f"{start}: no manifest.json with a domain there, so no custom component; "
            "name the folder of one, or of its repository"
        )
    if len(nearest) > 1:
        raise AdoptError(
            f"{start}: holds several components; name one of {', '.join(nearest)}"
        )
    if start.name == _COMPONENTS:
        return _component(start / nearest[0])
    return start, nearest[0]


def _top(component: Path) -> Path:
    """Return the top of the repository that a component stands in, itself where it is alone."""
    for folder in component.parents[:_HIGHEST]:
        if folder.name == _COMPONENTS:
            continue
        if any((folder / name).exists() for name in _TOPS):
            others = [
                each
                for each in (folder / _COMPONENTS).glob("*/manifest.json")
                if each.parent != component
            ]
            return component if others else folder
    return component


def _is_manifest(root: Path, path: str) -> bool:
    """Return whether a file is there that says what its domain is."""
    try:
        _manifest(root, path)
    except FileNotFoundError:
        return False
    except AdoptError, OSError:
        # What is wrong with it is said once it is the one that is meant.
        return path == "manifest.json" or f"{_COMPONENTS}/" in path
    return True


def _manifest(root: Path, path: str) -> dict[str, Any]:
    name = root / path
    try:
        manifest = json.loads(content(root, path).removeprefix(_BYTE_ORDER_MARK))
    except ValueError as err:
        raise AdoptError(f"{name}: not JSON ({err}); mend it there first") from err
    if not isinstance(manifest, dict) or "domain" not in manifest:
        raise FileNotFoundError(path)
    if not isinstance(manifest["domain"], str) or not _DOMAIN.fullmatch(
        manifest["domain"]
    ):
        raise AdoptError(
            f"{name}: the domain {manifest['domain']!r} is none that core can have: small letters, "
            "digits and single underscores; mend it there first"
        )
    return manifest


class _Source:
    """The files of a repository, read when they are asked for."""

    def __init__(self, listing: Listing) -> None:
        self.root = listing.root
        self.paths = listing.paths
        self.left_out = list(listing.left_out)

    def below(self, folder: str) -> dict[str, bytes]:
        """Return the files below a folder, by their paths in it."""
        return self._read(
            {
                path.removeprefix(folder): path
                for path in self.paths
                if path.startswith(folder)
            }
        )

    def component_at_top(self) -> dict[str, bytes]:
        """Return the files of a component that is the whole repository."""
        return self._read(
            {
                path: path
                for path in self.paths
                if path.partition("/")[0] not in _TESTS
                and not _LICENCE.fullmatch(path)
                and not _README.fullmatch(path)
                and path not in _TOPS
            }
        )

    def tests(self, component: str, domain: str) -> dict[str, bytes]:
        """Return the files of the tests, as deep as they stand in core."""
        for top in _TESTS:
            for folder in (
                f"{top}/components/{domain}/",
                f"{top}/",
                f"{component}{top}/",
            ):
                found = {
                    path.removeprefix(folder): path
                    for path in self.paths
                    if path.startswith(folder) and not _README.fullmatch(path)
                }
                if not any(_is_test(path) for path in found):
                    continue
                if not any(_is_test(path) for path in found if "/" not in path):
                    found = _raised(found, f"{domain}/")
                return self._read(
                    {path: each for path, each in found.items() if path[-3:] != ".md"}
                )
        return {}

    def libraries(
        self, manifest: Mapping[str, Any], component: str
    ) -> dict[str, dict[str, bytes]]:
        """Return the packages of the repository that the component requires."""
        wanted = {
            canonicalize_name(re.split(r"[^\w.-]", str(each))[0])
            for each in manifest.get("requirements") or ()
        }
        found = {}
        for path in self.paths:
            folder, _, name = path.rpartition("/")
            if name != "pyproject.toml" or path.startswith(component or "//"):
                continue
            try:
                project = tomllib.loads(self._text(path))["project"]["name"]
            except KeyError, TypeError, tomllib.TOMLDecodeError:
                continue
            if canonicalize_name(str(project)) in wanted:
                inside = f"{folder}/" if folder else ""
                tree = self.below(inside)
                found[str(project)] = {
                    each: text
                    for each, text in tree.items()
                    if not f"{inside}{each}".startswith(component or "//")
                }
        return found

    def page(self, domain: str, component: str) -> bytes | None:
        """Return the page that says it is of this domain."""
        for path in self.paths:
            if path.endswith((".markdown", ".md")) and not path.startswith(
                component or "//"
            ):
                front = FRONT.match(text := self._text(path))
                if front and re.search(
                    rf"^ha_domain: *['\"]?{domain}['\"]?$", front["front"], re.MULTILINE
                ):
                    return text.encode()
        return None

    def images(self, component: str) -> dict[str, bytes]:
        """Return the first image of each name that brands knows."""
        found: dict[str, str] = {}
        for path in sorted(self.paths, key=lambda path: (path.count("/"), path)):
            name = path.rpartition("/")[2]
            if name in IMAGES and not path.startswith(_TESTS):
                found.setdefault(name, path)
        return self._read(found)

    def first(self, pattern: re.Pattern[str], component: str) -> tuple[str, str] | None:
        """Return path and text of the file of a name, that of the component before that at the top."""
        for folder in (component, ""):
            for path in self.paths:
                inner = path.removeprefix(folder)
                if path.startswith(folder) and pattern.fullmatch(inner):
                    return path, self._text(path)
        return None

    def noted(self, component: str) -> tuple[LeftOut, ...]:
        """Return what is not taken of the component, of its tests, or of all there is."""
        places = (component, *(f"{each}/" for each in _TESTS))
        return tuple(
            each
            for each in sorted(set(self.left_out))
            if not component or each.path.startswith((*places, "."))
        )

    def _text(self, path: str) -> str:
        return (
            content(self.root, path)
            .removeprefix(_BYTE_ORDER_MARK)
            .decode(errors="replace")
        )

    def _read(self, wanted: Mapping[str, str]) -> dict[str, bytes]:
        """Return the content of files, without those that are no text and should be."""
        found = {}
        for path, place in sorted(wanted.items()):
            data = content(self.root, place)
            read = _as_utf8(place, data) if place.endswith(_TEXTS) else data
            if read is None:
                self.left_out.append(LeftOut(place, "it is no text in UTF-8"))
            else:
                found[path] = read
        return found


def _as_utf8(path: str, data: bytes) -> bytes | None:
    """Return a text in UTF-8 with core's ends of lines, None where it is no text."""
    data = data.removeprefix(_BYTE_ORDER_MARK)
    encoding = "utf-8"
    try:
        if path.endswith(".py"):
            lines = iter(data.splitlines(keepends=True))
            encoding, _ = tokenize.detect_encoding(lambda: next(lines, b""))
        text = data.decode(encoding)
    except SyntaxError, UnicodeDecodeError, LookupError:
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n").encode()


def _is_test(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name.endswith(".py") and name.startswith(("test_", "conftest"))


def _raised(paths: Mapping[str, str], folder: str) -> dict[str, str]:
    """Return paths with those of a folder one higher."""
    inner = {
        path.removeprefix(folder): place
        for path, place in paths.items()
        if path.startswith(folder)
    }
    outer = {
        path: place for path, place in paths.items() if not path.startswith(folder)
    }
    return outer | inner
