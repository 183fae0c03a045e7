"""Drive the flows of any integration, as far as what it asks for is known."""

from secrets import token_urlsafe

from . import DevelopmentError
from .forms import UntriedError, fields, place
from .outcomes import Json, outcome, prefilled
from .own_device import NOWHERE
from .own_scene import OwnScene, asks_secret, asks_where

SECONDS_TO_ANNOUNCE = 15


async def user(scene: OwnScene) -> None:
    """Add the device by hand, after all that has to be refused."""
    await scene.expect_listed()
    form = await scene.add_form()
    scene.tell("its first form", outcome(form))
    if form["type"] == "form":
        scene.tell("its fields", prefilled(form))
    last = await _refused(scene, form)
    await scene.finish(last or await scene.add_form())
    await scene.expect_entities()
    again = await scene.walk(await scene.add_form())
    await scene.close(again)
    scene.expect_refused("once more", again)


async def _refused(scene: OwnScene, form: Json) -> Json | None:
    """Try what has to be refused, and return the flow that waits for something better, if one does."""
    wrong = await _wrong(scene, form)
    last: Json | None = None
    for step, over in wrong.items():
        if last:
            await scene.close(last)
        last = await scene.walk(await scene.add_form(), over)
        scene.expect_refused(step, last)
    return last if last and last["type"] == "form" else None


async def _wrong(scene: OwnScene, form: Json) -> dict[str, dict[str, object]]:
    """Return what has to be refused of what the forms of a flow ask for, and close it."""
    asked = await _asked(scene, form)
    wrong: dict[str, dict[str, object]] = {}
    if host := next(filter(None, map(asks_where, asked)), None):
        nowhere = place({"name": host}, NOWHERE)
        wrong[f"wrong {host}"] = {host: nowhere}
    if secret := next(filter(None, map(asks_secret, asked)), None):
        wrong[f"wrong {secret}"] = {secret: token_urlsafe()}
    for what, name in (("wrong host", host), ("wrong secret", secret)):
        if not name:
            scene.leave_out(what, "no form asks for it")
    return wrong


async def _asked(scene: OwnScene, form: Json) -> list[Json]:
    """Return the form that a flow begins with, and close it."""
    await scene.close(form)
    return [form] if form["type"] == "form" else []


async def reconfigure(scene: OwnScene) -> None:
    """Give the entry another address, and keep its secret."""
    await scene.add()
    about = {"handler": scene.domain, "entry_id": scene.entry_id}
    form = await scene.begin(**about)
    scene.tell("its first form", outcome(form))
    if form["type"] == "form":
        scene.tell("its fields", prefilled(form))
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
    scene.tell("its first form", outcome(form))
    shown = prefilled(form) if form["type"] == "form" else {}
    scene.tell("its fields", shown)
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
    [step, *_] = await scene.open_steps("zeroconf")
    flow = await scene.opened("its first form", step, "zeroconf")
    form = flow.form | {"path": flow.path.rpartition("/")[0]}
    if form["type"] == "form":
        scene.tell("its fields", prefilled(form))
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
    [step] = await scene.open_steps("reauth")
    flow = await scene.opened("its first form", step, "reauth")
    form = flow.form | {"path": flow.path.rpartition("/")[0]}
    while form["type"] == "form" and not [*fields(form)]:
        form = await scene.api.post(flow.path, {}) | {"path": form["path"]}
    if form["type"] == "form":
        scene.tell("its fields", prefilled(form))
    if secret := asks_secret(form) if form["type"] == "form" else None:
        form = await scene.walk(form, {secret: wrong})
        scene.expect_refused(f"old {secret}", form)
    else:
        scene.leave_out("old secret", "the form asks for none")
    result = await scene.walk(form | {"errors": None})
    scene.expect("right secret", outcome(result), "abort reauth_successful")
    await scene.until_loaded()
    await scene.expect_entities()
