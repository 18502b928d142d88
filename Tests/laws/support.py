"""A small work tree in a temporary folder, and what a law says about it."""

import pathlib
import tempfile
import unittest

from laws.tree import Tree


class LawTests(unittest.TestCase):
    def breaches(self, law, files):
        """(path, line) of each breach in a tree of these files: path -> text."""
        with tempfile.TemporaryDirectory() as folder:
            for path, text in files.items():
                whole = pathlib.Path(folder, path)
                whole.parent.mkdir(parents=True, exist_ok=True)
                whole.write_text(text, encoding="utf-8")
            return [(breach.path, breach.line) for breach in law(Tree(folder))]

    def lines(self, law, text, path="Sources/Room/File.swift", **others):
        """The lines of one file at which the law is broken."""
        found = self.breaches(law, {path: text, **others})
        self.assertEqual({at for at, _ in found} - {path}, set())
        return [line for _, line in found]
