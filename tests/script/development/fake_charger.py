"""Fake Peblar charger, as the library peblar speaks to it: PORT=8380 DEVICE_PASSWORD=… python fake_charger.py.

With ANNOUNCE in the environment it announces itself over zeroconf on the loopback interface, at DEVICE_HOST.
"""

import asyncio
from contextlib import AsyncExitStack
from ipaddress import ip_address
import json
import os
from pathlib import Path
from secrets import token_urlsafe
from typing import Any, Final

from aiohttp import web
from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

FIXTURES: Final = (
    Path(__file__).parents[2] / "cases/peblar_ev/tests/components/peblar_ev/fixtures"
)
SERIAL: Final = "23-45-A7K-9QX"
PRIVATE: Final[dict[str, str]] = {
    "CustomerId": "PBLR-0077123",
    "EthMacAddr": "0E:1A:2B:3C:4D:5E",
    "Hostname": "PBLR-0077123",
    "MainboardSn": "23-45-A7K-1MB",
    "ProductSn": SERIAL,
    "WlanApMacAddr": "0E:1A:2B:3C:4D:5F",
    "WlanStaMacAddr": "0E:1A:2B:3C:4D:60",
}
FIRMWARE: Final = "1.6.1+1+WL-1"

NUMBERS: Final = (
    *("BopFallbackCurrent", "ConnectedPhases", "CurrentCtrlBopFuseRating"),
    *("CurrentCtrlFixedChargeCurrentLimit", "GroupLoadBalancingFallbackCurrent"),
    *("GroupLoadBalancingGroupId", "GroupLoadBalancingMaxCurrent"),
    *("HmiLedIntensityManual", "HmiLedIntensityMax", "HmiLedIntensityMin"),
    *("PowerLimitInputDi1Limit", "PowerLimitInputDi2Limit"),
    *("UserDefinedChargeLimitCurrent", "UserDefinedHouseholdPowerLimit"),
    "VDEPhaseImbalanceLimit",
)
TEXTS: Final = (
    *("BopHomeWizardAddress", "BopSource", "CurrentCtrlBopCtType", "PhaseRotation"),
    *("GroupLoadBalancingInterface", "GroupLoadBalancingRole", "PredefinedCpoName"),
    *("SeccOcppUri", "SolarChargingSource", "TimeZone"),
    "UserDefinedHouseholdPowerLimitSource",
)
SWITCHES: Final = (
    *("CurrentCtrlBopEnable", "GroundMonitoring", "GroupLoadBalancingEnable"),
    *("LocalRestApiAllowed", "LocalRestApiEnable", "LocalSmartChargingAllowed"),
    *("ModbusServerAllowed", "ModbusServerEnable", "PowerLimitInputDi1Inverse"),
    *("PowerLimitInputDi2Inverse", "PowerLimitInputEnable", "SeccOcppActive"),
    *("ScheduledChargingAllowed", "ScheduledChargingEnable"),
    *("SessionManagerChargeWithoutAuth", "SolarChargingAllowed"),
    *("SolarChargingEnable", "UserDefinedChargeLimitCurrentAllowed"),
    *("UserDefinedHouseholdPowerLimitAllowed", "UserDefinedHouseholdPowerLimitEnable"),
    *("UserKeepSocketLocked", "VDEPhaseImbalanceEnable", "WebIfUpdateHelper"),
)

routes = web.RouteTableDef()


def fixture(name: str) -> dict[str, Any]:
    """Return what a charger answers."""
    loaded: dict[str, Any] = json.loads((FIXTURES / f"{name}.json").read_text())
    return loaded


class Charger:
    """What the charger knows."""

    def __init__(self, password: str) -> None:
        """Begin with a password, and nobody logged in."""
        self.password = password
        self.cookies: set[str] = set()
        self.token = token_urlsafe()
        self.information = fixture("system_information") | PRIVATE
        self.meter = fixture("meter")
        self.ev = fixture("ev_interface")
        self.user: dict[str, Any] = {
            **dict.fromkeys(NUMBERS, 16),
            **dict.fromkeys(TEXTS, ""),
            **dict.fromkeys(SWITCHES, False),
            "BopSourceParameters": "{}",
            "HmiBuzzerVolume": 1,
            "HmiLedIntensityMode": "Auto",
            "LocalRestApiAccessMode": "ReadOnly",
            "LocalRestApiAllowed": True,
            "ModbusServerAccessMode": "ReadOnly",
            "SolarChargingMode": "OptimizedSolar",
            "SolarChargingSourceParameters": "{}",
            "UserDefinedHouseholdPowerLimitSourceParameters": "{}",
        }


CHARGER: Final = web.AppKey("charger", Charger)
SESSION: Final = "sessionid"


@web.middleware
async def let_in(request: web.Request, handler: Any) -> web.StreamResponse:
    """Let those in who are logged in, or have the token of the local API."""
    charger = request.app[CHARGER]
    if request.path.startswith("/api/wlac/"):
        is_known = request.headers.get("Authorization") == charger.token
    else:
        is_known = request.cookies.get(SESSION) in charger.cookies
    if not is_known and request.path != "/api/v1/auth/login":
        raise web.HTTPUnauthorized
    response: web.StreamResponse = await handler(request)
    return response


@routes.post("/api/v1/auth/login")
async def log_in(request: web.Request) -> web.Response:
    """Begin a session."""
    charger = request.app[CHARGER]
    if (await request.json())["Password"] != charger.password:
        raise web.HTTPUnauthorized
    charger.cookies.add(cookie := token_urlsafe())
    response = web.Response()
    response.set_cookie(SESSION, cookie, httponly=True)
    return response


@routes.get("/api/v1/system/info")
async def information(request: web.Request) -> web.Response:
    """Tell who it is."""
    return web.json_response(request.app[CHARGER].information)


@routes.get("/api/v1/system/software/automatic-update/current-versions")
async def versions(request: web.Request) -> web.Response:
    """Tell which software it has."""
    return web.json_response({"Customization": "Peblar-1.6", "Firmware": FIRMWARE})


@routes.get("/api/v1/config/user")
async def user(request: web.Request) -> web.Response:
    """Tell its settings."""
    return web.json_response(request.app[CHARGER].user)


@routes.patch("/api/v1/config/user")
async def change_user(request: web.Request) -> web.Response:
    """Change some of its settings."""
    request.app[CHARGER].user |= await request.json()
    return web.Response()


@routes.get("/api/v1/config/api-token")
async def api_token(request: web.Request) -> web.Response:
    """Tell the token of the local API."""
    return web.json_response({"ApiToken": request.app[CHARGER].token})


@routes.put("/api/v1/system/identify")
async def identify(request: web.Request) -> web.Response:
    """Blink."""
    return web.Response()


@routes.get("/api/wlac/v1/meter")
async def meter(request: web.Request) -> web.Response:
    """Tell what it measures."""
    return web.json_response(request.app[CHARGER].meter)


@routes.get("/api/wlac/v1/evinterface")
async def ev(request: web.Request) -> web.Response:
    """Tell the state of charging."""
    return web.json_response(request.app[CHARGER].ev)


@routes.patch("/api/wlac/v1/evinterface")
async def change_ev(request: web.Request) -> web.Response:
    """Change how it charges."""
    request.app[CHARGER].ev |= await request.json()
    return web.Response()


async def serve(port: int, password: str, address: str | None) -> None:
    """Listen until told to end, and announce an address if there is one."""
    application = web.Application(middlewares=[let_in])
    application[CHARGER] = Charger(password)
    application.add_routes(routes)
    runner = web.AppRunner(application)
    await runner.setup()
    async with AsyncExitStack() as stack:
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", port).start()
        if address:
            zeroconf = AsyncZeroconf(interfaces=["127.0.0.1"])
            await stack.enter_async_context(zeroconf)
            service = AsyncServiceInfo(
                "_http._tcp.local.",
                f"pblr-{SERIAL}._http._tcp.local.",
                addresses=[ip_address(address).packed],
                port=80,
                properties={"sn": SERIAL},
                server=f"pblr-{SERIAL}.local.",
            )
            await (await zeroconf.async_register_service(service))
        await asyncio.Event().wait()


if __name__ == "__main__":
    environment = os.environ
    asyncio.run(
        serve(
            int(environment["PORT"]),
            environment["DEVICE_PASSWORD"],
            environment["DEVICE_HOST"] if "ANNOUNCE" in environment else None,
        )
    )
