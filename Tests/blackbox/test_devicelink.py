"""A server of the device link, and this device on it."""

import json
import os
import pathlib
import re
import sys
import tempfile
import unittest

from daemon import REPOSITORY, SIMULATED_BOARD, Daemon, wait_until

sys.path.insert(0, str(REPOSITORY / "lab" / "links"))

# pylint: disable=wrong-import-position
from server import Server  # noqa: E402

DEVICE_ID = re.compile(r"[0-9A-F]{12}")


class DeviceLinkTests(unittest.TestCase):
    def setUp(self):
        self.server = self.enterContext(Server())
        folder = self.enterContext(tempfile.TemporaryDirectory())
        service = pathlib.Path(folder, "hearth.conf")
        service.write_text(f"[device-link]\nserver: {self.server.url}\n", encoding="utf-8")
        self.daemon = self.enterContext(Daemon(arguments=["--service-file", service]))
        self.greeting = self.server.wait(lambda server: server.received, "a handshake")[0]

    def has_event(self, text):
        _, _, body = self.daemon.request("GET", "/api/v1/events?limit=200")
        return text in body.decode()

    def test_the_handshake_says_who_it_is(self):
        self.assertEqual("device_handshake", self.greeting["cmd"])
        self.assertRegex(self.greeting["device_id"], DEVICE_ID)
        self.assertEqual("Hearth", self.greeting["device_name"])
        self.assertEqual("ONLINE", self.greeting["connectivity_state"])
        self.assertEqual(100, self.greeting["battery_percent"])
        self.assertEqual(
            self.daemon.get_state()["version"], self.greeting["firmware_version"]
        )

    def test_every_command_is_answered_with_the_id(self):
        rows = [
            ("request_status", {}, "ok"),
            ("set_volume", {"volume": 75}, "not_supported"),
            ("set_volume", {"volume": 101}, "invalid_param"),
            ("set_volume", {"volume": "75"}, "invalid_param"),
            ("set_volume", {}, "invalid_param"),
            ("set_brightness", {"brightness": 50}, "not_supported"),
            ("set_brightness", {"brightness": -1}, "invalid_param"),
            ("set_device_name", {"device_name": "Attic"}, "ok"),
            ("set_device_name", {"device_name": ""}, "invalid_param"),
            ("set_wifi", {"ssid": "a", "password": "b"}, "not_supported"),
            ("set_ws_url", {"url": "ws://elsewhere/"}, "not_supported"),
            ("request_ota", {"size": 0}, "invalid_param"),
            ("request_ota", {"size": 0x480001}, "invalid_param"),
            ("sing", {}, "invalid_command"),
        ]
        for command, values, status in rows:
            with self.subTest(command=command, values=values):
                reply = self.server.ask(command, **values)
                self.assertEqual(status, reply["status"], reply)
                self.assertEqual(self.greeting["device_id"], reply["device_id"])
        self.assertEqual("Attic", self.server.ask("request_status")["device_name"])

    def test_the_name_is_kept_over_a_reboot(self):
        self.server.ask("set_device_name", device_name="Küche")
        before = len(self.server.received)
        reply = self.server.ask("reboot")
        self.assertEqual("ok", reply["status"])
        greeting = self.server.wait_new(
            lambda message: message.get("cmd") == "device_handshake", "a handshake", before
        )
        self.assertEqual("Küche", greeting["device_name"])

    def test_a_daemon_without_slots_takes_no_update(self):
        reply = self.server.offer(os.urandom(5000))
        self.assertEqual("error", reply["status"], reply)
        self.assertIn("without --slots", reply["message"])
        wait_until(lambda: self.has_event("without --slots"), "an event about the update")

    def test_bad_input_is_survived_and_told(self):
        for message in ("", "no json", "[1]", '{"status":"ok"}', b"\0" * 5000, "x" * (16 << 20)):
            self.server.send(message)
        for _ in range(2_000):
            self.server.send("{}")
        self.assertEqual("ok", self.server.ask("request_status")["status"])
        wait_until(lambda: self.has_event("was ignored"), "an event about what was ignored")
        self.assertEqual(1, self.server.connections)

    def test_a_ping_is_answered(self):
        self.server.ping()
        self.assertEqual(1, self.server.connections)

    def test_it_dials_again(self):
        before = len(self.server.received)
        self.server.drop()
        self.server.wait_new(
            lambda message: message.get("cmd") == "device_handshake", "a handshake", before
        )


class DeskTests(unittest.TestCase):
    """A simulated board with a buzzer and lights, for every row of the device link."""

    def test_volume_and_brightness_are_set_and_kept(self):
        server = self.enterContext(Server())
        folder = self.enterContext(tempfile.TemporaryDirectory())
        board = pathlib.Path(folder, "board.conf")
        text = SIMULATED_BOARD.read_text(encoding="utf-8") + "\n[buzzer]\n[led mode]\n"
        board.write_text(text, encoding="utf-8")
        service = pathlib.Path(folder, "hearth.conf")
        service.write_text(f"[device-link]\nserver: {server.url}\n", encoding="utf-8")
        self.enterContext(Daemon(board=board, arguments=["--service-file", service]))
        server.wait(lambda server: server.received, "a handshake")
        self.assertEqual("ok", server.ask("set_volume", volume=75)["status"])
        self.assertEqual("ok", server.ask("set_brightness", brightness=0)["status"])

        def is_set():
            status = server.ask("request_status")
            return (status["volume"], status["brightness"]) == (75, 0)

        wait_until(is_set, "both in the status")

    def test_its_buttons_are_pressed_by_a_program(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        board = pathlib.Path(folder, "board.conf")
        text = SIMULATED_BOARD.read_text(encoding="utf-8") + "\n[button on]\n[button power]\n"
        board.write_text(text, encoding="utf-8")
        daemon = self.enterContext(Daemon(board=board))

        def press(**order):
            kind = {"Content-Type": "application/json"}
            return daemon.request("POST", "/api/v1/simulate", json.dumps(order), kind)[0]

        _, _, body = daemon.request("GET", "/api/v1/simulate")
        self.assertEqual(["power", "on"], json.loads(body)["buttons"])
        wait_until(lambda: daemon.get_state()["chamber"]["condition"] == "good", "a reading")
        self.assertEqual(200, press(press="on"))
        wait_until(lambda: daemon.get_state()["power"], "heat")
        self.assertEqual("button", daemon.get_state()["changed_by"])
        self.assertEqual(422, press(press="dry"))
        self.assertEqual(200, press(press="power"))
        wait_until(lambda: not daemon.get_state()["power"], "off")

    def test_chunks_that_nobody_asked_for_are_refused_at_once(self):
        server = self.enterContext(Server())
        folder = self.enterContext(tempfile.TemporaryDirectory())
        service = pathlib.Path(folder, "hearth.conf")
        service.write_text(f"[device-link]\nserver: {server.url}\n", encoding="utf-8")
        self.enterContext(Daemon(arguments=["--service-file", service]))
        server.wait(lambda server: server.received, "a handshake")
        # The public server goes on with its chunks after a refused request.
        self.assertEqual("invalid_param", server.ask("request_ota", size=0)["status"])
        before = len(server.received)
        self.assertEqual([0, 1, 2], server.send_chunks(b"x" * 3, chunk=1))
        answers = [m for m in server.received[before:] if "ota_nack" in m]
        self.assertEqual([{"ota_nack": 0}] * 9, answers)
