"""Provide a scenario with a running Home Assistant and a device that nothing is known of but what its forms ask for."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
import json
from typing import Any, Final, override

from . import DevelopmentError
from .api import ENTRIES, FLOWS, OPTIONS_FLOWS
from .forms import HOSTS, URLS, UntriedError, fields, filled, hides, is_text
from .outcomes import Json, outcome
from .own_device import OwnDevice
from .scene import SECONDS_TO_WAIT, Scene
from .subject import platforms
from .values import Values

MOST_STEPS: Final = 60
SECONDS_OF_PROGRESS: Final = 1
STORAGE: Final = ".storage/core.config_entries"


@dataclass
class OwnScene(Scene):
    """The parties of one scenario.

    Attributes:
        device: What Home Assistant talks to.
        values: What is typed.
        kept: What Home Assistant kept of each entry.
        texts: What was typed, each with whether it is a secret.
        untried: What could not be tried, and why.
    """

    device: OwnDevice
    values: Values
    kept: list[Json] = field(default_factory=list, repr=False)
    texts: dict[str, bool] = field(default_factory=dict, repr=False)
    untried: list[str] = field(default_factory=list)

    def leave_out(self, what: str, why: object) -> None:
        """Say what cannot be tried."""
        self.untried.append(what)
        print(f"  – {what:<32} not tried: {why}", flush=True)

    def tell(self, step: str, found: object) -> None:
        """Print how a step ended, which nobody could know before."""
        self.expect(step, found, found)

    @override
    def is_own(self, flow: Json) -> bool:
        return True

    async def begin(self, path: str = FLOWS, **about: str) -> Json:
        """Open a flow as the user does, and return what it shows first."""
        result: Json = await self.api.post(path, about)
        return result | {"path": path}

    async def add_form(self) -> Json:
        """Open the flow that adds an entry."""
        return await self.begin(handler=self.domain)

    async def post(self, result: Json, body: Mapping[str, object]) -> Json:
        """Send what is typed into a flow, and return what it shows next."""
        path = f"{result['path']}/{result['flow_id']}"
        shown: Json = await self.api.post(path, body)
        return shown | {"path": result["path"]}

    async def opened_form(self, source: str) -> Json:
        """Return what a flow shows that Home Assistant opened by itself."""
        [step, *_] = await self.open_steps(source)
        flow = await self.opened("opened by itself", step, source)
        return flow.form | {"path": flow.path.rpartition("/")[0]}

    async def close(self, result: Json) -> None:
        """Close a flow that is still open."""
        if result["type"] not in {"abort", "create_entry"}:
            await self.api.delete(f"{result['path']}/{result['flow_id']}")

    async def walk(
        self, result: Json, over: Mapping[str, object] | None = None
    ) -> Json:
        """Answer a flow until it ends or shows an error, and return that.

        Raises UntriedError where nothing is known to answer.
        """
        for _ in range(MOST_STEPS):
            match result:
                case {"type": "form", "errors": errors} if errors:
                    return result
                case {"type": "form"}:
                    typed = filled(result, self.values.of, over)
                    self._note(result, typed)
                    result = await self.post(result, typed)
                case {"type": "menu", "menu_options": options}:
                    chosen = self._chosen(result["step_id"], list(options))
                    result = await self.post(result, {"next_step_id": chosen})
                case {"type": "progress" | "progress_done"}:
                    await asyncio.sleep(SECONDS_OF_PROGRESS)
                    path = f"{result['path']}/{result['flow_id']}"
                    result |= await self.api.get(path)
                case {"type": "external"}:
                    raise UntriedError("it goes on at another site, in a browser")
                case _:
                    return result
        raise UntriedError(f"it does not end after {MOST_STEPS} steps")

    def _chosen(self, step: str, options: list[str]) -> str:
        """Return what is chosen in a menu, which --set may say by the name of its step."""
        given = self.values.given.get(step)
        if given is not None:
            self.values.used[step] = given
            if given not in options:
                raise DevelopmentError(
                    f"--set {step}: the menu has {', '.join(options)}"
                )
            return given
        if others := [each for each in options if each != options[0]]:
            why = f"give --set {step}=… for another"
            self.leave_out(f"menu {step}: {', '.join(others)}", why)
        return options[0]

    def _note(self, form: Json, typed: Mapping[str, Any]) -> None:
        for each in fields(form):
            value = _typed_into(each["name"], typed)
            if isinstance(value, str) and value and is_text(each):
                self.texts[value] = self.texts.get(value, False) or hides(each)
                if hides(each):
                    self.secrets.add(value)
                    self.values.hidden.add(value)

    def expect_refused(self, step: str, result: Json) -> None:
        """Print how a step was refused.

        Raises DevelopmentError if it was not, or if the integration did not know why.
        """
        match result:
            case {"type": "form", "errors": errors} if (
                errors and "unknown" not in errors.values()
            ):
                self.tell(step, outcome(result))
            case {"type": "abort", "reason": reason} if reason != "unknown":
                self.tell(step, outcome(result))
            case _:
                raise DevelopmentError(f"{step}: {outcome(result)}, not refused")

    async def finish(self, result: Json, step: str = "what is right") -> None:
        """Set the entry up with what is right, by a flow that is open."""
        result = await self.walk(result | {"errors": None})
        if result["type"] != "create_entry":
            raise DevelopmentError(f"{step}: {outcome(result)}, not created")
        self.tell(step, outcome(result))
        self.entry_id = result["result"]["entry_id"]
        await self.until_loaded()
        self.kept += await self.until_kept()

    async def add(self) -> None:
        """Set the entry up by hand."""
        await self.finish(await self.add_form())

    async def until_kept(self) -> list[Json]:
        """Return what Home Assistant keeps of the entry, once it does."""
        for _ in range(SECONDS_TO_WAIT * 10):
            if entries := self._stored_entries():
                return entries
            await asyncio.sleep(0.1)
        raise DevelopmentError("Home Assistant does not keep the entry")

    def _stored_entries(self) -> list[Json]:
        path = self.folder / STORAGE
        entries = (
            json.loads(path.read_text())["data"]["entries"] if path.exists() else []
        )
        return [
            {name: entry.get(name) for name in ("data", "options", "unique_id")}
            for entry in entries
            if entry["entry_id"] == self.entry_id
        ]

    async def entry(self) -> Json:
        """Return what Home Assistant says of the entry."""
        entries: list[Json] = await self.api.get(f"{ENTRIES}?domain={self.domain}")
        return next(each for each in entries if each["entry_id"] == self.entry_id)

    async def expect_entities(self) -> None:
        """Print the kinds of entities that there are.

        Raises DevelopmentError if none is available.
        """
        if not platforms(self.integration):
            return

        async def available() -> bool:
            return any(each["state"] != "unavailable" for each in await self.states())

        await self.until("entities that are available", available, True)
        kinds = {each["entity_id"].partition(".")[0] for each in await self.states()}
        self.tell("its entities", sorted(kinds))

    async def poll(self) -> None:
        """Have Home Assistant ask the device now."""
        ids = [each["entity_id"] for each in await self.states()]
        if ids:
            await self.api.post(
                "services/homeassistant/update_entity", {"entity_id": ids}
            )

    async def options_form(self) -> Json:
        """Open the flow of the entry's options."""
        return await self.begin(OPTIONS_FLOWS, handler=self.entry_id)


def _typed_into(name: str, typed: Mapping[str, Any]) -> object:
    """Return what was typed into a field, which may be in a section."""
    if name in typed:
        return typed[name]
    inner = (each for each in typed.values() if isinstance(each, dict))
    return next((each[name] for each in inner if name in each), None)


def asks_where(form: Json) -> str | None:
    """Return the name of the field that asks where the device is."""
    names = (each["name"] for each in fields(form))
    return next((name for name in names if name in (*HOSTS, *URLS)), None)


def asks_secret(form: Json) -> str | None:
    """Return the name of the field that asks for a secret."""
    return next((each["name"] for each in fields(form) if hides(each)), None)
