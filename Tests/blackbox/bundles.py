"""Updates made of the programs under test, with a key of the tests' own."""

import contextlib
import importlib.machinery
import importlib.util
import json
import lzma
import os
import pathlib
import platform
import socket
import subprocess
import sys
import tempfile
import unittest

from daemon import HEARTH, PATIENCE, REPOSITORY, Daemon, lasting_port

ARCHITECTURE = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), "unknown")

#: How the stock page uploads (wire contract, section 7).
UPLOAD_HEADERS = {"Content-Type": "application/octet-stream;charset=UTF-8", "OTA-Type": "ota_fw"}


def _maker():
    """`packaging/bundle` as a module."""
    path = str(REPOSITORY / "packaging" / "bundle")
    loader = importlib.machinery.SourceFileLoader("bundle", path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("bundle", loader))
    is_kept_out, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    loader.exec_module(module)
    sys.dont_write_bytecode = is_kept_out
    return module


MAKER = _maker()


class Workshop:
    """A key, the folder that a daemon trusts, and bundles by version."""

    def __init__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="hearth-bundles-")
        self.folder = pathlib.Path(self._folder.name)
        self.key = self._new_key("key")
        self.keys = self.folder / "keys"
        self.keys.mkdir()
        subprocess.run(
            ["openssl", "pkey", "-in", self.key, "-pubout", "-out", self.keys / "test.pub"], check=True
        )
        self.programs = self._stripped_programs()
        self._payloads = {}

    def close(self):
        self._folder.cleanup()

    def _new_key(self, name):
        path = self.folder / f"{name}.pem"
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", path], check=True)
        return path

    def stranger(self):
        """A key that nobody trusts."""
        return self._new_key("stranger")

    def _stripped_programs(self):
        """The two programs under test without what only a debugger reads: they fit a bundle then."""
        contents = []
        for name in MAKER.PROGRAMS:
            program = pathlib.Path(HEARTH).resolve().parent / name
            target = self.folder / name
            subprocess.run(["objcopy", "--strip-unneeded", program, target], check=True)
            contents.append(target.read_bytes())
        return contents

    def payload(self, contents):
        """The programs, packed as quickly as a build for debugging still fits a bundle; each once."""
        whole = b"".join(contents)
        if whole not in self._payloads:
            self._payloads[whole] = lzma.compress(whole, check=lzma.CHECK_CRC32, preset=4)
        return self._payloads[whole]

    def bundle(
        self, version, *, contents=None, payload=None, key=None, minimum="0.1.0",
        architecture=ARCHITECTURE
    ):
        """A signed update. The programs are those under test: what they are called in the manifest is
        what they run as, whatever number they were built with."""
        contents = contents or self.programs
        payload = payload or self.payload(contents)
        manifest = MAKER.manifest_of(contents, payload, version, architecture, minimum)
        return MAKER.assemble(manifest, payload, key or self.key)

    def script(self, text):
        """A "hearth" that is a shell script: as far as it can be started, it is broken as it says."""
        return [("#!/bin/sh\n" + text).encode(), self.programs[1]]

    def small_bundle(self, version="0.2.0", **options):
        """An update in good order, of a few hundred bytes, whose programs do not run here."""
        contents = [b"#!/bin/sh\nexit 1\n", b"#!/bin/sh\nexit 1\n"]
        return self.bundle(version, contents=contents, **options)

    def service_file(self, *others, **keys):
        """A service file with these keys below `[update]`, and other lines before it."""
        path = self.folder / "hearth.conf"
        lines = [*others, "[update]", f"keys: {self.keys}", "trial_s: 10"]
        lines += [f"{key}: {value}" for key, value in keys.items()]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path


def launched_from(service_file, **options):
    """A daemon that takes updates, at a port that it finds again after a restart."""
    arguments = ["--slots", "--service-file", service_file]
    return Daemon(arguments=arguments, port=lasting_port(), **options)


@contextlib.contextmanager
def upload_begun(daemon, length):
    """A connection on which an upload of so many bytes has been announced."""
    lines = ["POST /ota HTTP/1.1", f"Host: {daemon.host}", f"Content-Length: {length}"]
    lines += [f"{name}: {value}" for name, value in UPLOAD_HEADERS.items()]
    with socket.create_connection(("127.0.0.1", daemon.port), timeout=PATIENCE) as connection:
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        yield connection


class UpdatedTestCase(unittest.TestCase):
    """Tests about updates of `self.daemon`."""

    def slots(self):
        return pathlib.Path(self.daemon.state_directory, "slots")

    def update_state(self):
        return self.daemon.get_state()["device"]["update"]

    def runs(self, version, is_on_trial=False):
        """Whether this version runs; a daemon that is being replaced answers nothing, and has not
        even printed where it could be asked."""
        with contextlib.suppress(OSError, AssertionError, IndexError):
            state = self.daemon.get_state()
            return state["version"] == version and state["device"]["update"]["trial"] == is_on_trial
        return False

    def events(self):
        status, _, body = self.daemon.request("GET", "/api/v1/events?limit=100")
        self.assertEqual(status, 200)
        return [event["text"] if "text" in event else json.dumps(event)
                for event in json.loads(body)["events"]]

    def assert_nothing_is_left(self):
        left = {name for name in os.listdir(self.slots()) if name == "incoming" or ".new" in name}
        self.assertEqual(left, set())
