"""A new version in apt's lists, in a made-up state of apt: told by the interface, `hearth status` and the page."""

import os
import pathlib
import shutil
import tempfile
import unittest

from daemon import HEARTH, Daemon, run_hearth, wait_until
from page import PageTestCase

#: Shows the daemon alone other lists and another list of what is installed.
MOUNTED = (
    'mount --bind "$0/lists" /var/lib/apt/lists && mount --bind "$0/status" /var/lib/dpkg/status && exec "$@"'
)


@unittest.skipUnless(
    os.geteuid() == 0 and shutil.which("dpkg") and os.path.isdir("/var/lib/apt/lists"),
    "needs root on a Debian, for a mount of its own",
)
class OfferTests(PageTestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="hearth-offer-")))
        (self.folder / "lists").mkdir()
        self.stanza = "Package: hearth\nStatus: install ok installed\nArchitecture: arm64\nVersion: {}\n"
        (self.folder / "status").write_text(self.stanza.format("0.1.0"))
        suite = self.folder / "lists" / "packages.example.org_hearth_dists_trixie"
        pathlib.Path(f"{suite}_InRelease").write_text("Hash: SHA512\n\nOrigin: Hearth\nLabel: Hearth\n")
        self.packages = pathlib.Path(f"{suite}_main_binary-arm64_Packages")

    def daemon(self, *versions):
        self.packages.write_text("\n".join(
            f"Package: hearth\nVersion: {version}\nArchitecture: arm64\n" for version in versions
        ))
        daemon = Daemon()
        daemon.program = ["unshare", "--mount", "bash", "-c", MOUNTED, str(self.folder), HEARTH]
        return self.enterContext(daemon)

    def offered(self, daemon):
        return daemon.get_state()["device"]["update"]["offered"]

    def test_a_new_version_is_told_everywhere(self):
        daemon = self.daemon("0.1.0", "0.9.0", "0.10.0")
        wait_until(lambda: self.offered(daemon) == "0.10.0", "the offer")
        shown = run_hearth("status", "--host", daemon.host).stdout
        self.assertRegex(shown, r"New version +0\.10\.0: sudo apt install hearth")
        self.assertEqual(daemon.get_state()["device"]["troubles"], [])
        doctor = run_hearth(
            "doctor", "--board", daemon.board, "--state", daemon.state_directory, "--listen", daemon.host
        ).stdout
        self.assertRegex(doctor, r"(?m)^ok +version +0\.10\.0 can be installed")
        self.open(daemon, view="settings/update")
        self.wait_for_text("update-offer", "Version 0.10.0 can be installed. .*sudo apt install hearth")

    def test_without_one_nothing_is_said(self):
        daemon = self.daemon("0.1.0")
        wait_until(lambda: daemon.get_state()["step"] > 5, "some steps")
        self.assertIsNone(self.offered(daemon))
        self.assertNotIn("New version", run_hearth("status", "--host", daemon.host).stdout)


if __name__ == "__main__":
    unittest.main()
