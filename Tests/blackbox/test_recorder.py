"""The flight recorder: a killed daemon's last seconds replay, and a report holds no secret."""

import json
import pathlib
import re
import socket
import signal
import tarfile
import tempfile
import time
import unittest

from daemon import SIMULATED_BOARD, Daemon, run_hearth, wait_until
from panda import connected


class RecorderTests(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(
            self.enterContext(tempfile.TemporaryDirectory(prefix="hearth-recorder-"))
        )
        self.state = self.folder / "state"
        self.recording = self.state / "recording"

    def size(self):
        return sum(path.stat().st_size for path in self.recording.glob("*.flight"))

    def test_what_a_killed_daemon_recorded_replays_up_to_the_end(self):
        with Daemon(state=self.state, speed=50) as daemon:
            daemon.post_wish({"heat_to": 50})
            began = wait_until(self.size, "the first segment")
            wait_until(lambda: self.size() > began, "a second batch")
            daemon.kill()
            answer = run_hearth("replay", self.recording)
            self.assertEqual(answer.returncode, 0, answer.stderr)
            # The end may be in the middle of a write.
            self.assertRegex(answer.stdout, "not ended|cut off at byte")
            self.assertRegex(answer.stdout, r"(?m)^\d{4,} steps, identical")
        segment = next(self.recording.glob("*.flight"))
        whole = segment.read_bytes()
        cut = self.folder / "cut.flight"
        cut.write_bytes(whole[:-30])
        answer = run_hearth("replay", cut)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertIn("cut off at byte", answer.stdout)
        damaged = bytearray(whole)
        damaged[len(whole) // 2] ^= 4
        cut.write_bytes(damaged)
        answer = run_hearth("replay", cut)
        self.assertNotEqual(answer.returncode + answer.stdout.count("cut off"), 0)
        self.assertRegex(answer.stdout + answer.stderr, r"byte \d+")

    def test_a_fault_is_recorded_at_once_and_explained(self):
        with Daemon(state=self.state, speed=20) as daemon:
            daemon.post_wish({"heat_to": 50})
            wait_until(lambda: daemon.get_state()["uptime_s"] > 200, "some minutes of heat")
            # A clock that leaps: off the first time, a latched fault the second.
            for number in range(2):
                daemon.process.send_signal(signal.SIGSTOP)
                time.sleep(2.5)
                daemon.process.send_signal(signal.SIGCONT)
                wait_until(lambda: daemon.get_state()["off_reason"] != "boot", "the power off")
                if number == 0:
                    daemon.post_wish({"heat_to": 50})
            wait_until(lambda: daemon.get_state()["latch"], "the fault")
            status, _, body = daemon.request("GET", "/api/v1/stop")
            self.assertEqual(status, 200)
            stop = json.loads(body)
            self.assertGreater(len(stop["rows"]), 100)
            self.assertEqual(stop["columns"][0], "before_s")
            self.assertEqual(stop["rows"][-1][0], 1)
            told = run_hearth("events", "--host", daemon.host)
            self.assertIn("What to check:", told.stdout)
            self.assertIn("stopped", told.stdout)
            self.assertIn("│", told.stdout)

    def test_a_report_holds_the_recording_and_no_secret(self):
        secrets = {
            "ssid": "PlantedNetwork", "password": "planted-password", "sn": "00MPLANTEDSERIAL",
            "access_code": "98761234", "name": "PlantedPrinter", "hostname": "planted-host-name",
            "comment": "planted-comment", "service": "planted.example.org",
        }
        board = self.folder / "board.conf"
        text = SIMULATED_BOARD.read_text(encoding="utf-8")
        board.write_text(f"# {secrets['comment']}\n{text}", encoding="utf-8")
        service = self.folder / "hearth.conf"
        service.write_text(f"[service]\nhost_names: {secrets['service']}\n", encoding="utf-8")
        with Daemon(
            state=self.state, speed=50, board=board, arguments=["--service-file", service]
        ) as daemon:
            with connected(daemon) as client:
                client.send({"wifi": {key: secrets[key] for key in ("ssid", "password")}})
                client.send({"ap": {"ssid": secrets["ssid"], "password": secrets["password"]}})
                client.send({"sta": {"hostname": secrets["hostname"]}})
                client.send({"printer": {
                    **{key: secrets[key] for key in ("sn", "access_code", "name")},
                    "ip": "127.0.0.77"}})
            daemon.post_wish({"heat_to": 50})
            database = self.state / "hearth.db-wal"
            planted = lambda: secrets["password"].encode() in database.read_bytes()
            wait_until(planted, "the secrets to be stored")
            wait_until(self.size, "the first segment")
            bundle = self.folder / "report.tar"
            answer = run_hearth(
                "record", "export", "--last", "2h", "-o", bundle, "--state", self.state,
                "--board", board, "--service-file", service, "--host", daemon.host,
            )
            self.assertEqual(answer.returncode, 0, answer.stderr)
            status = run_hearth("record", "status", "--state", self.state)
            self.assertRegex(status.stdout, r"1 segment, 0\.\d MiB")
        with tarfile.open(bundle) as archive:
            files = {entry.name: archive.extractfile(entry).read() for entry in archive}
        names = {name.removeprefix("hearth-report/") for name in files}
        expected = {"board.conf", "service.conf", "doctor.txt", "versions.txt", "events.json",
                    "state.json", "stop.json", "recording/000001.flight"}
        self.assertEqual(names, expected)
        self.assertIn(b"[board]", files["hearth-report/board.conf"])
        for secret in [*secrets.values(), "127.0.0.77"]:
            for name, content in files.items():
                self.assertNotIn(secret.encode(), content, f"{secret} in {name}")
        # The machine's own name may be two letters, which any number holds: as a word, in the texts.
        machine = re.compile(rb"\b" + re.escape(socket.gethostname().encode()) + rb"\b")
        for name, content in files.items():
            if not name.endswith(".flight"):
                self.assertIsNone(machine.search(content), f"the machine's name in {name}")
        answer = run_hearth("replay", bundle)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertIn("identical", answer.stdout)


if __name__ == "__main__":
    unittest.main()
