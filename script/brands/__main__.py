"""Make brand images: python -m script.brands [DOMAIN ...]."""

import sys

from script.arguments import Parser

from .images import BRANDS, BrandError, write


def main() -> int:
    """Make the images of the integrations that the arguments name and return the exit code."""
    parser = Parser(
        prog="script.brands",
        description="Make the PNG files for the brands repository from companion/brands/source/.",
    )
    parser.add_argument(
        "domains",
        nargs="*",
        metavar="DOMAIN",
        help="only these (default: every integration there)",
    )
    domains = parser.parse_args().domains or sorted(
        path.name for path in (BRANDS / "source").glob("*")
    )
    try:
        changed = [path for domain in domains for path in write(domain)]
    except BrandError as err:
        print(err, file=sys.stderr)
        return 2
    print(
        "\n".join(f"Made {path}" for path in changed) or "Brand images are up to date"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
