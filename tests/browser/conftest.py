"""Fixtures of the journeys."""

from collections.abc import AsyncGenerator, Generator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
import shutil

from playwright.async_api import Browser, async_playwright, expect
import pytest
import pytest_asyncio

from script import COMPONENTS, ROOT
from script.development import requirements
from script.development.counterparts import (
    CLOUD,
    DEVICE,
    HUB,
    PUSHING_CLOUD,
    Counterpart,
    counterpart,
)
from script.development.home_assistant import LOG
from script.integration.integration import Integration

from .chromium import launch
from .home import Home, opened

DOMAINS = ("my_device", "my_hub", "my_cloud")
VISITED = (DEVICE, HUB, CLOUD, PUSHING_CLOUD)
# What is left of a journey that failed
KEPT = ROOT / ".cache" / "browser"
ENDED_WELL = pytest.StashKey[bool]()

# In ms. The frontend loads late on a machine that runs other tests meanwhile.
expect.set_options(timeout=20_000)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what the journeys can be told, if their folder is named on the command line."""
    group = parser.getgroup("browser")
    group.addoption("--domain", help=f"integration to visit ({', '.join(DOMAINS)})")
    group.addoption(
        "--pictures", type=Path, metavar="FOLDER", help="folder to take pictures into"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Refuse an integration that there can be no journeys of, and make the folder of the pictures."""
    if domain := config.getoption("--domain", None):
        path = COMPONENTS / domain
        if path.is_dir() and _counterpart(domain) not in VISITED:
            raise pytest.UsageError(
                f"{domain}: no device, hub or account with a password and devices is simulated that it could talk to, "
                "so there are no journeys of it; "
                f'script/develop {domain} --device HOST | "COMMAND" drives its flows'
            )
    if pictures := config.getoption("--pictures", None):
        pictures.mkdir(parents=True, exist_ok=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note for the fixtures whether a test ended well."""
    report = yield
    if report.when == "call":
        item.stash[ENDED_WELL] = not report.failed
    return report


@pytest.fixture
def verify_cleanup() -> None:
    """Replace what the test helpers verify, as the browser goes on from test to test."""


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncGenerator[Browser]:
    """Return the browser."""
    async with async_playwright() as playwright, await launch(playwright) as browser:
        yield browser


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Travel once for each integration to visit that talks to what a module of journeys is about."""
    if "integration" not in metafunc.fixturenames:
        return
    wanted = metafunc.config.getoption("--domain", None)
    about = getattr(metafunc.module, "COUNTERPARTS", VISITED)
    domains = [
        domain
        for domain in ([wanted] if wanted else DOMAINS)
        if _counterpart(domain) in about
    ]
    metafunc.parametrize("integration", domains, indirect=True, scope="session")


def _counterpart(domain: str) -> Counterpart | None:
    path = COMPONENTS / domain
    return counterpart(Integration(path)) if path.is_dir() else None


@pytest.fixture(scope="session")
def integration(request: pytest.FixtureRequest) -> Integration:
    """Return the integration to visit."""
    domain = request.param
    if not (COMPONENTS / domain).is_dir():
        pytest.skip(
            f"{domain} is not here; with `tests/browser --domain` another integration is "
            "visited, whose device the simulated one can be"
        )
    if missing := requirements.provide():
        pytest.fail(f"could not install {', '.join(missing)}, which the page needs")
    return Integration(COMPONENTS / domain)


@pytest.fixture
def discovers() -> bool:
    """Return whether Home Assistant looks for devices."""
    return False


@asynccontextmanager
async def kept_if_failed(
    request: pytest.FixtureRequest,
    folder: Path,
    opening: AbstractAsyncContextManager[Home],
) -> AsyncGenerator[Home]:
    """Provide a Home Assistant with its page; where a journey failed, keep what it last showed."""
    kept = KEPT / request.node.name
    try:
        async with opening as home:
            yield home
            if not request.node.stash[ENDED_WELL]:
                await home.visitor.window.screenshot(path=kept / "page.png")
    finally:
        if not request.node.stash.get(ENDED_WELL, False):
            kept.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / LOG, kept / LOG)
            where = f"{kept}: what the page showed and Home Assistant logged\n"
            request.node.add_report_section("teardown", "journey", where)


@pytest_asyncio.fixture(loop_scope="session")
async def home(
    socket_enabled: None,
    request: pytest.FixtureRequest,
    browser: Browser,
    integration: Integration,
    tmp_path: Path,
    discovers: bool,
) -> AsyncGenerator[Home]:
    """Return a Home Assistant with its page, and what the integration talks to."""
    opening = opened(
        browser,
        tmp_path,
        integration,
        discovers=discovers,
        pictures=request.config.getoption("--pictures", None),
    )
    async with kept_if_failed(request, tmp_path, opening) as home:
        yield home
