"""`documented`: every `package` declaration, and every requirement of a `package` protocol, has a `///`
that says what its name does not.

Exempt are what a protocol asks for, which is documented there, ours or the standard library's, and a
memberwise `package init`, which says nothing that its properties do not."""

import collections
import re

from .declarations import TYPES
from .tree import Breach

_ASKED_FOR = {
    "description", "debugDescription", "hashValue", "rawValue", "allCases", "id", "==", "<",
    "hash", "encode", "makeIterator", "next", "startIndex", "endIndex", "index", "subscript", "count",
    "stringLiteral", "codingPath", "userInfo", "container", "unkeyedContainer", "singleValueContainer",
}
_INIT_ASKED_FOR = {
    "(from:)", "(rawValue:)", "(stringLiteral:)", "(integerLiteral:)", "(floatLiteral:)",
    "(arrayLiteral:)", "(dictionaryLiteral:)",
}


def documented(tree):
    asked_for = _asked_for(tree)
    for file in tree.sources:
        for made in file.declarations:
            if _is_package(made) and not _is_exempt(file, made, asked_for) \
                    and not _has_comment(file.lines, made.line):
                yield Breach(
                    file.path, made.line, "documented",
                    f"say with /// what the name of {made.name}{made.labels} does not say "
                    "(unit, shape, why, errors), or make it less than package",
                )


def _is_package(made):
    if made.kind == "extension":
        return False
    parent = made.parent
    return made.is_package or parent is not None and parent.kind == "protocol" and parent.is_package


def _asked_for(tree):
    """Each type's members that a protocol of ours asks for: name -> names with labels."""
    requirements = collections.defaultdict(set)
    conformances = collections.defaultdict(set)
    for file in tree.sources:
        for made in file.declarations:
            if made.parent is not None and made.parent.kind == "protocol":
                requirements[made.parent.name].add(made.name + made.labels)
            if made.kind in TYPES and ":" in made.signature:
                conformances[made.last_name].update(
                    re.findall(r"\w+", made.signature.split(":", 1)[1])
                )
    asked_for = collections.defaultdict(set)
    for name in conformances:
        known, waiting = set(), [name]
        while waiting:
            at = waiting.pop()
            if at not in known:
                known.add(at)
                waiting += conformances.get(at, ())
        # A protocol's own extension has its defaults.
        for protocol in known:
            asked_for[name] |= requirements.get(protocol, set())
    return asked_for


def _is_exempt(file, made, asked_for):
    if made.kind == "init" and (made.labels in _INIT_ASKED_FOR or _is_memberwise(file, made)):
        return True
    if made.kind in TYPES:
        return False
    owner = made.parent.last_name if made.parent is not None else ""
    return made.name in _ASKED_FOR or made.name + made.labels in asked_for.get(owner, ())


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
