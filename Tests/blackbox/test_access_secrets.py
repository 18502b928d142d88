"""Secrets go in by every door, and come out by none."""

import contextlib
import json
import os
import pathlib
import tarfile
import tempfile
import unittest

from access import GuardedDaemon
from daemon import wait_until
from panda import connected

#: Each is like nothing else that anyone writes.
SECRETS = {
    "network password": "planted-network-0f3a",
    "hotspot password": "planted-hotspot-7c1d",
    "access code": "planted-code-b52e",
    "Klipper key": "planted-klipper-2b8c",
    "broker password": "planted-broker-51d7",
    "login password": "planted-login-93aa",
    "wrong password": "planted-guess-4d4d",
    "wrong token": "planted-token-6e6e",
}
PRINTER = {"name": "X1", "sn": "01S00C000000001", "access_code": SECRETS["access code"], "ip": "127.0.0.1"}


class SecretTests(unittest.TestCase):
    def test_no_secret_comes_out_anywhere(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        password_file = pathlib.Path(folder, "password")
        password_file.write_text(SECRETS["broker password"] + "\n", encoding="ascii")
        # Nobody listens there.
        broker = f"[mqtt]\nbroker: 127.0.0.1\nport: 1\nuser: hearth\npassword_file: {password_file}\n"
        with GuardedDaemon(
            broker, password=SECRETS["login password"], arguments=["--log-level", "debug"]
        ) as daemon:
            token = daemon.token("klipper")
            session = daemon.cookie(SECRETS["login password"])
            secrets = dict(SECRETS)
            secrets["token"] = token["Authorization"].split()[1]
            secrets["session"] = session["Cookie"].split("=")[1]
            command_line = pathlib.Path(daemon.state_directory, "command-line").read_text()
            secrets["command line's word"] = command_line.split()[1]
            daemon.headers = token
            told = {"frames": self.plant(daemon, token)}
            told.update(self.ask(daemon))
            told.update(self.export(daemon))
            daemon.stop()
            told["the log"] = daemon.log.encode()
            for path in pathlib.Path(daemon.state_directory, "recording").rglob("*"):
                told[str(path)] = path.read_bytes()
            access = pathlib.Path(daemon.state_directory, "access")
            told["the file of access"] = access.read_bytes()
            self.assertGreater(len(told["frames"]), 1000)
            for place, content in told.items():
                for name, secret in secrets.items():
                    self.assertNotIn(secret.encode(), content, f"the {name} in {place}")

    def plant(self, daemon, token):
        """Writes every secret there is over the wire, well and badly, and returns what was told."""
        with connected(daemon, headers=token) as writer, connected(daemon, headers=token) as other:
            writer.send({"wifi": {"ssid": "Home", "password": SECRETS["network password"]}})
            writer.send({"ap": {"ssid": "Chamber", "password": SECRETS["hotspot password"]}})
            writer.send({"printer": PRINTER})
            # Of the wrong type, unknown, and no JSON at all: none may be repeated in the log.
            writer.send({"wifi": {"ssid": 5, "password": SECRETS["network password"]}})
            writer.send({"printer": {**PRINTER, "ip": 7}, SECRETS["access code"]: 1})
            writer.send('{"wifi":{"password":"' + SECRETS["network password"])
            writer.send({"settings": {"set_temp": 44}})
            other.receive_operating(set_temp=44)
            writer.peer_settles()
            daemon.log_in(SECRETS["wrong password"], source="127.0.0.9")
            wrong = {"Authorization": "Bearer " + SECRETS["wrong token"]}
            daemon.request("GET", "/api/v1/state?token=" + SECRETS["wrong token"], headers=wrong)
            daemon.post_wish({"set_target": SECRETS["network password"]})
            key = {"address": "127.0.0.1", "port": 1, "api_key": SECRETS["Klipper key"]}
            for wish in ({"bind_klipper": key}, {"bind_klipper": {**key, "port": "x"}}):
                daemon.request(
                    "POST", "/api/v1/device", json.dumps(wish), {"Content-Type": "application/json"}
                )
            for message in ({"query": 1}, {"get_settings": 1}):
                writer.send(message)
            for client in (writer, other):
                client.receive_for(1.5)
            with connected(daemon, headers=token):
                pass
            return b"".join(frame.payload for client in (writer, other) for frame in client.frames)

    def ask(self, daemon):
        """All that the interface tells."""
        wait_until(
            lambda: b"wrong" in daemon.request("GET", "/api/v1/events")[2], "the wrong password's event"
        )
        told = {}
        for path in ("/", "/hearth/", "/login", "/metrics", "/api/v1/state", "/api/v1/events?limit=500",
                     "/api/v1/history", "/api/v1/stop", "/api/v1/access", "/api/v1/version"):
            status, headers, body = daemon.request("GET", path)
            self.assertIn(status, (200, 303), path)
            told[path] = str(headers).encode() + body
        return told

    def export(self, daemon):
        """What the command line shows and bundles."""
        told = {}
        recording = pathlib.Path(daemon.state_directory, "recording")
        wait_until(lambda: any(recording.glob("*")), "the recording's first segment")
        for words in (["status", "--json"], ["events", "--json"], ["access", "sessions", "--json"]):
            result = daemon.command(*words)
            self.assertEqual(result.returncode, 0, result)
            told[" ".join(words)] = (result.stdout + result.stderr).encode()
        bundle = os.path.join(daemon.files, "report.tar")
        result = daemon.command(
            "record", "export", "-o", bundle, "--state", daemon.state_directory, "--board", daemon.board,
            "--service-file", os.path.join(daemon.files, "hearth.conf"),
        )
        self.assertEqual(result.returncode, 0, result)
        with contextlib.closing(tarfile.open(bundle)) as archive:
            for member in archive.getmembers():
                told[f"the bundle's {member.name}"] = archive.extractfile(member).read()
        self.assertIn("hearth-report/events.json", " ".join(told))
        self.assertNotIn(b"no daemon answered", told["the bundle's hearth-report/events.json"])
        return told
