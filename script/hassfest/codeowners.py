"""Check the owners of the manifest."""

from collections.abc import Iterator

from script.integration.core import Core
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import line_of, strings_at


def check(integration: Integration, core: Core) -> Iterator[Finding]:
    """Yield the owners that are no GitHub handles."""
    path = integration.path / "manifest.json"
    for index, owner in enumerate(strings_at(integration.manifest, "codeowners")):
        if not owner.startswith("@"):
            yield Finding(
                path=path,
                line=line_of(path, "codeowners", index),
                check="codeowners",
                message=f"codeowners: {owner!r} is no GitHub handle",
                mend='Write the handle after "@"',
            )
