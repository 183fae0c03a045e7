"""Rules for tests and what they cover."""

from collections.abc import Iterator

from script.integration.fact import Fact, fact, gap
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.last_run import LastRun
from script.integration.modules import Module
from script.rules.examples import Example
from script.rules.flow.entering import discovered_by, has_steps, is_authorized
from script.rules.tests.functions import tests as tests_in

from .proof import Proof, proof
from .tier_rule import Tier, TierRule, never

_FLOW = """\
async def test_user(hass: HomeAssistant) -> None:  # ✔
    flow = await start(hass, SOURCE_USER)
    result = await finish(hass, flow)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].unique_id == "1234"


async def test_error(hass: HomeAssistant, client: AsyncMock) -> None:
    client.connect.side_effect = ExampleError
    flow = await start(hass, SOURCE_USER)
    assert (await finish(hass, flow))["errors"] == {"base": "cannot_connect"}
    client.connect.side_effect = None
    assert (await finish(hass, flow))["type"] is FlowResultType.CREATE_ENTRY
"""
_TWICE = """

async def test_twice(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    flow = await start(hass, SOURCE_USER)
    result = await finish(hass, flow)
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"
"""
_OPTIONS = """

async def test_options(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    flow = await hass.config_entries.options.async_init(entry.entry_id)
    result = await finish(hass, flow)
    assert result["type"] is FlowResultType.CREATE_ENTRY
"""


def flow_tests(integration: Integration) -> Iterator[Fact]:
    """Yield the tests of the config flow."""
    for module in integration.tests:
        if module.part == "test_config_flow":
            yield from _tests(module)


def all_tests(integration: Integration) -> Iterator[Fact]:
    """Yield the tests of the integration."""
    for module in integration.tests:
        yield from _tests(module)


def _tests(module: Module) -> Iterator[Fact]:
    for function in tests_in(module):
        yield fact(module, f"{function.name} is a test", function)


def config_flow_proofs(integration: Integration) -> Iterator[Proof]:
    """Yield the tests that every flow needs."""
    # Entries that differ by what was entered need no unique ID.
    matched = any(integration.calls("_async_abort_entries_match"))
    identified = any(integration.calls("async_set_unique_id"))
    yield proof(
        "adds an entry by hand",
        *("SOURCE_USER", "CREATE_ENTRY"),
        *(() if matched and not identified else ("unique_id",)),
    )
    yield proof(
        "goes on after an error",
        *("SOURCE_USER", "CREATE_ENTRY", "side_effect"),
        # Where the user signs in elsewhere, there may be no form that could show an error.
        one_of=("errors", "reason") if is_authorized(integration) else ("errors",),
    )
    yield proof(
        "adds the same thing twice",
        "ABORT",
        one_of=("already_configured", "single_instance_allowed"),
    )
    for kind in discovered_by(integration):
        yield proof(
            f"adds what {kind} discovers", f"SOURCE_{kind.upper()}", "CREATE_ENTRY"
        )
    if has_steps(integration, "options"):
        yield proof("goes through the options", "options.async_init", "CREATE_ENTRY")


def config_flow_covered(integration: Integration, record: LastRun) -> Iterator[Finding]:
    """Report lines of the flow that no test runs."""
    yield from _uncovered(integration, record, 1, "config_flow.py")


@TierRule(
    tier=Tier.BRONZE,
    code="config-flow-test-coverage",
    title="tests run every flow, and 100 % of config_flow.py",
    why="Everybody goes through the flow, and nobody finds out of an error in it before they do.",
    mend="Test each way through the flow to its end, and each error and abort",
    evidence=flow_tests,
    against=never,
    proofs=config_flow_proofs,
    run=config_flow_covered,
    good=(
        Example({"tests/test_config_flow.py": _FLOW + _TWICE}),
        Example(
            {
                "config_flow.py": """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    async def async_step_user(self, user_input=None):
        self._async_abort_entries_match({CONF_HOST: user_input[CONF_HOST]})
        return self.async_create_entry(title="Example", data=user_input)
""",
                "tests/test_config_flow.py": (_FLOW + _TWICE).replace(
                    "unique_id", "title"
                ),
            }
        ),
        Example(
            {
                "strings.json": {"options": {"step": {"init": {}}}},
                "tests/test_config_flow.py": _FLOW + _TWICE + _OPTIONS,
            }
        ),
    ),
    bad=(
        Example({"tests/test_config_flow.py": _FLOW.replace("  # ✔", "")}),
        Example({"tests/test_init.py": (_FLOW + _TWICE).replace("  # ✔", "")}),
        Example(
            {
                "strings.json": {"options": {"step": {"init": {}}}},
                "tests/test_config_flow.py": (_FLOW + _TWICE).replace("  # ✔", ""),
            }
        ),
    ),
)
def tested_flow(integration: Integration) -> Iterator[Finding]:
    """Report tests of the flow that are not where everybody looks for them."""
    if not any(module.part == "test_config_flow" for module in integration.tests):
        yield gap(
            integration.tests_path, "no test_config_flow.py", "Test the flows there"
        )


def covered(integration: Integration, record: LastRun) -> Iterator[Finding]:
    """Report modules of which the tests run 95 % or less."""
    modules = (
        str(module.path.relative_to(integration.path)) for module in integration.modules
    )
    yield from _uncovered(integration, record, 0.95, *modules)


def _uncovered(
    integration: Integration, record: LastRun, wanted: float, *modules: str
) -> Iterator[Finding]:
    for name in modules:
        path = integration.path / name
        match record.coverage.get(str(path.relative_to(integration.root))):
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


@TierRule(
    tier=Tier.SILVER,
    code="test-coverage",
    title="tests run every platform, and more than 95 % of every module",
    why="What no test runs breaks with the next change of Home Assistant.",
    mend="Test each platform in a module of its name",
    evidence=all_tests,
    against=never,
    run=covered,
    good=(
        Example({"tests/test_init.py": "def test_setup(hass): ...  # ✔\n"}),
        Example(
            {
                "sensor.py": "PARALLEL_UPDATES = 0\n",
                "tests/test_sensor.py": "def test_power(hass): ...  # ✔\n",
            }
        ),
    ),
    bad=(
        Example({"tests/conftest.py": "def setup(hass): ...\n"}),
        Example(
            {
                "sensor.py": "PARALLEL_UPDATES = 0\n",
                "tests/test_init.py": "def test_setup(hass): ...\n",
            }
        ),
    ),
)
def has_tests(integration: Integration) -> Iterator[Finding]:
    """Report platforms that nothing tests."""
    tests = {module.path.stem for module in integration.tests}
    for module in integration.platforms():
        if not any(name.startswith(f"test_{module.part}") for name in tests):
            yield gap(
                integration.tests_path,
                f"no test_{module.part}.py",
                f"Test the {module.part} platform there",
            )
