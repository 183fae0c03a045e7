"""Make a custom component of an integration, or take edits of one back: python -m script.custom [DOMAIN]."""

import argparse
from collections.abc import Sequence
from pathlib import Path
import re
import signal
import sys
from typing import Final
from urllib.parse import urlsplit

from awesomeversion import AwesomeVersion, AwesomeVersionStrategy

from script import COMPONENTS, ROOT
from script.arguments import Parser, callers_path
from script.changing import FINISHED, change, finish
from script.integration.files import UnreadableError
from script.integration.integration import domain_of
from script.integration.json_file import Json
from script.integration.tree import Places, Tree, read

from . import CustomError, released
from .adopt import adopt
from .analysis import analyze
from .disk import foreign, put_component, read_component
from .export import export, sources
from .export_record import NAME, ExportRecord, read_record, record_of, sources_of
from .manifest import Release, repository_of
from .parsing import parsed_json
from .trial import run_here, run_on

PROGRAM: Final = "script/run custom"
HERE: Final = "here"

_VERSION: Final = "0.1.0"
_STRATEGIES: Final = [
    AwesomeVersionStrategy.BUILDVER,
    AwesomeVersionStrategy.CALVER,
    AwesomeVersionStrategy.PEP440,
    AwesomeVersionStrategy.SEMVER,
    AwesomeVersionStrategy.SIMPLEVER,
]


def _parser() -> Parser:
    parser = Parser(
        prog=PROGRAM,
        description="Make a custom component of an integration in build/DOMAIN, or take edits of one back.",
    )
    add = parser.add_argument
    add("domain", nargs="?", help="the integration (default: the only one here)")
    add(
        "--adopt",
        type=callers_path,
        metavar="PATH",
        help="take the edits made in this custom component into the core tree",
    )
    add(
        "--test",
        nargs="?",
        const=HERE,
        metavar="RELEASE",
        help="run its tests too: on the Home Assistant installed here, or on the newest of a release such as 2026.8",
    )
    add(
        "--version",
        type=_version,
        metavar="VERSION",
        help=f"of it (by default that of the last export, the next one after what was adopted, or {_VERSION})",
    )
    add(
        "--repository",
        type=_repository,
        metavar="URL",
        help="where it lives (by default as in the last export, or as its first code owner would name it)",
    )
    return parser


def _version(text: str) -> str:
    # As Home Assistant's loader asks of custom components.
    version = AwesomeVersion(text)
    if version.strategy not in _STRATEGIES:
        raise argparse.ArgumentTypeError(f"{text!r} is no version, such as 1.2.0")
    return text


def _repository(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme != "https" or not parts.path.strip("/"):
        raise argparse.ArgumentTypeError(
            f"{text!r} is no address of a repository, which begins with https://"
        )
    return text.rstrip("/")


def _tree(domain: str | None) -> tuple[str, Tree]:
    """Return an integration's domain and files; those of the only one here for None."""
    domain = domain_of(domain, COMPONENTS)
    return domain, read(ROOT, sources(domain))


def _export(domain: str, tree: Tree, arguments: argparse.Namespace) -> Path:
    """Make the custom component, and return its folder."""
    folder = ROOT / "build" / domain
    path = f"{Places(domain).integration}manifest.json"
    manifest = parsed_json(path, tree[path])
    release = _release(domain, manifest, read_record(folder), arguments)
    files = export(tree, domain, release)
    kept = put_component(folder, files, record_of(domain, release, tree, files))
    analysis = analyze(tree, domain)
    option = (
        f"seconds, {analysis.interval.seconds} by default"
        if analysis.interval
        else f"none, as {analysis.why_fixed}"
    )
    print(
        f"Made {folder.relative_to(ROOT)}: {len(files)} files\n"
        f"  version        {release.version}\n"
        f"  repository     {release.repository}\n"
        f"  scan_interval  {option}",
        flush=True,
    )
    if kept:
        print(f"  kept           {', '.join(kept)}: edited", flush=True)
    return folder


def _release(
    domain: str,
    manifest: Json,
    last: ExportRecord | None,
    arguments: argparse.Namespace,
) -> Release:
    """Return what is published: as told, as in the last export, or after what was adopted."""
    before = released.read(ROOT, domain)
    version = arguments.version or (
        last.release.version
        if last
        else released.following(before.version)
        if before
        else _VERSION
    )
    if before:
        released.require_newer(version, before)
    repository = arguments.repository or (
        last.release.repository
        if last
        else before.repository
        if before and before.repository
        else repository_of(manifest)
    )
    return Release(version, repository)


def _adopt(folder: Path, domain: str | None) -> None:
    """Take edits into the core tree, and say which were not."""
    if finish(ROOT):
        print(FINISHED)
    record = read_record(folder)
    if record is None:
        raise CustomError(
            f"{folder}: no {NAME} there, so not what `{PROGRAM}` made; name the folder that has it"
        )
    if domain not in (None, record.domain):
        raise CustomError(f"{folder}: holds {record.domain}, not {domain}; name that")
    domain, now = _tree(record.domain)
    result = adopt(
        sources_of(record, now, ROOT),
        now,
        read_component(folder, record),
        domain,
        record.release,
    )
    change(ROOT, result.changes)
    for path, content in result.changes.items():
        done = "Removed" if content is None else "Changed" if path in now else "Added"
        print(f"{done} {path}")
    if not result.changes:
        print("Nothing to change in the core tree")
    for place in result.left:
        print(f"Not taken, as only the custom component has it: {folder / place}")
    for other in foreign(folder, record):
        print(f"Not taken, as no export has such a file: {other}")


def _tested(domain: str, tree: Tree, folder: Path, release: str) -> bool:
    path = f"{Places(domain).integration}manifest.json"
    requirements = parsed_json(path, tree[path]).get("requirements", [])
    if release == HERE:
        return run_here(folder, requirements)
    return run_on(release, folder, requirements)


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the arguments say and return the exit code."""
    parser = _parser()
    arguments = parser.parse_args(argv)
    release = arguments.test
    if release not in (None, HERE) and not re.fullmatch(r"\d{4}\.\d{1,2}", release):
        parser.error(f"--test {release}: no release of Home Assistant, such as 2026.8")
    if arguments.adopt and (release or arguments.version or arguments.repository):
        parser.error("--adopt takes no other option; export anew for those")
    try:
        if arguments.adopt:
            _adopt(arguments.adopt, arguments.domain)
            return 0
        domain, tree = _tree(arguments.domain)
        folder = _export(domain, tree, arguments)
        if release:
            return 0 if _tested(domain, tree, folder, release) else 1
    except (CustomError, UnreadableError, OSError) as err:
        print(f"{PROGRAM}: {err}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"\n{PROGRAM}: ended", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    # Whoever ends it leaves nothing behind, as with Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main())
