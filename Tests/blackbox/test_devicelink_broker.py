"""A server of the device link at a real MQTT broker: docs/links.md."""

import hashlib
import json
import queue

from broker import Broker, Client
from bundles import UPLOAD_HEADERS, Workshop, launched_from, upload_begun
from daemon import PATIENCE, wait_until
from devicelink import CHUNK, SMALL, DeviceLinkTestCase

# pylint: disable=wrong-import-position
from server import frame, terms  # noqa: E402: devicelink has put its folder on the path


def setUpModule():
    global workshop
    workshop = Workshop()


def tearDownModule():
    workshop.close()


class Server(Client):
    """What a server does: it finds a device by its status, commands it, and waits for its words."""

    def __init__(self, broker):
        self._kept = {"status": [], "ota_ack": []}
        super().__init__(broker, "devices/+/status", "devices/+/ota_ack")
        self.device = None

    def next(self, name, condition=lambda _: True):
        """The next message at the topic `name` that is as wished; those there before it are forgotten."""
        while True:
            while self._kept[name]:
                message = self._kept[name].pop(0)
                if condition(message):
                    return message
            try:
                topic, text = self.messages.get(timeout=PATIENCE)
            except queue.Empty:
                raise AssertionError(f"nothing as wished came at {name}") from None
            self._kept[topic.rsplit("/", 1)[1]].append(json.loads(text))

    def forget(self):
        """From here on only what comes from here on counts."""
        self._kept = {"status": [], "ota_ack": []}
        while not self.messages.empty():
            self.messages.get()

    def find(self, version=None):
        """Waits for a device that says that it is there, in this version."""
        status = self.next(
            "status",
            lambda status: status.get("connectivity_state") == "ONLINE"
            and version in (None, status["firmware_version"]),
        )
        self.device = status["device_id"]
        return status

    def topic(self, name):
        return f"devices/{self.device}/{name}"

    def ask(self, command, **values):
        """Sends a command; returns the reply, which no unasked status is."""
        self.forget()
        self.publish(self.topic("cmd"), json.dumps({"cmd": command, **values}))
        return self.next("status", lambda status: "battery_percent" not in status)

    def offer(self, data, *, chunk=CHUNK, **changes):
        return self.ask("request_ota", **{**terms(data, chunk), **changes})

    def chunk(self, message):
        """Sends a chunk's frame; returns the answer to it."""
        self.publish(self.topic("ota_data"), message)
        return self.next("ota_ack")

    def send_chunks(self, data, *, chunk=CHUNK, count=None):
        """Sends chunks, each once the one before is there; returns the first answer that says no."""
        pieces = [data[start : start + chunk] for start in range(0, len(data), chunk)]
        for number, piece in enumerate(pieces[:count]):
            answer = self.chunk(frame(number, piece))
            if answer != {"ota_ack": number}:
                return answer
        return None

    def verdict(self):
        return self.next("status", lambda status: "message" in status)


class DeviceLinkBrokerTests(DeviceLinkTestCase):
    def setUp(self):
        self.broker = self.enterContext(Broker())
        self.server = self.enterContext(Server(self.broker))
        lines = ["[device-link]", "broker: 127.0.0.1", f"port: {self.broker.port}"]
        self.daemon = self.enterContext(launched_from(workshop.service_file(*lines)))
        self.status = self.server.find()

    @property
    def device_id(self):
        return self.server.device

    def offer(self, data, **changes):
        reply = self.server.offer(data, **changes)
        self.assertEqual(
            {"status": "ok", "message": "Ready to receive firmware", "device_id": self.server.device},
            reply,
        )

    def test_the_device_is_found_by_its_status_also_by_who_comes_later(self):
        self.assertRegex(self.server.device, "[0-9A-F]{12}")
        self.assertEqual("Hearth", self.status["device_name"])
        self.assertEqual(self.daemon.get_state()["version"], self.status["firmware_version"])
        with Server(self.broker) as late:
            self.assertEqual(self.server.device, late.find()["device_id"])
        self.daemon.kill()
        gone = self.server.next("status", lambda status: "battery_percent" in status)
        self.assertEqual("OFFLINE", gone["connectivity_state"])
        self.daemon.start()
        self.server.find()
        self.daemon.stop()
        gone = self.server.next("status", lambda status: "battery_percent" in status)
        self.assertEqual("OFFLINE", gone["connectivity_state"])

    def test_every_command_is_answered_with_the_id(self):
        rows = [
            ("set_volume", {"volume": 75}, "not_supported"),
            ("set_volume", {"volume": 101}, "invalid_param"),
            ("set_brightness", {"brightness": 50}, "not_supported"),
            ("set_brightness", {"brightness": "50"}, "invalid_param"),
            ("set_device_name", {"device_name": "Attic"}, "ok"),
            ("set_device_name", {"device_name": ""}, "invalid_param"),
            ("request_ble_config", {}, "not_supported"),
            ("set_wifi", {"ssid": "a", "password": "b"}, "not_supported"),
            ("request_ota", {"size": 0x480001}, "invalid_param"),
            ("request_ota", {}, "invalid_param"),
            ("sing", {}, "invalid_command"),
        ]
        for command, values, status in rows:
            with self.subTest(command=command, values=values):
                reply = self.server.ask(command, **values)
                self.assertEqual(status, reply["status"], reply)
                self.assertEqual(self.server.device, reply["device_id"])
        self.server.publish(self.server.topic("cmd"), '{"cmd":"request_status"}')
        self.server.next("status", lambda status: status.get("device_name") == "Attic")
        self.assertEqual("ok", self.server.ask("reboot")["status"])
        self.server.next("status", lambda s: s.get("connectivity_state") == "OFFLINE")
        self.assertEqual("Attic", self.server.find()["device_name"])

    def test_what_the_broker_kept_and_nonsense_are_ignored_and_told(self):
        self.server.publish(self.server.topic("cmd"), b"\xff\0no json")
        wait_until(lambda: any("was ignored" in event for event in self.events()), "an event")
        self.server.publish(self.server.topic("cmd"), '{"cmd":"reboot"}', retain=True)
        # Who is there hears it as it is said; who joins later finds it kept.
        self.server.next("status", lambda s: s.get("connectivity_state") == "OFFLINE")
        self.server.find()
        words = "that the broker had kept"
        wait_until(lambda: any(words in event for event in self.events()), "an event")
        self.server.publish(self.server.topic("ota_data"), bytes(300_000))
        self.assertEqual("invalid_command", self.server.ask("sing")["status"])

    def test_an_update_brings_the_next_version(self):
        data = workshop.bundle("0.2.0")
        self.offer(data)
        self.assertIsNone(self.server.send_chunks(data))
        self.assert_reply(self.server.verdict(), "ok", "0.2.0 was accepted")
        self.assertEqual(self.status["device_id"], self.server.find("0.2.0")["device_id"])
        wait_until(lambda: self.runs("0.2.0"), "0.2.0 has proved itself", 120)

    def test_each_chunk_is_answered_by_what_is_wrong_with_it(self):
        data = workshop.small_bundle()
        self.offer(data, chunk=SMALL)
        first, second = data[:SMALL], data[SMALL : 2 * SMALL]
        rows = [
            ("short", b"\0" * 11, {"ota_nack": 0, "expected_seq": 0}),
            ("gap", frame(1, second), {"ota_nack": 1, "expected_seq": 0}),
            ("checksum", frame(0, first, checksum=7), {"ota_nack": 0, "expected_seq": 0}),
            ("good", frame(0, first), {"ota_ack": 0}),
            ("duplicate", frame(0, first), {"ota_ack": 0}),
            ("size", frame(1, second, size=SMALL - 1), {"ota_nack": 1, "expected_seq": 1}),
        ]
        for name, message, answer in rows:
            with self.subTest(name):
                self.assertEqual(answer, self.server.chunk(message))
        self.assertIsNone(self.server.send_chunks(data, chunk=SMALL))
        self.assert_refused(self.server.verdict(), "do not run on this system")

    def test_what_cannot_be_taken_is_refused_in_words(self):
        data = workshop.small_bundle()
        self.offer(data, chunk=SMALL, sha256=hashlib.sha256(b"another").hexdigest())
        self.assertIsNone(self.server.send_chunks(data, chunk=SMALL))
        self.assert_refused(self.server.verdict(), "its SHA-256 is not the one")
        stranger = workshop.small_bundle(key=workshop.stranger())
        self.offer(stranger, chunk=SMALL)
        self.server.send_chunks(stranger, chunk=SMALL)
        self.assert_refused(self.server.verdict(), "not signed by a key")
        self.assertEqual(self.daemon.post_wish({"power": True})[0], 200)
        wait_until(lambda: self.daemon.get_state()["power"], "heat")
        self.assert_refused(self.server.offer(data, chunk=SMALL), "heat is on")

    def test_one_update_is_taken_at_a_time(self):
        data = workshop.small_bundle()
        self.offer(data, chunk=SMALL)
        self.server.send_chunks(data, chunk=SMALL, count=1)
        head = self.daemon.request("POST", "/ota", data, UPLOAD_HEADERS)[1]
        self.assertIn("Another update", head["Hearth-Update-Words"])
        self.assert_reply(self.server.offer(data), "error", "Another update is under way")
        self.assertIsNone(self.server.send_chunks(data, chunk=SMALL))
        self.assert_refused(self.server.verdict(), "do not run on this system")
        with upload_begun(self.daemon, len(data)) as connection:
            connection.sendall(data[:100])
            wait_until(lambda: self.update_state()["phase"] == "receiving", "the upload runs")
            self.assert_reply(self.server.offer(data), "error", "another one is being uploaded")

    def test_an_update_whose_broker_ends_at_any_chunk_leaves_nothing(self):
        data = workshop.small_bundle()
        words = "the connection to the device server ended before the update was complete"
        for sent in range((len(data) + SMALL - 1) // SMALL):
            with self.subTest(sent=sent):
                self.offer(data, chunk=SMALL)
                self.assertIsNone(self.server.send_chunks(data, chunk=SMALL, count=sent))
                self.broker.end()
                wait_until(
                    lambda count=sent + 1: sum(words in event for event in self.events()) == count,
                    f"an event: {words}",
                )
                self.assert_nothing_is_left()
                # Anew: a connection that is lost again and again is tried less and less often.
                self.daemon.stop()
                self.server.forget()
                self.broker.start()
                self.daemon.start()
                self.server.find()
        self.assertTrue(any("broker at 127.0.0.1" in event for event in self.events()))
        # It knows nothing of those before, and takes another one.
        self.offer(data, chunk=SMALL)
        self.assertIsNone(self.server.send_chunks(data, chunk=SMALL))
        self.assert_refused(self.server.verdict(), "do not run on this system")
