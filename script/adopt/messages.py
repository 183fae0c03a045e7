"""Word the commits of an adoption."""

from .rewriting import Adoption


def as_it_was(adoption: Adoption) -> str:
    """Return the message of the commit that has the component unchanged."""
    taken = adoption.taken
    terms = (
        f"Licence: {taken.licence.name or 'not known'} ({taken.licence.path})"
        if taken.licence
        else "Licence: none found"
    )
    return (
        f"Take the custom component {taken.name} as it was\n\n"
        f"Version {taken.manifest.get('version', 'unknown')}, its files in the places that they have in core.\n\n"
        f"{terms}\n"
    )


def rewritten(adoption: Adoption) -> str:
    """Return the message of the commit that has it as core writes, with what was done by kind."""
    kinds = "".join(
        f"- {title}: {count}\n" for title, count in adoption.rewritten.items() if count
    )
    own = adoption.before.keys()
    added = [path for path in sorted(adoption.after) if path not in own]
    gone = [path for path in sorted(own) if path not in adoption.after]
    parts = [
        f"Write {adoption.taken.name} as core does",
        f"By script/run adopt, places by kind:\n\n{kinds}" if kinds else "",
        "Added:\n\n" + "".join(f"- {path}\n" for path in added) if added else "",
        "Gone:\n\n" + "".join(f"- {path}\n" for path in gone) if gone else "",
    ]
    return "\n\n".join(part.strip() for part in parts if part) + "\n"
