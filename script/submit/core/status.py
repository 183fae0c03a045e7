"""Show where the steps of a series stand in a checkout of core."""

from collections.abc import Iterator, Sequence
from typing import Final

from .checkout import DEV
from .standing import Standing, State

_HEADS: Final = ("step", "state", "branch", "what")


def status(
    domain: str, standings: Sequence[Standing], changed: Sequence[str]
) -> Iterator[str]:
    """Yield a table of the steps, and what to type.

    Args:
        domain: Of the integration.
        standings: Where its steps stand.
        changed: Files of which core has another version than the finished integration.
    """
    rows = [
        _HEADS,
        *(
            (each.step.folder, each.state.value, each.step.branch, _what(each))
            for each in standings
        ),
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADS))]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        yield "  ".join(cells).rstrip()
    yield ""
    yield _advice(domain, standings, changed)


def _what(each: Standing) -> str:
    match each.state:
        case State.LANDED:
            return f"core's commit {each.commit}" if each.commit else "in core"
        case State.OPEN:
            return (
                f"{each.commit}, {_count(each.since, 'commit')} since it was made, "
                f"{_count(each.behind, 'commit')} behind {DEV}"
            )
        case State.NEXT:
            return each.step.title
    return ""


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _advice(domain: str, standings: Sequence[Standing], changed: Sequence[str]) -> str:
    command = f"script/run submit {domain} --core PATH"
    if changed:
        return f"{command} --landed takes over what review has changed ({_count(len(changed), 'file')})"
    for each in standings:
        if each.remote:
            return f"{each.remote} has more of {each.step.branch}: git switch {each.step.branch} and git pull first"
        if each.state is State.OPEN:
            also = f"; --sync merges {DEV} into it" if each.behind else ""
            if not each.differs:
                return f"{each.step.branch} is as the integration has it here{also}"
            what = _count(each.differs, "file")
            return f"{command} --review takes over what review has changed on {each.step.branch} ({what}){also}"
    if any(each.state is State.NEXT for each in standings):
        return f"{command} makes the branch of the next"
    return "All of it is in core."
