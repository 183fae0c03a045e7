"""Name what keeps an integration out of core, whatever its code is like."""

from collections.abc import Iterator

from script.integration.core import core
from script.integration.integration import Integration
from script.integration.tree import Places, Tree

from .completing import fault
from .points import Fact, Point, Said, Section, of_kind, short
from .taking import Taken


def stops(
    integration: Integration, tree: Tree, taken: Taken, conflicts: tuple[str, ...]
) -> Iterator[Said]:
    """Yield what stops it, and what was not taken."""
    yield from _in_core(integration, taken)
    yield from _by_hand(integration)
    yield from _terms(taken)
    if not integration.manifest.get("codeowners"):
        yield _stop(
            "codeowner",
            "No code owner: core wants somebody who answers for it; add your GitHub handle to codeowners in manifest.json",
            f"script/run hassfest {integration.domain}",
        )
    faults = {path: why for path, each in tree.items() if (why := fault(path, each))}
    for path, why in faults.items():
        yield _stop(
            f"fault {path}",
            f"Not rewritten, as no tool can read it: {short(why, integration.domain)}",
        )
    for why in dict.fromkeys(each.why for each in taken.left_out):
        yield of_kind(
            Section.STOPS,
            f"left out {why}",
            f"Not taken, as {why}: see whether the integration needs it",
            "",
            (each.path for each in taken.left_out if each.why == why),
        )
    for path in conflicts:
        yield _stop(
            f"conflict {path}",
            f"{short(path, integration.domain)}: your edits stand where this run would change it, too, and were kept",
        )


def _in_core(integration: Integration, taken: Taken) -> Iterator[Said]:
    domain = integration.domain
    if domain not in core().domains:
        return
    yield _stop(
        "in core",
        f"{domain} is in core already: what yours has beyond core's goes there as a series of features, each a "
        "pull request; compare it with core's, or give another --domain if it is something else",
        f"diff -ru {core().components / domain} {Places(domain).integration}",
    )


def _by_hand(integration: Integration) -> Iterator[Said]:
    names = ("config_flow.py", "config_flow/__init__.py")
    if any((integration.path / name).is_file() for name in names):
        return
    yield _stop(
        "yaml only",
        "It is set up in YAML only, and core takes no new integration without a config flow: "
        "take one from a model, and move what users enter there",
        "script/run scaffold --kinds",
    )


def _terms(taken: Taken) -> Iterator[Said]:
    if taken.licence is None:
        yield _stop(
            "licence",
            "No licence: nobody else may use this code, so it can go to core only from those who wrote all of it; "
            "add one that fits Apache-2.0, and ask whoever else wrote some",
        )
    elif not taken.licence.fits:
        name = taken.licence.name or "one that is not known here"
        yield _stop(
            "licence",
            f"The licence in {taken.licence.path} is {name}, and core is Apache-2.0: "
            "all who wrote some of the code have to agree to that",
        )
    else:
        yield Fact(
            section=Section.STOPS,
            text=f"The licence, {taken.licence.name}, lets the code go to core.",
        )


def _stop(key: str, text: str, command: str = "") -> Point:
    return Point(section=Section.STOPS, key=key, text=text, command=command)
