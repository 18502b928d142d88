"""What the laws look at: the files of a work tree, and what they say when one is broken."""

import functools
import pathlib
from typing import NamedTuple

from .declarations import declarations
from .swift import comments_of, without_comments_and_strings


class Breach(NamedTuple):
    """A law that is broken at a line: a path from the tree's root, and what to do about it."""

    path: str
    line: int
    law: str
    advice: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.law}: {self.advice}"


class File:
    """One file; its parts are worked out when a law asks for them, once."""

    def __init__(self, root, path):
        self.path = path.relative_to(root).as_posix()
        self.text = path.read_text(encoding="utf-8", errors="replace")

    @functools.cached_property
    def lines(self):
        return self.text.splitlines()

    @functools.cached_property
    def code(self):
        """The text with comments and the insides of strings as blanks: the same offsets and lines."""
        return without_comments_and_strings(self.text)

    @functools.cached_property
    def comments(self):
        """Blocks of comment lines: (line of the first, its lines without their slashes)."""
        return comments_of(self.lines)

    @functools.cached_property
    def declarations(self):
        return declarations(self.code)

    @functools.cached_property
    def room(self):
        """The folder below Sources or Tests, or the empty string."""
        parts = self.path.split("/")
        return parts[1] if len(parts) > 2 else ""

    def line_at(self, offset):
        return self.text.count("\n", 0, offset) + 1


class Tree:
    """A work tree, or what looks like one to a test."""

    def __init__(self, root):
        self.root = pathlib.Path(root)

    def files(self, *patterns):
        """The files that match any of the patterns, in order of their paths."""
        found = {path for pattern in patterns for path in self.root.glob(pattern)}
        return [self._file(path) for path in sorted(found) if path.is_file()]

    @functools.cached_property
    def sources(self):
        return self.files("Sources/**/*.swift")

    @functools.cached_property
    def tests(self):
        return self.files("Tests/**/*.swift")

    def read(self, path):
        """A file's text, or the empty string where it is missing."""
        whole = self.root / path
        return whole.read_text(encoding="utf-8") if whole.is_file() else ""

    @functools.lru_cache(maxsize=None)
    def _file(self, path):
        return File(self.root, path)
