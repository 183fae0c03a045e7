"""Run a simulated cloud: script/run simulator.cloud."""

import sys

from script.simulator.options import parsed, parser, run, word

from .faults import FAULTS
from .manual import PROGRAM
from .server import PORT, run_simulator
from .state import Cloud


def main(argv: list[str] | None = None) -> int:
    """Run the cloud until Ctrl-C and return the exit status."""
    options = parser(PROGRAM, __doc__, port=PORT, faults=FAULTS)
    add = options.add_argument
    add(
        "--email",
        type=word,
        default=Cloud.email,
        help="email of the account (%(default)s)",
    )
    add(
        "--password",
        type=word,
        default=Cloud.password,
        help="what goes with it (%(default)s)",
    )
    arguments = parsed(options, argv)
    cloud = Cloud(
        email=arguments.email, password=arguments.password, fault=arguments.fault
    )
    return run(
        PROGRAM,
        arguments,
        lambda address, port: run_simulator(cloud, address=address, port=port),
    )


if __name__ == "__main__":
    sys.exit(main())
