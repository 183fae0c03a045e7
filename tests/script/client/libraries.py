"""Small client libraries, each with one difficulty for whoever reads them."""

from collections.abc import Mapping
from typing import Final

type Files = Mapping[str, str]

ASYNC: Final[Files] = {
    "acme_meter/__init__.py": '''
        """Client of Acme meters."""

        from .client import AcmeMeter
        from .errors import AcmeAuthError, AcmeConnectionError, AcmeError, AcmeRateLimitError
        from .models import Info, Mode, Reading

        __all__ = ["AcmeAuthError", "AcmeConnectionError", "AcmeError", "AcmeMeter", "AcmeRateLimitError", "Info", "Mode", "Reading"]
        ''',
    "acme_meter/client.py": '''
        import aiohttp

        from .errors import AcmeAuthError, AcmeConnectionError, AcmeRateLimitError
        from .models import Info, Reading


        class AcmeMeter:
            """Talk to a meter."""

            def __init__(self, host: str, token: str, *, session: aiohttp.ClientSession | None = None, timeout: float = 10) -> None:
                self._session = session

            async def _request(self, path: str) -> dict:
                try:
                    response = await self._session.get(path)
                except aiohttp.ClientError as err:
                    raise AcmeConnectionError from err
                if response.status in (401, 403):
                    raise AcmeAuthError
                if response.status == 429:
                    raise AcmeRateLimitError
                return await response.json()

            async def info(self) -> Info:
                """Return what the meter is."""

            async def get_reading(self) -> Reading:
                """Return what the meter measures."""

            async def set_mode(self, mode: str) -> None:
                """Set the mode."""

            async def close(self) -> None:
                """End the session."""
        ''',
    "acme_meter/errors.py": '''
        class AcmeError(Exception):
            """Any trouble."""


        class AcmeAuthError(AcmeError):
            """The token is refused."""


        class AcmeConnectionError(AcmeError):
            """The meter cannot be reached."""


        class AcmeRateLimitError(AcmeError):
            """The meter is asked too often."""
        ''',
    "acme_meter/models.py": '''
        from dataclasses import dataclass
        from datetime import datetime
        from enum import Enum


        class Mode(Enum):
            ECO = "eco"
            BOOST = "boost"


        @dataclass(kw_only=True)
        class Info:
            mainboard_serial_number: str
            serial_number: str
            firmware_version: str


        @dataclass
        class Phase:
            voltage: float
            """In V."""


        @dataclass
        class Reading:
            power_w: int
            energy_total: float | None
            """Energy in kWh since it was made."""
            humidity: float
            temperature: float
            wifi_rssi: int
            max_current: int
            uptime: int
            mode: Mode
            measured_at: datetime
            cable_connected: bool
            not_charging: bool
            device_id: str
            phase: Phase | None
        ''',
}

SYNC: Final[Files] = {
    "acmemeter.py": '''
        """One module, which blocks."""

        import requests


        class Meter:
            """Interface of a meter."""

            def __init__(self, ip_address, username=None, password=None):
                self.serial = None

            def status(self):
                return requests.get("/").json()


        class MeterConnectionError(requests.exceptions.ConnectionError):
            pass


        class _Inner:
            def __init__(self, host, session, password):
                pass

            def status(self):
                pass
        ''',
}

# A blocking client beside the one to await, and a client that hands out another
TWINS: Final[Files] = {
    "acme_meter/__init__.py": "",
    "acme_meter/api.py": """
        class AcmeAPI:
            def __init__(self, token: str, session=None) -> None: ...
            def get_devices(self) -> list: ...
        """,
    "acme_meter/api_async.py": """
        class AcmeAPIAsync:
            def __init__(self, token: str, session=None) -> None: ...
            async def get_devices(self) -> list: ...
            async def local(self) -> "Local": ...
            def updated(self, callback: object) -> None: ...


        class Local:
            def __init__(self, host: str, token: str, session=None) -> None: ...
            async def get_status(self) -> "Status": ...
            async def name_of(self, number: int) -> "Status": ...


        from pydantic import BaseModel


        class Status(BaseModel):
            power: int
        """,
}

PYDANTIC: Final[Files] = {
    "acme_meter/__init__.py": "from acme_meter.account import *\n",
    "acme_meter/account.py": """
        from pydantic import BaseModel, Field


        class Site(BaseModel):
            site_id: int
            latitude: float
            solar_power: float = Field(alias="solarPower", default=0)
            grid_state: str


        class Account:
            def __init__(self, email: str, password: str, client_session):
                self.sites = []

            async def authenticate(self, email: str, password: str) -> None: ...

            async def fetch_sites(self) -> list[Site]: ...
        """,
}

PUSH: Final[Files] = {
    "acme_meter/__init__.py": "from .hub import Hub\n",
    "acme_meter/hub.py": """
        from collections.abc import Callable

        from .parts import Settings


        class Hub:
            def __init__(self, host: str) -> None:
                self.settings = Settings()

            @property
            def mac(self) -> str: ...

            async def connect(self) -> None: ...
            async def disconnect(self) -> None: ...
            def add_listener(self, update: Callable[[dict], None]) -> Callable[[], None]: ...
            def remove_listener(self, update: Callable[[dict], None]) -> None: ...
        """,
    "acme_meter/parts.py": """
        class Settings:
            async def get_status(self) -> dict: ...
        """,
}

# The session is in an object that the client is made of
AUTH: Final[Files] = {
    "acme_meter/__init__.py": "from .all import Acme, Auth, AcmeError, AuthError, TokenAuthError\n",
    "acme_meter/all.py": """
        from aiohttp import ClientSession


        class AcmeError(Exception): ...
        class AuthError(AcmeError): ...
        class TokenAuthError(AuthError): ...
        class InvalidRequest(AcmeError): ...


        class Auth:
            def __init__(self, session: ClientSession, token: str) -> None: ...
            async def fetch_token(self) -> str: ...


        class Acme:
            def __init__(self, auth: Auth) -> None: ...
            async def update(self) -> None: ...
            devices: dict[str, str]
        """,
}

# What a user gives goes into an object, and the identity is in a part of what is returned
SETTINGS: Final[Files] = {
    "acme_meter/__init__.py": """
        from dataclasses import dataclass


        @dataclass
        class Config:
            host: str
            password: str


        @dataclass
        class Device:
            id: str


        @dataclass
        class Status:
            device: Device
            online: bool


        class Stream:
            def __init__(self, host: str, port: int) -> None: ...
            async def start(self) -> None: ...


        class Acme:
            def __init__(self, session, config: Config) -> None: ...
            async def status(self) -> Status: ...
        """,
}

# What is named like the library is one of what its client controls
PARTS: Final[Files] = {
    "acmeblinds/__init__.py": """
        class AcmeBlind:
            def __init__(self, gateway: "Gateway" = None, number: int = 0) -> None: ...
            def open(self) -> None: ...
            def close(self) -> None: ...
            def update(self) -> None: ...


        class Gateway:
            def __init__(self, ip: str = None) -> None: ...
            def blinds(self) -> dict: ...
        """,
}

# The client passes what it is given on to what speaks for it
PASSING: Final[Files] = {
    "acme_meter/__init__.py": """
        class AcmeApi:
            def __init__(self, session, token: str) -> None: ...
            async def fetch(self, path: str) -> dict: ...
            async def send(self, path: str) -> dict: ...


        class Acme:
            def __init__(self, session, token: str) -> None:
                self._api = AcmeApi(session, token)

            async def info(self) -> dict: ...
        """,
}

FUNCTIONS: Final[Files] = {
    "acme_meter/__init__.py": """
        async def get_list(session, api_key):
            return []
        """,
    "tests/__init__.py": "class Client:\n    def __init__(self, host, password): ...\n",
}
