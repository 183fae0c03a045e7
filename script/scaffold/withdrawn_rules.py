"""Withdraw the rules that judge a library, where it is not here to be judged."""

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
    return {
        **tree,
        scale: text.encode(),
        manifest: with_tier(claim, reached).encode(),
    }
