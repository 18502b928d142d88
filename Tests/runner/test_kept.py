"""What .ci/run keeps from one run to the next: the copy of the work tree, and what is built in it."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

CI = pathlib.Path(__file__).resolve().parents[2] / ".ci"


class TreeTestCase(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.tree = pathlib.Path(folder.name, "tree")
        self.copy = pathlib.Path(folder.name, "copy")
        (self.tree / ".ci").mkdir(parents=True)
        for script in ("mirror", "build"):
            shutil.copy2(CI / script, self.tree / ".ci")
        self.write(".gitignore", "/.build/\n")

    def write(self, name, text):
        path = self.tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def run_here(self, *command):
        return subprocess.run(
            command, cwd=self.tree, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            check=False,
        )


class MirrorTests(TreeTestCase):
    def setUp(self):
        super().setUp()
        self.run_here("git", "init", "--quiet")
        self.write("a", "1")
        self.write("folder/b", "2")
        self.mirror()

    def mirror(self):
        self.assertEqual(self.run_here(".ci/mirror", str(self.copy)).stdout, "")

    def files(self):
        return sorted(
            str(path.relative_to(self.copy))
            for path in self.copy.rglob("*")
            if not path.is_dir() and ".ci" not in path.parts
        )

    def test_it_holds_what_git_knows_or_would_add(self):
        self.write(".build/object", "")
        self.mirror()
        self.assertEqual(self.files(), [".gitignore", "a", "folder/b"])

    def test_what_is_the_same_stays_as_it_is(self):
        before = (self.copy / "a").stat()
        self.mirror()
        after = (self.copy / "a").stat()
        self.assertEqual((before.st_ino, before.st_mtime_ns), (after.st_ino, after.st_mtime_ns))

    def test_what_has_changed_is_another_file(self):
        # Of the same length and with the time of before.
        before = (self.copy / "a").stat()
        path = self.write("a", "3")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        self.mirror()
        after = (self.copy / "a").stat()
        self.assertEqual((self.copy / "a").read_text(), "3")
        self.assertNotEqual((before.st_ino, before.st_mtime_ns), (after.st_ino, after.st_mtime_ns))

    def test_what_was_changed_in_the_copy_is_put_right(self):
        (self.copy / "a").write_text("x")
        (self.copy / "more").write_text("x")
        self.mirror()
        self.assertEqual(self.files(), [".gitignore", "a", "folder/b"])
        self.assertEqual((self.copy / "a").read_text(), "1")

    def test_a_mode_is_copied(self):
        (self.tree / "a").chmod(0o755)
        self.mirror()
        self.assertTrue(os.access(self.copy / "a", os.X_OK))

    def test_what_is_gone_goes_with_its_folder(self):
        (self.tree / "folder/b").unlink()
        self.mirror()
        self.assertFalse((self.copy / "folder").exists())

    def test_a_file_takes_the_place_of_a_folder_and_a_folder_that_of_a_file(self):
        (self.tree / "folder/b").unlink()
        (self.tree / "folder").rmdir()
        (self.tree / "a").unlink()
        self.write("folder", "4")
        self.write("a/c", "5")
        self.mirror()
        self.assertEqual(self.files(), [".gitignore", "a/c", "folder"])

    def test_a_link_stays_a_link(self):
        (self.tree / "link").symlink_to("a")
        self.mirror()
        self.mirror()
        self.assertEqual(os.readlink(self.copy / "link"), "a")

    def test_what_was_built_stays(self):
        for name in (".build/object", ".lab/image", "folder/.build/object"):
            (self.copy / name).parent.mkdir(parents=True, exist_ok=True)
            (self.copy / name).write_text("")
        self.mirror()
        self.assertEqual(
            self.files(), [".build/object", ".gitignore", ".lab/image", "a", "folder/b"]
        )


class BuildTests(TreeTestCase):
    """.ci/build, with a script/build that adds a line to what it has built."""

    def setUp(self):
        super().setUp()
        self.write("Package.swift", "")
        self.write("Sources/CSupport/include/support.h", "")
        (self.tree / "lab").mkdir()
        self.write("packaging/arm64/build", "")
        self.write("packaging/arm64/sdk/info.json", "")
        self.script("echo built >>.build/release")
        self.log = self.tree / ".build/release"

    def script(self, text):
        self.write("script/build", f"#!/bin/sh\n{text}\n").chmod(0o755)

    def build(self):
        """How many builds what is there has seen."""
        process = self.run_here(".ci/build", "tests")
        self.status, self.printed = process.returncode, process.stdout
        return len(self.log.read_text().split()) if self.log.exists() else 0

    def test_a_second_build_goes_on_from_the_first(self):
        self.assertEqual((self.build(), self.status), (1, 0))
        self.write("Sources/a.swift", "")
        self.assertEqual((self.build(), self.status), (2, 0))

    def test_what_another_left_is_not_used(self):
        self.write(".build/release", "foreign\n")
        self.assertEqual(self.build(), 1)

    def test_another_manifest_or_header_builds_from_nothing(self):
        self.build()
        self.write("Package.swift", "//")
        self.assertEqual(self.build(), 1)
        self.write("Sources/CSupport/include/support.h", "//")
        self.assertEqual(self.build(), 1)

    def test_another_way_to_build_builds_from_nothing(self):
        self.build()
        self.script("echo built >>.build/release # otherwise")
        self.assertEqual(self.build(), 1)

    def test_another_path_builds_from_nothing(self):
        self.build()
        self.tree = self.tree.rename(self.copy)
        self.log = self.tree / ".build/release"
        self.assertEqual(self.build(), 1)

    def test_a_build_that_did_not_end_is_not_used(self):
        self.script("[ ! -e Sources/bad ] || kill $PPID; echo built >>.build/release")
        self.build()
        self.write("Sources/bad", "")
        self.build()
        self.assertNotEqual(self.status, 0)
        (self.tree / "Sources/bad").unlink()
        self.assertEqual((self.build(), self.status), (1, 0))

    def test_a_broken_leftover_costs_time_only(self):
        self.script("! grep -q broken .build/release && echo built >>.build/release")
        self.build()
        self.log.write_text("broken")
        self.assertEqual((self.build(), self.status), (1, 0))
        self.assertIn("from nothing", self.printed)

    def test_a_build_that_fails_from_nothing_fails(self):
        self.script("exit 1")
        self.build()
        self.assertNotEqual(self.status, 0)

    def test_the_folders_of_other_builds_stay(self):
        static = self.write(".build/static/object", "")
        self.build()
        self.assertTrue(static.exists())


if __name__ == "__main__":
    unittest.main()
