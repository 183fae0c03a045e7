"""What a scenario plays on: a running Home Assistant, a simulated device and its entry."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
import json
from pathlib import Path
from time import monotonic
from typing import Final

from my_device_client import MyDeviceClient

from script.simulator.server import Simulator

from . import DevelopmentError
from .api import ENTRIES, FLOWS, SECONDS_BETWEEN_LOOKS, Api
from .home_assistant import LOG
from .results import Json, is_near, leaks, outcome, prefilled, shown

SECONDS_TO_WAIT: Final = 20

# How the integration names what its forms ask for
HOST: Final = "host"
TOKEN: Final = "api_token"
ALLOW_CONTROL: Final = "allow_control"

# Device classes of the sensors, each the name of a reading as well
SENSORS: Final = ["energy", "power", "temperature"]


@dataclass(frozen=True)
class Flow:
    """A flow that shows a form."""

    path: str
    form: Json


@dataclass
class Stage:
    """The parties of one scenario.

    Attributes:
        secrets: Every token that was typed, right or wrong.
        entry_id: The device's entry, once there is one.
    """

    api: Api
    folder: Path
    domain: str
    simulator: Simulator
    secrets: set[str] = field(default_factory=set, repr=False)
    entry_id: str = ""

    def expect(self, step: str, found: object, expected: object) -> None:
        """Print how a step ended.

        Raises DevelopmentError if it was to end otherwise.
        """
        if found != expected:
            raise DevelopmentError(f"{step}: {shown(found)}, not {shown(expected)}")
        print(f"  ✓ {step:<32} {shown(found)}", flush=True)

    async def until(
        self, step: str, look: Callable[[], Awaitable[object]], expected: object
    ) -> None:
        """Look until a step ended as expected, and print that.

        Raises DevelopmentError if it does not in time.
        """
        end = monotonic() + SECONDS_TO_WAIT
        while (found := await look()) != expected and monotonic() < end:
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
        self.expect(step, found, expected)

    async def open(
        self, step: str, expected: str, path: str = FLOWS, **about: str
    ) -> Flow:
        """Open a flow as the user does."""
        form = await self.api.post(path, about)
        self.expect(step, outcome(form), expected)
        return Flow(f"{path}/{form['flow_id']}", form)

    async def opened(self, step: str, expected: str, source: str) -> Flow:
        """Wait for a flow that Home Assistant opens by itself."""
        await self.until(step, lambda: self.open_steps(source), [expected])
        [flow] = await self._flows(source)
        path = f"{FLOWS}/{flow['flow_id']}"
        return Flow(path, await self.api.get(path))

    async def open_steps(self, source: str) -> list[str]:
        """Return the steps at which flows are that Home Assistant opened by itself."""
        return [flow["step_id"] for flow in await self._flows(source)]

    async def _flows(self, source: str) -> list[Json]:
        return [
            flow
            for flow in await self.api.command("config_entries/flow/progress")
            if flow["handler"] == self.domain and flow["context"]["source"] == source
        ]

    async def answer(
        self, step: str, flow: Flow, typed: Mapping[str, object], expected: str
    ) -> Json:
        """Send a flow's form, and return what Home Assistant answers."""
        self.secrets |= {str(value) for key, value in typed.items() if key == TOKEN}
        result: Json = await self.api.post(flow.path, typed)
        self.expect(step, outcome(result), expected)
        return result

    async def add(self) -> None:
        """Set up the device by hand."""
        await self.finish(
            await self.open("Add integration", "form user", handler=self.domain)
        )

    async def finish(self, flow: Flow) -> None:
        """Set up the device by a flow that is open."""
        device = self.simulator.device
        right = {HOST: self.simulator.host, TOKEN: device.token}
        typed = {name: right[name] for name in prefilled(flow.form)}
        created = f"created {device.name}"
        result = await self.answer("what is right", flow, typed, created)
        self.entry_id = result["result"]["entry_id"]
        await self.until_loaded()

    async def until_loaded(self) -> None:
        """Wait until the entry is set up."""

        async def states() -> list[str]:
            entries = await self.api.get(f"{ENTRIES}?domain={self.domain}")
            return [
                entry["state"]
                for entry in entries
                if entry["entry_id"] == self.entry_id
            ]

        await self.until("the entry", states, ["loaded"])

    async def until_stored(self, host: str) -> None:
        """Wait until Home Assistant keeps the device's account, host and token."""
        device = self.simulator.device
        storage = self.folder / ".storage" / "core.config_entries"

        async def stored() -> list[Json]:
            if not storage.exists():
                return []
            return [
                {
                    "account": entry["unique_id"],
                    **entry["data"],
                    TOKEN: entry["data"][TOKEN] == device.token,
                }
                for entry in json.loads(storage.read_text())["data"]["entries"]
                if entry["entry_id"] == self.entry_id
            ]

        expected = {"account": device.user_id, HOST: host, TOKEN: True}
        await self.until("stored, the token right", stored, [expected])

    async def until_agreed(self) -> None:
        """Wait until the sensors show what the device itself tells."""
        session, device = self.api.session, self.simulator.device
        client = MyDeviceClient(self.simulator.host, device.token, session=session)

        async def agreeing() -> list[str]:
            readings = (await client.status()).readings
            ids = await self._entities()
            return [
                kind
                for kind in SENSORS
                for state in await self.api.get("states")
                if state["entity_id"] in ids
                and state["attributes"].get("device_class") == kind
                and is_near(state["state"], getattr(readings, kind))
            ]

        await self.until("as the device tells", agreeing, SENSORS)

    async def until_entities(self, domains: list[str]) -> None:
        """Wait until the enabled entities are of certain domains."""

        async def found() -> list[str]:
            return sorted({id_.partition(".")[0] for id_ in await self._entities()})

        await self.until("its entities", found, domains)

    async def call(self, service: str, domain: str) -> None:
        """Call a service, such as "switch/turn_on", on the first entity of a domain."""
        entity = next(id_ for id_ in await self._entities() if id_.startswith(domain))
        await self.api.post(f"services/{service}", {"entity_id": entity})

    async def _entities(self) -> list[str]:
        return [
            entity["entity_id"]
            for entity in await self.api.command("config/entity_registry/list")
            if entity["config_entry_id"] == self.entry_id and not entity["disabled_by"]
        ]

    async def clear(self) -> None:
        """Get the diagnostics, remove the entry, and look for tokens in all that came of it.

        Raises DevelopmentError if there is one.
        """
        await self.api.get(f"diagnostics/config_entry/{self.entry_id}")
        await self.api.delete(f"{ENTRIES}/{self.entry_id}")
        log = (self.folder / LOG).read_text()
        # Without, no token in the log would say nothing.
        debug = f" DEBUG (MainThread) [homeassistant.components.{self.domain}"
        self.expect("debug lines in the log", debug in log, True)
        places = {"log": log, "forms and diagnostics": "\n".join(self.api.answers)}
        self.expect("tokens to be seen", leaks(self.secrets, places), [])
