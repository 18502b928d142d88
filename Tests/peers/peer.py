"""A program of somebody else's in the Debian that .ci/peers has installed it in.

It sees the network and the names of this test's own machine, and its /tmp.
"""

import contextlib
import http.client
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import unittest
import urllib.error
import urllib.request

from daemon import PATIENCE
from documents import blocks
from machine import enter_own_machine, run

#: Where the Debian with the programs is.
ROOT = pathlib.Path(os.environ.get("HEARTH_PEERS", "/nonexistent"))
#: Who is who in the documents.
NAMES = dict.fromkeys(("PandaBreath.local", "pandabreath.local", "homeassistant.local"), "127.0.0.1")


def enter():
    """To be called once, before anything is started."""
    if not enter_own_machine(NAMES):
        raise AssertionError("this needs root, and namespaces of its own")
    run("mount", "-t", "proc", "proc", ROOT / "proc")
    run("mount", "--bind", tempfile.gettempdir(), ROOT / "tmp")
    # Where names are looked up, the same for both.
    run("mount", "--bind", "/etc/hosts", ROOT / "etc/hosts")
    # Home Assistant looks for a way out once, and complains where there is none.
    run("ip", "route", "add", "default", "dev", "wire")


def block(document, language):
    """The text of the one block of this language in a document."""
    found = [one.text for one in blocks() if (one.document, one.language) == (document, language)]
    if len(found) != 1:
        raise AssertionError(f"{document} has {len(found)} blocks of {language}")
    return found[0]


class Peer:
    """One program; a context manager that ends it."""

    def __init__(self, *words):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="hearth-peer-"))
        self._words = [word.replace("FOLDER", str(self.folder)) for word in words]
        self.process = None

    def put(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        with open(self.folder / "printed", "ab") as printed:
            self.process = subprocess.Popen(
                ["chroot", ROOT, "/usr/bin/env", "-i", "HOME=/root", "LANG=C.UTF-8",
                 "PATH=/usr/sbin:/usr/bin:/sbin:/bin", *self._words],
                stdin=subprocess.DEVNULL, stdout=printed, stderr=printed, start_new_session=True,
            )

    def stop(self):
        """Asks it to end."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE)

    def read(self, name):
        path = self.folder / name
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""


def ask(url, body=None, headers=None):
    """The answer's bytes; what is refused ends the test with the reason."""
    request = urllib.request.Request(url, data=body, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        raise AssertionError(f"{url}: {error.code} {error.read()[:300]}") from error


def ask_while_starting(url, headers=None):
    """The answer's bytes; None from a program that answers nothing of use yet."""
    try:
        return ask(url, headers=headers)
    except (AssertionError, OSError, http.client.HTTPException):
        return None


class PeerTestCase(unittest.TestCase):
    """Tests that run in a machine of their own."""

    @classmethod
    def setUpClass(cls):
        if not ROOT.is_dir():
            raise AssertionError("HEARTH_PEERS names no Debian; run .ci/peers")
