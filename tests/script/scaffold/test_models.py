"""Test which answers lead to which model."""

import pytest

from script.scaffold import ScaffoldError
from script.scaffold.models import MODELS, Auth, Model, model_for


@pytest.mark.parametrize("model", MODELS, ids=[model.kind for model in MODELS])
def test_every_combination_leads_to_its_model(model: Model) -> None:
    """Test that no two models are for the same answers."""
    assert {model_for(*combination) for combination in model.combinations} == {model}


@pytest.mark.parametrize(
    ("wanted", "nearest"),
    [
        pytest.param(
            ("device", "local_polling", Auth.PASSWORD),
            "--integration-type device --iot-class local_polling --auth username_password",
            id="password that meant both",
        ),
        pytest.param(
            ("hub", "local_push", Auth.TOKEN),
            "--integration-type hub --iot-class local_push --auth password",
            id="how the data comes counts most",
        ),
        pytest.param(
            ("service", "local_push", Auth.TOKEN),
            "--integration-type hub --iot-class local_push --auth password",
            id="even alone",
        ),
        pytest.param(
            ("service", "cloud_push", Auth.OAUTH2),
            "--integration-type hub --iot-class cloud_push --auth username_password",
            id="a cloud that pushes",
        ),
        pytest.param(
            ("hub", "assumed_state", Auth.NONE),
            "--integration-type hub --iot-class local_polling --auth none",
            id="else what most has in common",
        ),
    ],
)
def test_nearest_is_named(wanted: tuple[str, str, str], nearest: str) -> None:
    """Test that what no model makes is refused with the nearest that one does."""
    with pytest.raises(ScaffoldError) as raised:
        model_for(*wanted)
    assert str(raised.value).endswith(nearest)
    assert all(word in str(raised.value) for word in wanted)


def test_optional_features() -> None:
    """Test that what a kind of authentication has is not left out by itself."""
    device = model_for("device", "local_polling", Auth.TOKEN)
    hub = model_for("hub", "local_push", Auth.PASSWORD)
    assert {"switch", "zeroconf", "options"} <= {*device.optional}
    assert {"switch", "zeroconf", "dhcp"} <= {*hub.optional}
    for model in (device, hub):
        assert "reauth" not in model.optional
        assert "sensor" not in model.optional
