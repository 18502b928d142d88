"""`imports`, `arrows`, `room table`: what a file imports, what Package.swift allows, and the table in
docs/architecture.md are one thing."""

import re

from .package import rooms, targets
from .tree import Breach, Tree

DOCUMENT = "docs/architecture.md"
BEGIN = "<!-- Written by script/rooms from Package.swift. -->"
END = "<!-- To here. -->"
# Modules of the toolchain: no room of ours. Foundation's weight keeps it out of the program
# (docs/decisions.md); tests may use it.
_TOOLCHAIN = {"Glibc", "Synchronization"}
_TOOLCHAIN_OF_TESTS = _TOOLCHAIN | {"Foundation", "Testing"}
_IMPORT = re.compile(
    r"^[ \t]*(?:@\w+[ \t]+)*(?:(?:package|internal|private|fileprivate|public)[ \t]+)?"
    r"import[ \t]+(?:(?:struct|class|enum|func|let|var|typealias|protocol)[ \t]+)?(\w+)", re.M
)


def imports(tree):
    """Every import is declared, every declared target imported."""
    text = tree.read("Package.swift")
    for target in targets(text):
        files = [
            file for file in tree.sources + tree.tests + tree.files("lab/**/*.swift")
            if file.path.startswith(target.path + "/")
        ]
        if not files:
            continue
        toolchain = _TOOLCHAIN_OF_TESTS if target.path.startswith("Tests/") else _TOOLCHAIN
        declared = {name.replace("-", "_"): name for name in target.imports}
        used = set()
        for file in files:
            for found in _IMPORT.finditer(file.code):
                used.add(found.group(1))
                if found.group(1) not in declared and found.group(1) not in toolchain:
                    yield Breach(
                        file.path, file.line_at(found.start(1)), "imports",
                        f"Package.swift does not let {target.name} import {found.group(1)}",
                    )
        for module, name in declared.items():
            if module not in used:
                yield Breach(
                    "Package.swift", target.line, "imports",
                    f"{target.name} imports {name} nowhere: take it off the list",
                )


def arrows(tree):
    """A room imports what stands above it in Package.swift."""
    text = tree.read("Package.swift")
    listed = rooms(text)
    above = set()
    names = {target.name for target in listed}
    for target in listed:
        for name in target.imports:
            if name in names and name not in above:
                yield Breach(
                    "Package.swift", target.line, "arrows",
                    f"{target.name} imports {name}, which does not stand above it",
                )
        above.add(target.name)


def table(text):
    """The table of rooms, from Package.swift's text."""
    lines = [BEGIN, "| room | what lives there | imports |", "|---|---|---|"]
    for target in rooms(text):
        imported = ", ".join(f"`{name}`" for name in target.imports) or "nothing"
        # A document that a comment names is a link in the table, which stands beside it.
        about = re.sub(r"\bdocs/([\w-]+)\.md\b", r"[\1](\1.md)", target.description)
        lines.append(f"| `{target.name}` | {about} | {imported} |")
    return "\n".join(lines + [END])


def with_table(document, text):
    """The document with a current table, or None where it has no place for one."""
    begin, end = document.find(BEGIN), document.find(END)
    if begin < 0 or end < begin:
        return None
    return document[:begin] + table(text) + document[end + len(END):]


def room_table(tree):
    text = tree.read("Package.swift")
    for target in rooms(text):
        if not target.description:
            yield Breach(
                "Package.swift", target.line, "room table",
                f"say in a comment above {target.name} what lives there",
            )
    document = tree.read(DOCUMENT)
    wanted = with_table(document, text)
    if wanted is None:
        yield Breach(DOCUMENT, 1, "room table", f"no place for it: add {BEGIN} and {END}")
    elif wanted != document:
        pairs = zip(wanted.split("\n"), document.split("\n"))
        line = next((at for at, (one, other) in enumerate(pairs, 1) if one != other), 1)
        yield Breach(DOCUMENT, line, "room table", "out of date: run script/rooms")


def main():
    tree = Tree(".")
    wanted = with_table(tree.read(DOCUMENT), tree.read("Package.swift"))
    if wanted is None:
        raise SystemExit(f"script/rooms: {DOCUMENT} has no place for the table: add {BEGIN} and {END}")
    (tree.root / DOCUMENT).write_text(wanted, encoding="utf-8")


if __name__ == "__main__":
    main()
