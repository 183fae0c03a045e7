"""Run a simulated hub: script/run simulator.hub."""

import sys

from script.simulator.options import parsed, parser, run, word

from .faults import FAULTS
from .manual import PROGRAM
from .server import PORT, run_simulator
from .state import Hub

SERVICE_TYPE = "_my-hub._tcp.local."


def main(argv: list[str] | None = None) -> int:
    """Run the hub until Ctrl-C and return the exit status."""
    options = parser(
        PROGRAM, __doc__, port=PORT, service_type=SERVICE_TYPE, faults=FAULTS
    )
    options.add_argument(
        "--password",
        type=word,
        default=Hub.password,
        help="what lets in (%(default)s)",
    )
    arguments = parsed(options, argv)
    hub = Hub(password=arguments.password, fault=arguments.fault)
    return run(
        PROGRAM,
        arguments,
        lambda address, port: run_simulator(hub, address=address, port=port),
    )


if __name__ == "__main__":
    sys.exit(main())
