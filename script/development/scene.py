"""Provide a scenario with a running Home Assistant and the integration's entry."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
import json
from pathlib import Path
from time import monotonic
from typing import Final

from script.integration.integration import Integration

from . import DevelopmentError
from .api import ENTRIES, FLOWS, SECONDS_BETWEEN_LOOKS, Api
from .home_assistant import LOG
from .outcomes import Json, leaks, outcome, shown

SECONDS_TO_WAIT: Final = 20


@dataclass(frozen=True)
class Flow:
    """A flow that shows a form."""

    path: str
    form: Json

    @property
    def step(self) -> str:
        """Return the step at which it is."""
        return str(self.form["step_id"])


@dataclass
class Scene:
    """A Home Assistant that is looked at.

    Attributes:
        integration: What is tried.
        secrets: Every secret that was typed, right or wrong, as typed and as sent.
        entry_id: The entry, once there is one.
    """

    api: Api
    folder: Path
    integration: Integration
    secrets: set[str] = field(default_factory=set, repr=False, kw_only=True)
    entry_id: str = field(default="", kw_only=True)

    @property
    def domain(self) -> str:
        """Return the integration's domain."""
        return self.integration.domain

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

    async def expect_listed(self) -> None:
        """Print whether the integration is offered as core's own are."""
        descriptions = await self.api.command("integration/descriptions")
        listed = self.domain in descriptions["core"]["integration"]
        self.expect("listed among core's own", listed, True)

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
            if flow["handler"] == self.domain
            and flow["context"]["source"] == source
            and self.is_own(flow)
        ]

    def is_own(self, flow: Json) -> bool:
        """Return whether a flow that Home Assistant opened by itself is about what is tried."""
        return True

    async def until_loaded(self, expected: str = "loaded") -> None:
        """Wait until the entry is set up, or as far as it gets."""

        async def states() -> list[str]:
            entries = await self.api.get(f"{ENTRIES}?domain={self.domain}")
            return [
                entry["state"]
                for entry in entries
                if entry["entry_id"] == self.entry_id
            ]

        await self.until("the entry", states, [expected])

    async def stored(self) -> list[Json]:
        """Return the entry as Home Assistant keeps it, its data and its unique ID."""
        storage = self.folder / ".storage" / "core.config_entries"
        if not storage.exists():
            return []
        return [
            {"unique_id": entry["unique_id"], **entry["data"]}
            for entry in json.loads(storage.read_text())["data"]["entries"]
            if entry["entry_id"] == self.entry_id
        ]

    async def states(self) -> list[Json]:
        """Return the states of the enabled entities."""
        ids = await self._entities()
        return [
            state for state in await self.api.get("states") if state["entity_id"] in ids
        ]

    async def _entities(self) -> list[str]:
        return [
            entity["entity_id"]
            for entity in await self.api.command("config/entity_registry/list")
            if entity["config_entry_id"] == self.entry_id and not entity["disabled_by"]
        ]

    async def is_unavailable(self) -> bool:
        """Return whether all enabled entities are unavailable."""
        return {each["state"] for each in await self.states()} == {"unavailable"}

    async def devices(self) -> list[str]:
        """Return the names of its devices."""
        return sorted(
            device["name"]
            for device in await self.api.command("config/device_registry/list")
            if self.entry_id in device["config_entries"]
        )

    async def until_entities(self, domains: list[str]) -> None:
        """Wait until the enabled entities are of certain domains."""

        async def found() -> list[str]:
            return sorted({id_.partition(".")[0] for id_ in await self._entities()})

        await self.until("its entities", found, domains)

    async def call(self, service: str, domain: str) -> None:
        """Call a service, such as "switch/turn_on", on the first entity of a domain."""
        entity = next(id_ for id_ in await self._entities() if id_.startswith(domain))
        await self.api.post(f"services/{service}", {"entity_id": entity})

    async def clear(self) -> None:
        """Get the diagnostics that there are, remove the entry, and look for secrets in all that came of it.

        Raises DevelopmentError if there is one.
        """
        if self.integration.parts("diagnostics"):
            await self.api.get(f"diagnostics/config_entry/{self.entry_id}")
        await self.api.delete(f"{ENTRIES}/{self.entry_id}")
        log = (self.folder / LOG).read_text()
        self.look_at(log)
        places = {"log": log, "forms and diagnostics": "\n".join(self.api.answers)}
        if self.secrets:
            self.expect("secrets to be seen", leaks(self.secrets, places), [])

    def look_at(self, log: str) -> None:
        """See that a log could hold secrets.

        Raises DevelopmentError if not.
        """
