"""What Package.swift says: targets, what each may import, and the lines of comment above each room."""

import re

from .declarations import _closing
from .swift import without_comments_and_strings

_TARGET = re.compile(
    r"(?P<call>\broom|\btests|\.target|\.executableTarget|\.systemLibrary|\.testTarget)\("
)


class Target:
    def __init__(self, kind, name, imports, path, line, description):
        self.kind = kind
        self.name = name
        self.imports = imports
        self.path = path
        self.line = line
        self.description = description


def targets(text):
    """The targets in the order of the file."""
    code = without_comments_and_strings(text)
    begin = code.find("targets: [\n")
    found = []
    for match in _TARGET.finditer(code, max(begin, 0)):
        if match.group("call") == ".target" and code[:match.start()].rstrip().endswith("["):
            continue
        inside = text[match.end():_closing(code, match.end() - 1) - 1]
        name = re.match(r'\s*(?:(?:name|of): *)?"([^"]+)"', inside)
        if not name:
            continue
        call = match.group("call").lstrip(".")
        listed = re.search(r'(?:imports|dependencies): *\[([^\]]*)\]', inside)
        imports = re.findall(r'"([^"]+)"', listed.group(1)) if listed else []
        path = re.search(r'\bpath: *"([^"]+)"', inside)
        is_test = call in ("tests", "testTarget")
        if call == "tests":
            imports = [name.group(1)] + imports
        whole = name.group(1) + ("Tests" if call == "tests" else "")
        folder = path.group(1) if path else ("Tests/" if is_test else "Sources/") + whole
        found.append(Target(
            call, whole, imports, folder, text.count("\n", 0, match.start()) + 1,
            _comment_above(text, match.start()),
        ))
    return found


def rooms(text):
    """The targets of Swift that are the program, in the order of the file: what the table shows."""
    return [
        target for target in targets(text)
        if target.kind in ("room", "executableTarget") and target.path.startswith("Sources/")
    ]


def _comment_above(text, at):
    lines = text[:at].split("\n")[:-1]
    comment = []
    while lines and lines[-1].strip().startswith("//"):
        comment.insert(0, lines.pop().strip().lstrip("/").strip())
    return " ".join(comment)
