"""Play scenarios against a real Home Assistant and the author's own device, of which nothing is known before."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
import json
from pathlib import Path
from secrets import token_urlsafe
from tempfile import TemporaryDirectory
from typing import Any, Final

from aiohttp import ClientSession

from script.integration.integration import Integration

from . import DevelopmentError, own_flows
from .api import Api, create_user, has_user, log_in, until_listening, until_running
from .fakes import with_fakes
from .fixtures import read_fixtures, write_fixtures
from .forms import UntriedError, fields
from .home_assistant import ADDRESS, LOG, RECORDED, free_port, prepare, program
from .identifying import is_secret
from .outcomes import Json
from .own_device import OwnDevice, served
from .own_scene import STORAGE, OwnScene
from .processes import Program, running
from .subject import service_type, steps
from .values import Values

KEPT_LOG: Final = Path("build", "scenario.log")
RECORD: Final = "record"

type Play = Callable[[OwnScene], Awaitable[None]]
_PLAYS: Final[Mapping[str, Play]] = {
    "user": own_flows.user,
    "reconfigure": own_flows.reconfigure,
    "options": own_flows.options,
    "discovery": own_flows.discovery,
}
_REAUTH: Final = "reauth"
NAMES: Final = ("user", _REAUTH, "reconfigure", "options", "discovery")


def playable(integration: Integration) -> list[str]:
    """Return the names of the scenarios for which an integration has a flow."""
    present = steps(integration)
    there = {
        "user": True,
        _REAUTH: "reauth" in present,
        "reconfigure": "reconfigure" in present,
        "options": "async_get_options_flow" in integration.functions,
        "discovery": bool(service_type(integration)),
    }
    return [name for name in NAMES if there[name]]


async def run_own_scenarios(
    names: Iterable[str],
    integration: Integration,
    device: OwnDevice,
    values: Values,
    *,
    records: bool,
) -> bool:
    """Run scenarios on a new Home Assistant, and return whether each was tried.

    Raises DevelopmentError if a step does not end as it should.
    """
    with TemporaryDirectory(prefix="home-assistant-") as path:
        folder, port = Path(path), free_port()
        prepare(folder, port, level="debug")
        run = _Run(integration, device, values, folder, port, records=records)
        try:
            await run.play([*names])
        except DevelopmentError as err:
            KEPT_LOG.parent.mkdir(exist_ok=True)
            log = (folder / LOG).read_text(encoding="utf-8", errors="replace")
            KEPT_LOG.write_text(values.hide_in(log), encoding="utf-8")
            raise DevelopmentError(
                f"{values.hide_in(str(err))} (Home Assistant's log: {KEPT_LOG})"
            ) from None
        for name in values.unused:
            print(f"--set {name}: no form asked for it")
        return run.is_complete


class _Run:
    """A run of scenarios, between which Home Assistant may be started again."""

    def __init__(
        self,
        integration: Integration,
        device: OwnDevice,
        values: Values,
        folder: Path,
        port: int,
        *,
        records: bool,
    ) -> None:
        self.is_complete = True
        self._integration = integration
        self._device = device
        self._values = values
        self._folder = folder
        self._port = port
        self._records = records
        self._kept: list[Json] = []
        self._texts: dict[str, bool] = {}
        self._answers: dict[str, Any] = {}

    async def play(self, names: list[str]) -> None:
        """Play scenarios, that of the secret last, as Home Assistant is started again for it."""
        wrong: dict[str, str] = {}
        async with self._home_assistant() as api:
            await self._learn(api)
            for name in names:
                if name != _REAUTH:
                    await self._played(name, self._scene(api), _PLAYS[name])
            if not names:
                await self._played(RECORD, self._scene(api), _polled)
            if _REAUTH in names:
                scene = self._scene(api)
                await self._played(_REAUTH, scene, OwnScene.add, ends=False)
        self._gather()
        if _REAUTH in names and scene.entry_id:
            if not (
                wrong := spoil(self._folder / STORAGE, scene.entry_id, scene.secrets)
            ):
                scene.leave_out(
                    _REAUTH, "the entry keeps no secret that could be wrong"
                )
                self.is_complete = False
                return
            async with self._home_assistant() as api:
                scene.api = api
                scene.secrets |= {*wrong.values()}
                self._values.hidden |= {*wrong.values()}
                [old, *_] = wrong.values()
                await self._played("", scene, lambda it: own_flows.reauth(it, old))
            self._gather()
        if self._records:
            inputs = {"entries": self._kept}
            found = {name: each["data"] for name, each in self._answers.items()}
            hidden = self._texts | dict.fromkeys(wrong.values(), True)
            folder = self._integration.tests_path / "fixtures"
            fakes = with_fakes(found, inputs, hidden, read_fixtures(folder))
            makers = {name: each["maker"] for name, each in self._answers.items()}
            write_fixtures(folder, fakes, makers)

    def _gather(self) -> None:
        """Take what was recorded until Home Assistant ended."""
        if (path := self._folder / RECORDED).exists():
            self._answers = json.loads(path.read_text()) | self._answers

    def _program(self) -> Program:
        record = self._integration.domain if self._records else None
        return program(self._folder, ports=self._device.ports, record=record)

    @asynccontextmanager
    async def _home_assistant(self) -> AsyncGenerator[Api]:
        """Run Home Assistant, with the user that an earlier run has made."""
        url = f"http://{ADDRESS}:{self._port}"
        async with running(self._program()), ClientSession() as session:
            print(f"Home Assistant: starting at {url} …", flush=True)
            await until_listening(session, url)
            enter = log_in if await has_user(session, url) else create_user
            api = await enter(session, url)
            await until_running(api)
            yield api

    def _scene(self, api: Api) -> OwnScene:
        return OwnScene(
            api, self._folder, self._integration, self._device, self._values
        )

    async def _learn(self, api: Api) -> None:
        """Make up what the form asks for that a server is to take which is run here."""
        scene = self._scene(api)
        form = await scene.add_form()
        if self._device.command and form["type"] == "form":
            for each in fields(form):
                self._values.make_up(each)
        await scene.close(form)

    async def _played(
        self, name: str, scene: OwnScene, play: Play, *, ends: bool = True
    ) -> None:
        if name:
            print(name, flush=True)
        announces = name == "discovery"
        try:
            async with served(
                self._device, self._folder, self._values.used, announces=announces
            ):
                await play(scene)
                if ends:
                    await scene.clear()
        except UntriedError as err:
            scene.leave_out(name or _REAUTH, err)
            self.is_complete = False
        except DevelopmentError as err:
            raise DevelopmentError(f"{name or _REAUTH}: {err}") from err
        finally:
            self._kept += scene.kept
            self._texts |= scene.texts


async def _polled(scene: OwnScene) -> None:
    """Set the entry up, and have Home Assistant ask the device once more."""
    await scene.add()
    await scene.expect_entities()
    await scene.poll()


def spoil(storage: Path, entry_id: str, secrets: Iterable[str]) -> dict[str, str]:
    """Replace the secrets that an entry keeps by wrong ones, and return these by their names."""
    stored = json.loads(storage.read_text())
    wrong: dict[str, str] = {}
    known = {*secrets}

    def spoiled(value: Any, name: str) -> Any:
        match value:
            case dict():
                return {key: spoiled(each, key) for key, each in value.items()}
            case str() if value and (value in known or is_secret(name)):
                wrong[name] = token_urlsafe()
                return wrong[name]
        return value

    for entry in stored["data"]["entries"]:
        if entry["entry_id"] == entry_id:
            entry["data"] = spoiled(entry["data"], "")
    storage.write_text(json.dumps(stored))
    return wrong
