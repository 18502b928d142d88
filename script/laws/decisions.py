"""`decision index`: the index of docs/decisions.md names its sections, in their groups and their order."""

import re

from .tree import Breach

PATH = "docs/decisions.md"
_ENTRY = re.compile(r"(?:- \*\*|  - )\[(.*)\]\(#[^)]*\)(?:\*\*)?")
_SECTION = re.compile(r"(###?) (.*)")


def decision_index(tree):
    entries, sections = [], []
    for number, line in enumerate(tree.read(PATH).splitlines(), 1):
        entry, section = _ENTRY.fullmatch(line), _SECTION.fullmatch(line)
        if entry:
            entries.append((number, line.startswith("- "), entry[1]))
        if section:
            sections.append((number, section[1] == "##", section[2]))
    for entry, section in zip(entries, sections):
        if entry[1:] != section[1:]:
            yield Breach(
                PATH, section[0], "decision index",
                f"the index has \"{entry[2]}\" here (line {entry[0]}): give both the same order",
            )
            return
    for number, _, title in entries[len(sections):] + sections[len(entries):]:
        yield Breach(PATH, number, "decision index", f"\"{title}\" is in one of the two only")
