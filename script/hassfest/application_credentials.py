"""Check what the module application_credentials.py needs."""

from collections.abc import Iterator

from script.integration.core import Core
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import line_of, strings_at


def check(integration: Integration, core: Core) -> Iterator[Finding]:
    """Yield what is missing for application credentials."""
    if not (integration.path / "application_credentials.py").is_file():
        return
    path = integration.path / "manifest.json"
    if "application_credentials" not in strings_at(
        integration.manifest, "dependencies"
    ):
        yield Finding(
            path=path,
            line=line_of(path, "dependencies"),
            check="application_credentials",
            message="dependencies: application_credentials.py is there, but not the dependency",
            mend="Add application_credentials",
        )
