"""`ladder`: inside the room Chamber a folder uses what stands on a lower rung, never what is above."""

import re

from .declarations import TYPES
from .tree import Breach

ROOM = "Sources/Chamber/"
# From the ground up. What a folder declares may be used by its own files and those of later folders.
RUNGS = (
    "Configuration", "Mathematics", "Measurement", "Model", "Operation", "Wishes", "Guards",
    "Controller", "SelfTest",
)
# Words for people stand beside the ladder: they may use every rung, and no rung uses them.
BESIDE = ("Text",)


def ladder(tree):
    files = [file for file in tree.sources if file.path.startswith(ROOM)]
    heights = {}
    for file in files:
        folder = _folder(file)
        if folder not in RUNGS + BESIDE:
            yield Breach(
                file.path, 1, "ladder",
                f"{folder or 'the room itself'} is no rung: {' < '.join(RUNGS)}; beside them "
                + ", ".join(BESIDE),
            )
            continue
        for made in file.declarations:
            if made.parent is None and made.kind != "extension" and (
                    made.kind in TYPES or made.kind in ("func", "let", "var", "typealias")):
                heights[made.name] = folder
    for file in files:
        folder = _folder(file)
        if folder in RUNGS:
            yield from _uses_from_above(file, folder, heights)


def _folder(file):
    inside = file.path[len(ROOM):].split("/")
    return inside[0] if len(inside) > 1 else ""


def _uses_from_above(file, folder, heights):
    """The first use of every name that a higher rung declares. Names of types are told from others by
    their capital; a global function counts only where it is called."""
    seen = set()
    for found in re.finditer(r"(?<![.\w])(\w+)\b(\()?", file.code):
        name = found.group(1)
        at = heights.get(name)
        if at is None or at == folder or name in seen or not (name[0].isupper() or found.group(2)):
            continue
        if at in BESIDE or RUNGS.index(at) > RUNGS.index(folder):
            seen.add(name)
            yield Breach(
                file.path, file.line_at(found.start()), "ladder",
                f"{folder} may not use {name}, which {at} declares",
            )
