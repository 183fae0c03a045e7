"""Set up and unload entries of an integration on a Home Assistant of the test helpers."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
import importlib
import logging
import os
from pathlib import Path
import re
import time
from typing import Any, Final, override
from unittest.mock import patch

from aiohttp.resolver import ThreadedResolver
from pytest_homeassistant_custom_component import common

from homeassistant import config_entries, loader
from homeassistant.components.network import util as network_util
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import AbortFlow, FlowResultType
from homeassistant.helpers import aiohttp_client, entity_registry as er, frame
from homeassistant.setup import async_setup_component
from homeassistant.util import loop

from .blame import blame, described, without_address
from .child import tell, tell_trouble
from .result import SETUP, UNLOAD, USAGE
from .samples import can_be_mocked, filled, mock_of

_SECONDS: Final = 30
_STEPS: Final = 10
_OF_SCHEMA: Final = "the schema of its flow"
_OAUTH2: Final = "application_credentials"
_AT: Final = re.compile(r"at (?P<path>\S+), line (?P<line>\d+)")
_REPORTING: Final = frozenset({frame.__name__, loop.__name__})
_ZEROCONF: Final = "zeroconf"
_OWN_ADDRESS: Final = "127.0.0.1"
_OWN_URL: Final = f"http://{_OWN_ADDRESS}:8123"
# What every Home Assistant has set up before it comes to entries
_BASE: Final = ("homeassistant", "network")


# Marks an exception that was told of when it was raised
_TOLD: Final = "_told_in_trial"


class _Listener(logging.Handler):
    """Tells of what Home Assistant logs about an integration."""

    def __init__(self, domain: str, stage: Path) -> None:
        super().__init__(logging.WARNING)
        self._domain = domain
        self._stage = stage

    @override
    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if record.name in _REPORTING:
            at = _AT.search(message)
            tell(
                "trouble",
                step=USAGE,
                path=at["path"] if at else "",
                line=int(at["line"]) if at else 0,
                message=without_address(message),
            )
            return
        error = record.exc_info[1] if record.exc_info else None
        if error and getattr(error, _TOLD, False):
            return
        path, line = blame(error, self._stage) if error else ("", 0)
        if path or (
            record.levelno >= logging.ERROR
            and record.name.startswith("homeassistant.")
            and self._domain in message
        ):
            reason = f": {described(error)}" if error else ""
            tell(
                "trouble",
                step=SETUP,
                path=path,
                line=line,
                message=f"{message}{reason}",
            )


def set_up(job: Mapping[str, Any], stage: Path) -> None:
    """Set up and unload an entry of each kind, or one of the flow's schema where there is none."""
    domain = job["domain"]
    logging.getLogger().addHandler(_Listener(domain, stage))
    for kind in job["entries"] or [{"source": _OF_SCHEMA}]:
        tell("start", name=kind["source"])
        try:
            asyncio.run(_try(domain, kind, job["mocked"], stage))
        except (Exception, SystemExit) as error:  # noqa: BLE001
            tell_trouble(SETUP, error, stage)
            _tell_entry(kind, "not set up", 0, unloaded=False, message=described(error))


def _tell_entry(
    kind: Mapping[str, Any], state: str, entities: int, *, unloaded: bool, message: str
) -> None:
    tell(
        "entry",
        source=kind["source"],
        state=state,
        entities=entities,
        unloaded=unloaded,
        message=message,
    )


async def _try(
    domain: str, kind: Mapping[str, Any], mocked: list[tuple[str, str]], stage: Path
) -> None:
    config = Path(os.environ["HOME"]) / "config"
    config.mkdir(exist_ok=True)
    async with common.async_test_home_assistant(config_dir=str(config)) as hass:
        frame.async_setup(hass)
        frame._REPORTED_INTEGRATIONS.clear()  # noqa: SLF001
        hass.config.internal_url = _OWN_URL
        try:
            async with asyncio.timeout(_SECONDS):
                for each in _BASE:
                    await async_setup_component(hass, each, {})
                integration = await loader.async_get_integration(hass, domain)
                if not integration.config_flow:
                    tell_no_entry(kind)
                    return
                component = await integration.async_get_component()
                with (
                    _mocks(mocked),
                    _watched(component, stage),
                    _local_names(),
                    _local_address(),
                    _unheard()
                    if _ZEROCONF in integration.dependencies
                    else nullcontext(),
                ):
                    entry = await _entry(hass, domain, integration, kind)
                    await _set_up(hass, entry, kind)
        finally:
            await hass.async_stop(force=True)


def tell_no_entry(kind: Mapping[str, Any]) -> None:
    """Tell that there is nothing that could be set up."""
    _tell_entry(
        kind,
        "none",
        0,
        unloaded=False,
        message="there is no config flow, without which core takes no integration",
    )


async def _set_up(
    hass: HomeAssistant, entry: config_entries.ConfigEntry, kind: Mapping[str, Any]
) -> None:
    if entry.state is config_entries.ConfigEntryState.NOT_LOADED:
        await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    state, reason = entry.state, entry.reason or ""
    entities = len(
        er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    )
    unloaded = False
    if state is config_entries.ConfigEntryState.LOADED:
        try:
            unloaded = await hass.config_entries.async_unload(entry.entry_id)
        except Exception as error:  # noqa: BLE001
            reason = f"{UNLOAD}: {described(error)}"
        await hass.async_block_till_done()
    _tell_entry(kind, state.value, entities, unloaded=unloaded, message=reason)


async def _entry(
    hass: HomeAssistant,
    domain: str,
    integration: loader.Integration,
    kind: Mapping[str, Any],
) -> config_entries.ConfigEntry:
    """Return an entry, as the tests make it, as the flow does, or with what the flow asks for."""
    made = {name: value for name, value in kind.items() if name != "source"}
    if not made:
        if _OAUTH2 in integration.dependencies:
            made = {"data": await _authorized(hass, domain)}
        else:
            finished, made = await _flow(hass, domain)
            if finished:
                return finished
    handler = config_entries.HANDLERS.get(domain)
    versions = {
        "version": getattr(handler, "VERSION", 1),
        "minor_version": getattr(handler, "MINOR_VERSION", 1),
    }
    mocked = common.MockConfigEntry(
        domain=domain, **{"title": "Trial", **versions, **made}
    )
    mocked.add_to_hass(hass)
    entry: config_entries.ConfigEntry = mocked
    return entry


async def _flow(
    hass: HomeAssistant, domain: str
) -> tuple[config_entries.ConfigEntry | None, dict[str, Any]]:
    """Return the entry that the flow makes of what it asks for, or else that as data."""
    asked: dict[str, Any] = {}
    manager = hass.config_entries.flow
    try:
        result: Any = await manager.async_init(domain, context={"source": "user"})
        for _ in range(_STEPS):
            match result["type"]:
                case FlowResultType.CREATE_ENTRY:
                    return result["result"], {}
                case FlowResultType.MENU:
                    answer = {"next_step_id": next(iter(result["menu_options"]))}
                case FlowResultType.FORM if not result.get("errors"):
                    answer = filled(result["data_schema"])
                    asked |= answer
                case _:
                    break
            result = await manager.async_configure(result["flow_id"], answer)
        ending = result.get("reason") or result.get("errors") or result["type"]
        _tell_flow(f"the flow made no entry: {ending}")
    except (Exception, AbortFlow) as error:  # noqa: BLE001
        _tell_flow(f"the flow made no entry: {described(error)}", error)
    return None, {"data": asked}


def _tell_flow(message: str, error: BaseException | None = None) -> None:
    path, line = blame(error, Path.cwd()) if error else ("", 0)
    tell("trouble", step=SETUP, path=path, line=line, message=message)


async def _authorized(hass: HomeAssistant, domain: str) -> dict[str, Any]:
    """Return the data of an entry whose account was authorized with OAuth2."""
    credentials = importlib.import_module(f"homeassistant.components.{_OAUTH2}")
    await async_setup_component(hass, _OAUTH2, {})
    await credentials.async_import_client_credential(
        hass, domain, credentials.ClientCredential("id", "secret"), "trial"
    )
    token = {
        "access_token": "1",
        "refresh_token": "1",
        "token_type": "Bearer",
        "expires_in": 3600,
        "expires_at": time.time() + 3600,
    }
    return {"auth_implementation": "trial", "token": token}


@contextmanager
def _mocks(targets: list[tuple[str, str]]) -> Iterator[None]:
    with ExitStack() as stack:
        for owner, name in targets:
            module = importlib.import_module(owner)
            if can_be_mocked(target := getattr(module, name)):
                stack.enter_context(patch.object(module, name, mock_of(target)))
        yield


def _local_names() -> Any:
    """Have names looked up as all of this process does, and not over multicast."""
    return patch.object(
        aiohttp_client, "_async_make_resolver", lambda _: ThreadedResolver()
    )


def _local_address() -> Any:
    """Give the machine the address of loopback, as it has no other in the trial and servers ask for one."""
    return patch.object(network_util, "async_get_source_ip", lambda _: _OWN_ADDRESS)


@contextmanager
def _unheard() -> Iterator[None]:
    """Have zeroconf neither listen nor speak, as there is no network but this machine's."""
    component = importlib.import_module(f"homeassistant.components.{_ZEROCONF}")
    discovery = importlib.import_module(f"{component.__name__}.discovery")
    with (
        patch.object(component, "HaZeroconf", autospec=True) as plain,
        patch.object(component, "HaAsyncZeroconf", autospec=True) as made,
        patch.object(discovery, "AsyncServiceBrowser", autospec=True),
    ):
        plain.return_value.cache = importlib.import_module(_ZEROCONF).DNSCache()
        made.return_value.zeroconf = plain.return_value
        yield


@contextmanager
def _watched(component: Any, stage: Path) -> Iterator[None]:
    """Tell of what setting up raises, of which Home Assistant logs a part only."""
    original = component.async_setup_entry

    async def async_setup_entry(*arguments: Any) -> Any:
        try:
            return await original(*arguments)
        except Exception as error:
            tell_trouble(SETUP, error, stage)
            setattr(error, _TOLD, True)
            raise

    with patch.object(component, "async_setup_entry", async_setup_entry):
        yield
