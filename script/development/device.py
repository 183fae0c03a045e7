"""Drive what a simulated device is for, beside its flows."""

from .api import OPTIONS_FLOWS
from .outcomes import prefilled
from .stage import ALLOW_CONTROL, Stage
from .subject import platforms


async def options(stage: Stage) -> None:
    """Forbid control of the device, and allow it again."""
    kinds = platforms(stage.integration)
    await stage.add()

    async def set_control(step: str, allowed: bool) -> None:
        flow = await stage.open(
            "Configure", "form init", OPTIONS_FLOWS, handler=stage.entry_id
        )
        stage.expect("its fields", prefilled(flow.form), {ALLOW_CONTROL: not allowed})
        await stage.answer(step, flow, {ALLOW_CONTROL: allowed}, "created")

    await set_control("control forbidden", False)
    await stage.until_entities([kind for kind in kinds if kind != "switch"])
    await set_control("control allowed", True)
    await stage.until_entities(kinds)
    await stage.switch_each_way()
