"""`tests named`, `symbol links`, `paths named`: what a comment or a script points to is there."""

import collections
import re

from .declarations import TYPES
from .tree import Breach

_TESTS = re.compile(r"\bTests?: ((?:`[^`]+`(?:,?\s+and\s+|,\s*)?)+)")
_PATH = re.compile(r"\bSources/[\w/+.-]*\w\.swift\b")
_LINK = re.compile(r"(?<!`)``([^`\n]+)``(?!`)")


def tests_named(tree):
    """The suites and tests that a comment's `Tests:` names, each in backticks."""
    known = set()
    for file in tree.tests:
        for made in file.declarations:
            if made.kind in TYPES or made.kind == "func":
                known.add(made.last_name)
    for file in tree.files("Tests/**/*.py"):
        known.update(re.findall(r"^\s*(?:class|def) (\w+)", file.text, re.M))
    for file in tree.sources:
        for line, text in _joined(file):
            for found in _TESTS.finditer(text):
                for name in re.findall(r"`([^`]+)`", found.group(1)):
                    if re.split(r"[./(]", name)[0] not in known:
                        yield Breach(
                            file.path, line + text.count("\n", 0, found.end(1)), "tests named",
                            f"no test or suite is called {name}",
                        )


def symbol_links(tree):
    """``Type/member(_:label:)`` in a comment: a type, a member of it, a member of a type that the file
    declares or extends, or a global one. A room's name may stand first."""
    members = collections.defaultdict(set)
    for file in tree.sources + tree.tests:
        members[file.room].update(made.last_name for made in file.declarations if not made.parent)
        for made in file.declarations:
            if not made.is_local:
                owner = made.parent.last_name if made.parent else ""
                members[owner].update((made.last_name, made.last_name + made.labels))
    for file in tree.sources + tree.tests:
        here = {made.last_name for made in file.declarations if made.kind in TYPES} | {""}
        for line, text in _joined(file):
            for found in _LINK.finditer(text):
                if not _resolves(found.group(1).split("/"), here, members):
                    yield Breach(
                        file.path, line + text.count("\n", 0, found.start()), "symbol links",
                        f"``{found.group(1)}`` is declared nowhere that this file sees: name what is "
                        "there now",
                    )


def _resolves(path, here, members):
    *owners, name = path
    if not owners:
        return name in members or any(name in members[owner] for owner in here)
    return all(owner in members for owner in owners) and name in members[owners[-1]]


def _joined(file):
    """Each comment block as one text with line breaks: (first line, text)."""
    for line, lines in file.comments:
        yield line, "\n".join(lines)


def paths_named(tree):
    """A source file that a script, a document or the package's making names by its path."""
    for file in tree.files(
        "script/*", ".ci/*", "packaging/*", "packaging/*/*", "lab/**/*.py", "docs/*.md", "*.md",
    ):
        for found in _PATH.finditer(file.text):
            path = found.group(0)
            if not (tree.root / path).exists():
                yield Breach(
                    file.path, file.line_at(found.start()), "paths named",
                    f"{path} is not there: name the file that took its place",
                )
