"""Withdraw the rules that judge a library, where it is not here to be judged."""

import re
from typing import Final

from script.cut.manifest import tier_in, with_tier
from script.cut.scale import tier, with_statuses
from script.integration.tree import Places, Tree

RULES: Final = (
    "dependency-transparency",
    "async-dependency",
    "inject-websession",
    "strict-typing",
)


def unclaimed(tree: Tree, domain: str) -> Tree:
    """Return the files with the rules that judge the library to do, and the tier that is then reached."""
    places = Places(domain)
    scale = f"{places.integration}quality_scale.yaml"
    manifest = f"{places.integration}manifest.json"
    text = with_statuses(tree[scale].decode(), dict.fromkeys(RULES))
    claim = tree[manifest].decode()
    reached = tier(text, tier_in(claim))
    page = tree[places.page].decode()
    line = f"ha_quality_scale: {reached}\n" if reached else ""
    page = re.sub(r"^ha_quality_scale: .*\n", line, page, flags=re.MULTILINE)
    return {
        **tree,
        scale: text.encode(),
        manifest: with_tier(claim, reached).encode(),
        places.page: page.encode(),
    }
