"""Test going through flows of which nothing is known before."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock, MagicMock, create_autospec

import pytest

from script.development import DevelopmentError, own_scene as module
from script.development.api import Api
from script.development.forms import UntriedError
from script.development.own_device import OwnDevice
from script.development.own_scene import OwnScene
from script.development.values import Values
from script.integration.integration import Integration

PASSWORD = {"name": "password", "required": True, "type": "string"}
FORM = {
    "type": "form",
    "flow_id": "1",
    "step_id": "user",
    "errors": {},
    "data_schema": [{"name": "host", "required": True, "type": "string"}, PASSWORD],
}
MENU = {
    "type": "menu",
    "flow_id": "1",
    "step_id": "way",
    "menu_options": {"manual": "By hand", "cloud": "Cloud"},
}
DONE = {"type": "create_entry", "title": "Meter"}


@pytest.fixture
def scene(tmp_path: Path) -> Callable[..., OwnScene]:
    """Return what makes a scene whose Home Assistant answers as it is told."""

    def make(*answers: dict[str, Any], **given: str) -> OwnScene:
        api: MagicMock = create_autospec(Api, instance=True)
        api.post.side_effect = answers
        values = Values(host="192.0.2.1", given={"password": "s3cret", **given})
        device = OwnDevice(host="192.0.2.1")
        return OwnScene(api, tmp_path, Integration(tmp_path), device, values)

    return make


def opened(form: dict[str, Any]) -> dict[str, Any]:
    """Return what a flow shows first."""
    return form | {"path": "flow"}


def posted(scene: OwnScene) -> list[Any]:
    """Return what was sent."""
    assert isinstance(scene.api.post, AsyncMock)
    return [each.args for each in scene.api.post.call_args_list]


async def test_form(scene: Callable[..., OwnScene]) -> None:
    """Test that a form is filled in, and that what is typed is known for what it is."""
    made = scene(DONE)
    assert (await made.walk(opened(FORM)))["title"] == "Meter"
    typed = {"host": "192.0.2.1", "password": "s3cret"}
    assert posted(made) == [("flow/1", typed)]
    assert made.secrets == {"s3cret"}
    assert made.texts == {"192.0.2.1": False, "s3cret": True}


async def test_error(scene: Callable[..., OwnScene]) -> None:
    """Test that an error ends the way, on which all else that was typed stays."""
    refused = FORM | {"errors": {"base": "invalid_auth"}}
    made = scene(refused)
    result = await made.walk(opened(FORM), {"password": "wr0ng"})
    assert result["errors"] == {"base": "invalid_auth"}
    assert made.secrets == {"wr0ng"}
    made.expect_refused("wrong password", result)


@pytest.mark.parametrize(
    ("given", "chosen", "said"),
    [
        pytest.param({}, "manual", "menu way: cloud  ", id="first"),
        pytest.param({"way": "cloud"}, "cloud", "", id="given"),
    ],
)
async def test_menu(
    scene: Callable[..., OwnScene],
    capsys: pytest.CaptureFixture[str],
    given: dict[str, str],
    chosen: str,
    said: str,
) -> None:
    """Test that the first way of a menu is taken, or the one that is named, and the others are told."""
    made = scene(DONE, **given)
    await made.walk(opened(MENU))
    assert posted(made) == [("flow/1", {"next_step_id": chosen})]
    assert ("– menu way" in capsys.readouterr().out) is bool(said)
    assert made.values.unused == ["password"]


async def test_no_such_way(scene: Callable[..., OwnScene]) -> None:
    """Test that a way that a menu has not is told, with those that it has."""
    with pytest.raises(DevelopmentError, match="^--set way: .* manual, cloud$"):
        await scene(way="moon").walk(opened(MENU))


async def test_progress(
    scene: Callable[..., OwnScene], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Test that what takes its time is waited for, but not for ever."""
    monkeypatch.setattr(module, "SECONDS_OF_PROGRESS", 0)
    progress = {"type": "progress", "flow_id": "1"}
    made = scene()
    assert isinstance(made.api.get, AsyncMock)
    made.api.get.side_effect = [progress, DONE]
    assert (await made.walk(opened(progress)))["type"] == "create_entry"
    made.api.get.side_effect = None
    made.api.get.return_value = progress
    with pytest.raises(UntriedError, match="does not end"):
        await made.walk(opened(progress))


async def test_elsewhere(scene: Callable[..., OwnScene]) -> None:
    """Test that what goes on at another site is not tried."""
    with pytest.raises(UntriedError, match="another site"):
        await scene().walk(opened({"type": "external", "flow_id": "1"}))


@pytest.mark.parametrize(
    "result",
    [
        pytest.param(DONE, id="done"),
        pytest.param(FORM, id="no error"),
        pytest.param(FORM | {"errors": {"base": "unknown"}}, id="unknown"),
        pytest.param({"type": "abort", "reason": "unknown"}, id="unknown abort"),
    ],
)
def test_not_refused(scene: Callable[..., OwnScene], result: dict[str, Any]) -> None:
    """Test that it is told when something was not refused, or nobody knows why."""
    with pytest.raises(DevelopmentError, match="^wrong host: .*, not refused$"):
        scene().expect_refused("wrong host", result)
