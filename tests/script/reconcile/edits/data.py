"""Edits of files that are no code."""

import json
from random import Random
import re

from script.integration.core import TIERS
from script.integration.json_file import dump
from script.integration.tree import Places
from script.rules.scale.table import RULES

from .common import replace


def text(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Say something otherwise to the user."""
    path = f"{places.integration}strings.json"
    lines = tree[path].decode().splitlines()
    every = [
        number
        for number, line in enumerate(lines)
        if re.search(r'": "[^\[{]{20,}"', line) and "{" not in line
    ]
    if not every:
        return False
    number = chance.choice(every)
    replace(
        tree,
        path,
        number + 1,
        number + 1,
        [re.sub(r'": ".*"', '": "As a reviewer says it."', lines[number])],
    )
    return True


def _rank(tier: str | None) -> int:
    return TIERS.index(tier) if tier in TIERS else -1


def name(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Call something otherwise that users read, and that the page says, too."""
    path = f"{places.integration}strings.json"
    content = json.loads(tree[path])
    steps = content.get("config", {}).get("step", {})
    every = [
        (holder, key)
        for holder in (
            *(step.get("data", {}) for step in steps.values()),
            *(
                entity
                for platform in content.get("entity", {}).values()
                for entity in platform.values()
            ),
        )
        for key in holder
        if isinstance(holder[key], str) and not holder[key].startswith("[")
    ]
    if not every:
        return False
    holder, key = chance.choice(every)
    old, new = holder[key], "Name of review"
    holder[key] = new
    tree[path] = dump(content)
    for other, text in tree.items():
        if other.endswith(".ambr"):
            said = re.sub(rf"(?<=['\s]){re.escape(old)}(?=')", new, text.decode())
            tree[other] = said.encode()
    return True


def rule(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Say that a rule does not apply, or, of one that is not claimed, that it is to be done yet."""
    path = f"{places.integration}quality_scale.yaml"
    if path not in tree:
        return False
    manifest = json.loads(tree[f"{places.integration}manifest.json"])
    claimed = manifest.get("quality_scale")
    tiers = {each.code: each.tier.name.lower() for each in RULES}
    lines = tree[path].decode().splitlines()
    every = [number for number, line in enumerate(lines, 1) if line.endswith(": done")]
    number = chance.choice(every)
    head = lines[number - 1].removesuffix(" done")
    new = [head, "    status: exempt", "    comment: A reviewer says so."]
    if _rank(tiers[head.strip(" :")]) > _rank(claimed) and chance.random() < 0.5:
        new = [f"{head} todo"]
    replace(tree, path, number, number, new)
    return True


def manifest(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Say one thing more of the integration."""
    path = f"{places.integration}manifest.json"
    content = json.loads(tree[path])
    key, said = chance.choice(
        (("single_config_entry", True), ("after_dependencies", ["bluetooth"]))
    )
    if key in content:
        return False
    content[key] = said
    first = ("domain", "name")
    tree[path] = dump(
        {each: content[each] for each in first}
        | {each: content[each] for each in sorted(content) if each not in first}
    )
    return True


def snapshot(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Take the snapshots of a file again, which have one thing more then."""
    every = sorted(path for path in tree if path.endswith(".ambr"))
    if not every:
        return False
    path = chance.choice(every)
    text = re.sub(
        r"(\n  \w+\(\{\n)", r"\1    'a_reviewed': None,\n", tree[path].decode()
    )
    tree[path] = text.encode()
    return True
