"""Withdraw the rules that judge a library, where it is not here to be judged."""

import re
from typing import Final

from script.features.quality_scale import tier_of, with_statuses
from script.integration.json_file import dump, load
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
    content = load(tree[manifest])
    page = tree[places.page].decode()
    if tier := tier_of(text, content.get("quality_scale")):
        content["quality_scale"] = tier
    else:
        content.pop("quality_scale", None)
    line = f"ha_quality_scale: {tier}\n" if tier else ""
    page = re.sub(r"^ha_quality_scale: .*\n", line, page, flags=re.MULTILINE)
    return {
        **tree,
        scale: text.encode(),
        manifest: dump(content),
        places.page: page.encode(),
    }
