"""Read what tools report, each in the form that it prints for machines."""

from collections.abc import Iterator
from dataclasses import replace
import json
from pathlib import Path
import re
from typing import Any, Final

from script.integration.finding import Finding

_SPELLING: Final = re.compile(r"^(?P<path>[^:]+):(?P<line>\d+): (?P<what>.+ ==> .+)$")
_YAML: Final = re.compile(
    r"^(?P<path>[^:]+):(?P<line>\d+):\d+: \[\w+\] (?P<what>.+) \((?P<code>[\w-]+)\)$"
)


def _found(path: str, line: int, code: str, message: str, mend: str = "") -> Finding:
    return Finding(
        path=Path(path).resolve(),
        line=line,
        check=code,
        message=message.rstrip(".").replace("\n", " "),
        mend=mend,
    )


def _matches(pattern: re.Pattern[str], output: str) -> Iterator[re.Match[str]]:
    return (found for line in output.splitlines() if (found := pattern.match(line)))


def ruff(output: str) -> Iterator[Finding]:
    """Yield the findings of ruff, each with the name of its rule, which pylint may have too."""
    for each in json.loads(output):
        fix = (each["fix"] or {}).get("message") or ""
        finding = _found(
            each["filename"],
            each["location"]["row"],
            each["code"],
            each["message"],
            fix,
        )
        yield _also(finding, each["name"])


def _also(finding: Finding, name: str) -> Finding:
    names = (name,) if name and name != finding.check else ()
    return replace(finding, also=names)


def mypy(output: str) -> Iterator[Finding]:
    """Yield the errors of mypy."""
    for line in output.splitlines():
        if line.startswith("{"):
            each = json.loads(line)
            if each["severity"] == "error":
                yield _found(
                    each["file"],
                    each["line"],
                    each["code"] or "mypy",
                    each["message"],
                    each["hint"] or "",
                )


def pylint(output: str) -> Iterator[Finding]:
    """Yield the messages of pylint."""
    for each in json.loads(output)["messages"]:
        finding = _found(each["path"], each["line"], each["symbol"], each["message"])
        yield _also(finding, each["messageId"])


def codespell(output: str) -> Iterator[Finding]:
    """Yield misspelled words."""
    for each in _matches(_SPELLING, output):
        yield _found(each["path"], int(each["line"]), "codespell", each["what"])


def yamllint(output: str) -> Iterator[Finding]:
    """Yield what yamllint says of YAML."""
    for each in _matches(_YAML, output):
        yield _found(each["path"], int(each["line"]), each["code"], each["what"])


def own(output: str) -> Iterator[Finding]:
    """Yield the findings of the judges of this repository."""
    for each in json.loads(output):
        yield Finding(
            **{
                **each,
                "path": Path(each["path"]).resolve(),
                "also": tuple(each["also"]),
            }
        )


def quality_scale(output: str) -> Iterator[Finding]:
    """Yield what is not as quality_scale.yaml says, and what may not be."""
    judged: list[dict[str, Any]] = json.loads(output)
    for integration in judged:
        for name, rule in integration["rules"].items():
            for kind in ("gaps", "advice") if rule["status"] != "todo" else ():
                for each in rule[kind]:
                    finding = _found(
                        each["path"],
                        each["line"],
                        name,
                        each["message"],
                        each["mend"],
                    )
                    yield replace(finding, advice=kind == "advice")
