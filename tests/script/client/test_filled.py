"""Test finding what calls of a client fill of it."""

from script.client.offer import offer

from .conftest import Install

CLIENT = """
class Meter:
    power: float

class Acme:
    def __init__(self, host: str):
        self.headers = {}
        self.areas = {}
        self.data = {}
        self.meters: list[Meter] = []
        self._state: dict | None = None

    @property
    def state(self):
        return self._state

    async def update(self):
        self.headers = await self.get()
        self.data = await self.get()
        self.areas = await self.get()

    async def get_state(self) -> None:
        self._state = await self.get()

    async def sysinfo(self) -> None:
        self.areas = await self.get()
        self.token_data = {}
        self.token_data = await self.get()

    async def set_state(self) -> None:
        self._state = await self.get()

    async def get(self, path: str):
        return await self.session.get(path).json()
"""


def test_filled(install: Install) -> None:
    """Test that what is likely the state comes first, and nothing that is sent, that is about the session or that a call changes."""
    found = offer(install({"acme_meter/__init__.py": CLIENT}))
    filled = {each.code: each for each in found.steps.values() if each.within}
    assert [*filled] == [
        "update().meters",
        "update().data",
        "update().areas",
        "get_state().meters",
        "get_state().state",
        "sysinfo().areas",
    ]
    several, data = filled["update().meters"], filled["update().data"]
    assert (several.several, several.model) == ("list", "Meter")
    assert (data.several, data.model, data.returns) == ("", "", "dict")
    assert (data.is_several, data.is_optional, data.is_annotated) == (
        False,
        False,
        False,
    )
    state = filled["get_state().state"]
    assert state.is_optional
    assert state.name == "get_state"
