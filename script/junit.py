"""Read the results of a test run, in the form that JUnit has for them."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET

# What pytest begins the lines with that say why
_WHY = "E   "


def number_of_tests(results: str) -> int:
    """Return how many tests ran."""
    return sum(1 for _ in _cases(results))


def failures(results: str) -> str:
    """Return a line for each test that failed, with the assertion, and "" if none did."""
    return "\n".join(
        f"{_name(case)}: {_reason(outcome)}"
        for case in _cases(results)
        for outcome in case
        if outcome.tag in ("error", "failure")
    )


def _cases(results: str) -> Iterator[ET.Element]:
    if results:
        yield from ET.fromstring(results).iter("testcase")  # noqa: S314 # pytest wrote it for us


def _name(case: ET.Element) -> str:
    """Return what pytest calls a test, or the module that it could not read."""
    name, where = case.attrib["name"], case.attrib["classname"].split(".")
    if where == [""]:
        return f"{name.replace('.', '/')}.py"
    classes = [part for part in where if part[:1].isupper()]
    module = "/".join(part for part in where if part not in classes)
    return "::".join([f"{module}.py", *classes, name])


def _reason(outcome: ET.Element) -> str:
    """Return why a test failed: the assertion, with what it compares below."""
    said = [
        line.removeprefix("E").strip()
        for line in (outcome.text or "").splitlines()
        if line.startswith(_WHY)
    ]
    first, *rest = said or outcome.attrib.get("message", "").splitlines() or ["failed"]
    return "\n    ".join([first, *rest[:3]])
