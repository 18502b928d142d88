"""`documented`: every `package` declaration has a `///` that says what its name does not.

Exempt are what the standard library's protocols ask for, whose meaning is theirs, and a memberwise
`package init`, which says nothing that its properties do not."""

import re

from .declarations import TYPES
from .tree import Breach

_ASKED_FOR = {
    "description", "debugDescription", "hashValue", "rawValue", "allCases", "id", "==", "<",
    "hash", "encode", "makeIterator", "next", "startIndex", "endIndex", "index", "subscript", "count",
    "stringLiteral",
}
_INIT_ASKED_FOR = {
    "(from:)", "(rawValue:)", "(stringLiteral:)", "(integerLiteral:)", "(floatLiteral:)",
    "(arrayLiteral:)", "(dictionaryLiteral:)",
}


def documented(tree):
    for file in tree.sources:
        for made in file.declarations:
            if made.is_package and made.kind != "extension" and not _is_exempt(file, made) \
                    and not _has_comment(file.lines, made.line):
                yield Breach(
                    file.path, made.line, "documented",
                    f"say with /// what the name of {made.name}{made.labels} does not say "
                    "(unit, shape, why, errors), or make it less than package",
                )


def _is_exempt(file, made):
    if made.kind == "init":
        return made.labels in _INIT_ASKED_FOR or _is_memberwise(file, made)
    if made.kind in TYPES:
        return False
    return made.name in _ASKED_FOR


def _is_memberwise(file, made):
    """Whether the body does nothing but `self.name = name`."""
    if made.body is None:
        return False
    lines = file.code[made.body + 1:made.end - 1].split("\n")
    return all(
        re.fullmatch(r"self\.(\w+) = `?\1`?", line) for line in map(str.strip, lines) if line
    )


def _has_comment(lines, line):
    """Whether `///` stands above, with nothing but attributes between."""
    at = line - 2
    while at >= 0 and lines[at].lstrip().startswith("@"):
        at -= 1
    return at >= 0 and lines[at].lstrip().startswith("///")
