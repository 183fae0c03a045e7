"""Drive the flows of any integration, as far as what it asks for is known."""

from secrets import token_urlsafe

from . import DevelopmentError
from .forms import UntriedError, fields, hides, place
from .outcomes import Json, outcome, prefilled
from .own_device import NOWHERE
from .own_scene import OwnScene, asks_secret, asks_where

SECONDS_TO_ANNOUNCE = 15


async def user(scene: OwnScene) -> None:
    """Add the device by hand, after all that has to be refused."""
    await scene.expect_listed()
    form = await scene.add_form()
    show(scene, form)
    await scene.close(form)
    refused: Json = {"type": "abort"}
    for step, over in _wrong(scene, form).items():
        await scene.close(refused)
        refused = await scene.walk(await scene.add_form(), over)
        scene.expect_refused(step, refused)
    # What was typed wrongly is put right, where that is possible.
    is_open = refused["type"] == "form"
    await scene.finish(refused if is_open else await scene.add_form())
    await scene.expect_entities()
    again = await scene.walk(await scene.add_form())
    await scene.close(again)
    scene.expect_refused("once more", again)


def show(scene: OwnScene, form: Json) -> None:
    """Print at which step a flow is, and what its form holds."""
    scene.tell("its first form", outcome(form))
    if form["type"] == "form":
        hidden = {each["name"] for each in fields(form) if hides(each)}
        held = prefilled(form)
        kept = {name: "***" for name in hidden if held.get(name)}
        scene.tell("its fields", held | kept)


def _wrong(scene: OwnScene, form: Json) -> dict[str, dict[str, object]]:
    """Return what has to be refused, by what is wrong with it."""
    wrong: dict[str, dict[str, object]] = {}
    if host := asks_where(form):
        wrong[f"wrong {host}"] = {host: place({"name": host}, NOWHERE)}
    else:
        scene.leave_out("wrong host", "the first form asks for none")
    if secret := asks_secret(form):
        wrong[f"wrong {secret}"] = {secret: token_urlsafe()}
    else:
        scene.leave_out("wrong secret", "the first form asks for none")
    return wrong


async def reconfigure(scene: OwnScene) -> None:
    """Give the entry another address, and keep its secret."""
    await scene.add()
    about = {"handler": scene.domain, "entry_id": scene.entry_id}
    form = await scene.begin(**about)
    show(scene, form)
    kept = {
        each["name"]: None
        for each in fields(form)
        if not each.get("required") and asks_secret({"data_schema": [each]})
    }
    host = asks_where(form)
    if host:
        form = await scene.walk(form, {**kept, host: place({"name": host}, NOWHERE)})
        scene.expect_refused(f"wrong {host}", form)
    moved = scene.device.moved
    new = {host: place({"name": host}, moved)} if host and moved else {}
    if host and not moved:
        scene.leave_out("new host", "the device has one address")
    scene.leave_out("another device", "there is one")
    if form["type"] == "abort":
        form = await scene.begin(**about)
    result = await scene.walk(form | {"errors": None}, {**kept, **new})
    step = "new host" if new else "the same"
    scene.expect(step, outcome(result), "abort reconfigure_successful")
    await scene.until_loaded()
    await scene.expect_entities()
    if host and new:

        async def stored() -> object:
            [entry] = await scene.until_kept()
            return entry["data"].get(host)

        if host in (await scene.until_kept())[0]["data"]:
            await scene.until(f"stored {host}", stored, new[host])


async def options(scene: OwnScene) -> None:
    """Keep the options as they are shown, and turn each yes and no around."""
    await scene.add()
    form = await scene.options_form()
    show(scene, form)
    shown = prefilled(form) if form["type"] == "form" else {}
    await _set(scene, form, "as shown", {})
    for name, value in shown.items():
        if not isinstance(value, bool):
            scene.leave_out(f"another {name}", f"give it with --set {name}=…")
            continue
        for change in (not value, value):
            words = f"{name} {'on' if change else 'off'}"
            await _set(scene, await scene.options_form(), words, {name: change})
    await scene.expect_entities()


async def _set(scene: OwnScene, form: Json, step: str, over: dict[str, object]) -> None:
    result = await scene.walk(form, over)
    if result["type"] != "create_entry":
        raise DevelopmentError(f"{step}: {outcome(result)}, not created")
    scene.tell(step, "created")
    await scene.until_loaded()


async def discovery(scene: OwnScene) -> None:
    """Wait for the device to announce itself, and add it."""
    if not scene.device.command:
        raise UntriedError("Home Assistant hears this machine alone here")

    async def found() -> bool:
        return bool(await scene.open_steps("zeroconf"))

    try:
        await scene.until("announced", found, True)
    except DevelopmentError as err:
        raise UntriedError(
            "nothing announced itself; a server may do that over zeroconf on the loopback interface"
        ) from err
    form = await scene.opened_form("zeroconf")
    show(scene, form)
    if secret := asks_secret(form):
        form = await scene.walk(form, {secret: token_urlsafe()})
        scene.expect_refused(f"wrong {secret}", form)
    await scene.finish(form)
    await scene.expect_entities()


async def reauth(scene: OwnScene, wrong: str) -> None:
    """Answer the flow that Home Assistant opens by itself, after the secret that it keeps was replaced by a wrong one."""

    async def asks() -> bool:
        return bool(await scene.open_steps("reauth"))

    await scene.until("asks for the secret", asks, True)
    form = await scene.opened_form("reauth")
    while form["type"] == "form" and not [*fields(form)]:
        form = await scene.post(form, {})
    show(scene, form)
    if secret := asks_secret(form):
        form = await scene.walk(form, {secret: wrong})
        scene.expect_refused(f"old {secret}", form)
    else:
        scene.leave_out("old secret", "the form asks for none")
    result = await scene.walk(form | {"errors": None})
    scene.expect("right secret", outcome(result), "abort reauth_successful")
    await scene.until_loaded()
    await scene.expect_entities()
