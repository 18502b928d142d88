"""Finds the declarations of a Swift file in the shape that `swift format` leaves it in: each begins a
line."""

import bisect
import re

TYPES = {"struct", "enum", "class", "actor", "protocol", "extension"}
FUNCTIONS = {"func", "init", "deinit", "subscript"}

_MODIFIERS = (
    "package|public|private|internal|fileprivate|open|static|class|final|mutating|nonmutating|"
    "consuming|borrowing|override|convenience|required|indirect|lazy|weak|unowned|nonisolated|"
    "prefix|postfix|infix"
)
_DECLARATION = re.compile(
    r"^[ \t]*(?:@\w+(?:\([^)\n]*\))?[ \t]+)*"
    rf"(?P<modifiers>(?:(?:{_MODIFIERS})(?:\([^)\n]*\))?[ \t]+)*)"
    r"(?P<kind>func|init|deinit|subscript|struct|enum|class|actor|extension|protocol|var|let|case|"
    r"typealias|associatedtype)\b(?P<optional>[?!]?)[ \t]*",
    re.M,
)
_NAME = re.compile(r"`?([\w.]+)`?|[^\s\w(]+")
_BRACKET = re.compile(r"[(){}\[\]\n=]")
# A statement goes on behind a line that ends so, or before one that begins so.
_GOES_ON_BEHIND = tuple("=,:&|+-*(")
_GOES_ON_WITH = re.compile(r"\s*(?:->|where\b|throws\b|async\b|rethrows\b|[{.?:=&|+])")


class Declaration:
    """A declaration: `start` and `end` are offsets in the code, `body` that of its brace or None."""

    def __init__(self, kind, name, labels, modifiers, start, line):
        self.kind = kind
        self.name = name
        # `(_:at:)` of a function or a case, the empty string of anything else.
        self.labels = labels
        self.modifiers = modifiers
        self.start = start
        self.line = line
        self.body = None
        self.end = start
        self.end_line = line
        self.parent = None
        self.signature = ""

    @property
    def is_package(self):
        return "package" in self.modifiers

    @property
    def is_local(self):
        """Whether it stands in a function or an accessor."""
        parent = self.parent
        while parent is not None:
            if parent.kind not in TYPES:
                return True
            parent = parent.parent
        return False

    @property
    def last_name(self):
        """`Kind` of `extension Wish.Kind`."""
        return self.name.rsplit(".", 1)[-1]

    def __repr__(self):
        return f"{self.kind} {self.name}{self.labels} ({self.line}-{self.end_line})"


def declarations(code):
    """All declarations of a file, in order, each with the one that encloses it. Cases of a `switch` are
    left out."""
    starts = [0] + [found.end() for found in re.finditer("\n", code)]
    found = []
    stack = []
    for match in _DECLARATION.finditer(code):
        kind = match.group("kind")
        at = match.start("kind")
        while stack and stack[-1].end <= at:
            stack.pop()
        parent = stack[-1] if stack else None
        if kind == "case" and (parent is None or parent.kind != "enum"):
            continue
        modifiers = re.findall(r"\w+(?:\([^)]*\))?", match.group("modifiers"))
        for name, labels in _names(code, kind, match.end()):
            line = bisect.bisect_right(starts, at)
            made = Declaration(kind, name, labels, modifiers, match.start(), line)
            made.body, made.end = _extent(code, kind, match.end())
            made.end_line = bisect.bisect_right(starts, max(made.end - 1, at))
            made.signature = code[at:made.end if made.body is None else made.body]
            made.parent = parent
            found.append(made)
        if found and found[-1].start == match.start() and found[-1].body is not None:
            stack.append(found[-1])
    return found


def _names(code, kind, at):
    """The names that one declaration introduces, with their labels."""
    if kind in ("init", "deinit", "subscript"):
        return [(kind, "" if kind == "deinit" else _labels(code, at, kind != "subscript"))]
    if kind in ("case", "let", "var"):
        return _list(code, kind, at)
    found = _NAME.match(code, at)
    if not found:
        return []
    name = found.group(1) or found.group(0)
    return [(name, _labels(code, found.end(), True) if kind == "func" else "")]


def _list(code, kind, at):
    """`case a, b(Int)` and `let a, b: Int`: every name."""
    names = []
    while True:
        found = re.compile(r"\s*`?(\w+)`?").match(code, at)
        if not found:
            return names
        at = found.end()
        labels = ""
        if kind == "case" and code[at:at + 1] == "(":
            labels = _labels(code, at, False)
            at = _closing(code, at)
        names.append((found.group(1), labels))
        rest = re.compile(r"[ \t]*(?:=[^,\n]*)?,").match(code, at)
        if not rest:
            return names
        at = rest.end()


def _labels(code, at, is_function):
    """`(_:at:)` of the parameters that begin at or behind `at`."""
    if code[at:at + 1] == "<":
        depth = 0
        while at < len(code):
            depth += {"<": 1, ">": -1}.get(code[at], 0)
            at += 1
            if depth == 0:
                break
    while code[at:at + 1] in (" ", "?", "!"):
        at += 1
    if code[at:at + 1] != "(":
        return ""
    inside = code[at + 1:_closing(code, at) - 1]
    labels = ""
    for parameter in _split(inside):
        found = re.match(r"\s*(?:@\w+\s+)*`?(\w+)`?\s*(\w+)?\s*(:)?", parameter)
        if not found:
            labels += "_:"
            continue
        has_name = bool(found.group(3))
        labels += (found.group(1) if has_name and (is_function or found.group(1)) else "_") + ":"
    return f"({labels})"


def _split(text):
    """Splits at commas that stand in no bracket; `->` closes none."""
    parts, depth, last = [], 0, 0
    for index, char in enumerate(text):
        if char in "([{<":
            depth += 1
        elif char in ")]}" or char == ">" and text[index - 1] != "-":
            depth -= 1
        elif char == "," and depth == 0:
            parts.append(text[last:index])
            last = index + 1
    parts.append(text[last:])
    return [part for part in parts if part.strip()]


def _closing(code, at):
    """Behind the bracket that closes the one at `at`."""
    depth = 0
    for found in re.compile(r"[(){}\[\]]").finditer(code, at):
        depth += 1 if found.group(0) in "([{" else -1
        if depth == 0:
            return found.end()
    return len(code)


def _extent(code, kind, at):
    """Where the body begins, or None, and where the declaration ends."""
    if kind in TYPES:
        brace = code.find("{", at)
        return (brace, _closing(code, brace)) if brace >= 0 else (None, len(code))
    while True:
        found = _BRACKET.search(code, at)
        if not found:
            return None, len(code)
        token = found.group(0)
        at = found.end()
        if token in "([":
            at = _closing(code, found.start())
        elif token == "{":
            return found.start(), _closing(code, found.start())
        elif token in ")]}":
            return None, found.start()
        elif token == "\n":
            before = code[max(0, at - 120):at - 1].rstrip()
            if not before.endswith(_GOES_ON_BEHIND) and not _GOES_ON_WITH.match(code, at):
                return None, found.start()
