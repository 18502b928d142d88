"""What script/release refuses, and what packaging/changelog makes of CHANGELOG.md."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
KEYS = ("hearth.pem", "hearth.pub", "minisign.key", "minisign.pub")
#: Nobody's settings, and no hooks.
GIT = ["git", "-c", "user.name=t", "-c", "user.email=t@t.invalid", "-c", "commit.gpgsign=false"]


class ReleaseTests(unittest.TestCase):
    """A repository with what the script asks before it builds."""

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="release-")))
        self.tree = self.folder / "tree"
        for name in ("script/release", "packaging/changelog"):
            (self.tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPOSITORY / name, self.tree / name)
        self.write("Sources/SwitchCore/ProgramVersion.swift", 'static let number = "1.2.3"\n')
        self.write("CHANGELOG.md", "# Changes\n\n## 1.2.3\n\n- New.\n\n## 1.2.2 (2026-01-02)\n\n- Old.\n")
        # What comes after the last question.
        self.write("script/setup", "#!/bin/sh\necho would build >&2\nexit 99\n").chmod(0o755)
        self.write("packaging/keys/README", "")
        self.git("init", "--quiet")
        self.commit()
        self.git("tag", "v1.2.3")

    def write(self, name, text):
        path = self.tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def git(self, *words):
        subprocess.run([*GIT, *words], cwd=self.tree, check=True, stdout=subprocess.DEVNULL)

    def commit(self):
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "A")

    def keys(self, folder):
        (folder / "gnupg").mkdir(parents=True)
        for name in KEYS:
            (folder / name).write_text(name)
        return {"HEARTH_RELEASE_KEYS": str(folder)}

    def release(self, *words, **environment):
        process = subprocess.run(
            [self.tree / "script/release", *words], capture_output=True, text=True, check=False,
            env={"PATH": os.environ["PATH"], **environment},
        )
        self.assertNotEqual(process.returncode, 0)
        return process.stderr

    def test_a_clean_tagged_tree_is_built(self):
        self.assertEqual(self.release("1.2.3"), "would build\n")

    def test_without_a_version_it_tells_how(self):
        for words in ([], ["v1.2.3"], ["1.2"], ["1.2.3", "more"]):
            self.assertIn("usage", self.release(*words))

    def test_another_version_than_the_programs_is_refused(self):
        self.assertIn("this is version 1.2.3", self.release("1.2.4"))

    def test_a_version_that_the_changelog_does_not_begin_with_is_refused(self):
        self.write("CHANGELOG.md", "## 1.2.2\n\n- Old.\n")
        self.commit()
        self.git("tag", "--force", "v1.2.3")
        self.assertIn("tells of version 1.2.2 first", self.release("1.2.3"))

    def test_a_tree_that_differs_from_the_commit_is_refused(self):
        self.write("more", "")
        self.assertIn("differs from the commit", self.release("1.2.3"))

    def test_a_commit_without_its_tag_is_refused(self):
        self.write("more", "")
        self.commit()
        self.assertIn("another commit", self.release("1.2.3"))
        self.git("tag", "--delete", "v1.2.3")
        self.assertIn("no tag v1.2.3", self.release("1.2.3"))

    def test_keys_in_the_repository_are_refused(self):
        (self.tree / ".git/info/exclude").write_text("/keys\n")
        self.assertIn("lies in the repository", self.release("1.2.3", **self.keys(self.tree / "keys")))
        self.assertIn("lies in the repository", self.release("keys", str(self.tree / "others")))

    def test_an_update_key_that_no_device_trusts_is_refused(self):
        keys = self.keys(self.folder / "keys")
        self.assertIn("HEARTH_ARCHIVE_URL", self.release("1.2.3", **keys))
        keys["HEARTH_ARCHIVE_URL"] = "https://packages.example.org"
        self.assertIn("no device would take", self.release("1.2.3", **keys))
        self.write("packaging/keys/hearth.pub", "hearth.pub")
        self.commit()
        self.git("tag", "--force", "v1.2.3")
        self.assertEqual(self.release("1.2.3", **keys), "would build\n")

    def test_a_missing_key_is_named(self):
        keys = self.keys(self.folder / "keys")
        (self.folder / "keys/minisign.key").unlink()
        self.assertIn("minisign.key", self.release("1.2.3", **keys))

    def test_the_changelog_becomes_debians(self):
        printed = subprocess.run(
            [self.tree / "packaging/changelog", "debian", "A <a@b.invalid>", self.tree / "CHANGELOG.md"],
            check=True, capture_output=True, text=True, env={**os.environ, "SOURCE_DATE_EPOCH": "86400"},
        ).stdout
        self.assertEqual(
            printed,
            "hearth (1.2.3) unstable; urgency=medium\n\n  * New.\n\n"
            " -- A <a@b.invalid>  Fri, 02 Jan 1970 00:00:00 +0000\n\n"
            "hearth (1.2.2) unstable; urgency=medium\n\n  * Old.\n\n"
            " -- A <a@b.invalid>  Fri, 02 Jan 2026 12:00:00 +0000\n\n",
        )


if __name__ == "__main__":
    unittest.main()
