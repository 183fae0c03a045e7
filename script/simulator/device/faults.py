"""Faults of the simulated device."""

from script.simulator.http_faults import HTTP_FAULTS, Fault, replaced

FAULTS = {
    **HTTP_FAULTS,
    "other_account": Fault(
        description="belongs to another account, as after a change of owner",
        answer=replaced(user_id="user-0815"),
    ),
    "other_serial": Fault(
        description="has another serial number, as after a swapped mainboard",
        answer=replaced(serial="MD-0099-0001"),
    ),
    "other_device": Fault(
        description="has given its address to another device, which takes the same credentials",
        answer=replaced(
            user_id="user-2342",
            serial="MD-0007-0002",
            name="Garage",
            mac="02:00:00:4d:44:02",
        ),
    ),
}
