"""The rules for tests and what they cover."""

from collections.abc import Iterator

from script.integration.finding import Finding
from script.integration.last_run import LastRun

from .contribution import Contribution, gap
from .flow import discovered_by, has_steps, is_authorized
from .proof import Proof, proof


def config_flow_proofs(contribution: Contribution) -> Iterator[Proof]:
    """Yield the tests that every flow needs."""
    yield proof("adds an entry by hand", "SOURCE_USER", "CREATE_ENTRY", "unique_id")
    yield proof(
        "goes on after an error",
        *("SOURCE_USER", "CREATE_ENTRY", "side_effect"),
        # Where the user signs in elsewhere, there may be no form that could show an error.
        one_of=("errors", "reason") if is_authorized(contribution) else ("errors",),
    )
    yield proof(
        "adds the same thing twice",
        "ABORT",
        one_of=("already_configured", "single_instance_allowed"),
    )
    for kind in discovered_by(contribution):
        yield proof(
            f"adds what {kind} discovers", f"SOURCE_{kind.upper()}", "CREATE_ENTRY"
        )
    if has_steps(contribution, "options"):
        yield proof("goes through the options", "options.async_init", "CREATE_ENTRY")


def config_flow_covered(
    contribution: Contribution, record: LastRun
) -> Iterator[Finding]:
    """Report lines of the flow that no test runs."""
    yield from _uncovered(contribution, record, 1, "config_flow.py")


def covered(contribution: Contribution, record: LastRun) -> Iterator[Finding]:
    """Report modules of which the tests run 95 % or less."""
    modules = (
        str(module.path.relative_to(contribution.path))
        for module in contribution.modules
    )
    yield from _uncovered(contribution, record, 0.95, *modules)


def _uncovered(
    contribution: Contribution, record: LastRun, wanted: float, *modules: str
) -> Iterator[Finding]:
    for name in modules:
        path = contribution.path / name
        match record.coverage.get(str(path.relative_to(contribution.root))):
            case None:
                yield gap(path, "the last run has no coverage of it", "Run script/test")
            case lines, total if lines < total and lines <= wanted * total:
                yield gap(
                    path,
                    f"the tests run {lines} of {total} lines",
                    "Test the others too"
                    if wanted == 1
                    else "Test more than 95 % of it",
                )


def has_tests(contribution: Contribution) -> Iterator[Finding]:
    """Report platforms that nothing tests."""
    tests = {module.path.stem for module in contribution.tests}
    for module in contribution.platforms():
        if not any(name.startswith(f"test_{module.part}") for name in tests):
            yield gap(
                contribution.tests_path,
                f"no test_{module.part}.py",
                f"Test the {module.part} platform there",
            )


def tested_flow(contribution: Contribution) -> Iterator[Finding]:
    """Report tests of the flow that are not where everybody looks for them."""
    if not any(module.part == "test_config_flow" for module in contribution.tests):
        yield gap(
            contribution.tests_path, "no test_config_flow.py", "Test the flows there"
        )
