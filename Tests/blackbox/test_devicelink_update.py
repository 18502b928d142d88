"""Updates by a server of the device link: docs/links.md and docs/update.md."""

import hashlib

from bundles import UPLOAD_HEADERS, Workshop, launched_from, upload_begun
from daemon import wait_until
from devicelink import CHUNK, SMALL, DeviceLinkTestCase

# pylint: disable=wrong-import-position
from server import Server, frame, is_reply  # noqa: E402: devicelink has put its folder on the path


def setUpModule():
    global workshop
    workshop = Workshop()


def tearDownModule():
    workshop.close()


class DeviceLinkUpdateTestCase(DeviceLinkTestCase):
    def setUp(self):
        self.server = self.enterContext(Server())
        link = ["[device-link]", f"server: {self.server.url}"]
        self.daemon = self.enterContext(launched_from(workshop.service_file(*link)))
        self.device_id = self.greeting(0)["device_id"]

    def greeting(self, after):
        return self.server.wait_new(
            lambda message: message.get("cmd") == "device_handshake", "a handshake", after, 60
        )

    def offer(self, data, **changes):
        reply = self.server.offer(data, **changes)
        self.assertEqual("ok", reply["status"], reply)


class AcceptedTests(DeviceLinkUpdateTestCase):
    def assert_starts(self, version, before):
        """The device comes back as this version and proves itself."""
        greeting = self.greeting(before)
        self.assertEqual(version, greeting["firmware_version"])
        self.assertEqual(self.device_id, greeting["device_id"])
        try:
            wait_until(lambda: self.runs(version), f"{version} has proved itself", 120)
        except AssertionError as error:
            ended = self.daemon.process.poll()
            raise AssertionError(f"{error}; ended: {ended}\n{self.daemon.log[-3000:]}") from None

    def test_each_generation_of_the_protocol_brings_the_next_version(self):
        bundle = workshop.bundle("0.2.0")
        before = len(self.server.received)
        reply = self.server.ask("request_ota", version="0.2.0")
        self.assertEqual({"status": "ok", "device_id": self.device_id, "version": "0.2.0"}, reply)
        self.server.send_raw(bundle, frame_bytes=CHUNK)
        self.assert_reply(self.server.complete(), "ok", "0.2.0 was accepted")
        self.assert_starts("0.2.0", before)

        bundle = workshop.bundle("0.3.0")
        before = len(self.server.received)
        digest = hashlib.sha256(bundle).hexdigest()
        reply = self.server.ask("request_ota", size=len(bundle), sha256=digest)
        self.assertEqual({"status": "ok", "device_id": self.device_id}, reply)
        self.server.send_raw(bundle, frame_bytes=CHUNK)
        self.assert_reply(self.server.complete(), "ok", "0.3.0 was accepted")
        self.assert_starts("0.3.0", before)

        bundle = workshop.bundle("0.4.0")
        before = len(self.server.received)
        self.offer(bundle, chunk=CHUNK, version="0.4.0")
        self.assertEqual([], self.server.send_chunks(bundle, chunk=CHUNK))
        self.assert_reply(self.server.complete(), "ok", "0.4.0 was accepted")
        # From here on nobody turns heat on.
        status, answer = self.daemon.post_wish({"power": True})
        self.assertEqual((status, answer["code"]), (503, "stopping"))
        self.assert_starts("0.4.0", before)

    def test_a_bad_line_costs_nothing_but_time(self):
        """Lost acknowledgements, damaged frames and frames that come twice."""
        bundle = workshop.bundle("0.2.0")
        before = len(self.server.received)
        self.offer(bundle, chunk=CHUNK)

        def spoils(number, piece, attempt):
            if number % 5 == 2 and attempt == 0:
                return frame(number, piece, checksum=1)
            if number % 5 == 3 and attempt < 2:
                return frame(number, piece, size=len(piece) - 1)
            return frame(number, piece)

        chunks = range(0, len(bundle) // CHUNK, 5)
        given_up = self.server.send_chunks(bundle, chunk=CHUNK, loses=chunks, spoils=spoils)
        self.assertEqual([], given_up)
        self.assert_reply(self.server.complete(), "ok", "0.2.0 was accepted")
        self.assert_starts("0.2.0", before)


class ChunkTests(DeviceLinkUpdateTestCase):
    """The bytes of these updates are few; which of them arrive is what it is about."""

    def answer(self, message):
        before = len(self.server.received)
        self.server.send(message)
        return self.server.wait_new(lambda _: True, "an answer to a chunk", before)

    def test_each_chunk_is_answered_by_what_is_wrong_with_it(self):
        data = workshop.small_bundle()
        self.offer(data, chunk=SMALL)
        first, second, third = (data[start : start + SMALL] for start in range(0, 3 * SMALL, SMALL))
        rows = [
            ("short", b"\0" * 11, {"ota_nack": 0}),
            ("gap", frame(1, second), {"ota_nack": 1}),
            ("checksum", frame(0, first, checksum=7), {"ota_nack": 0}),
            ("size", frame(0, first, size=SMALL + 1), {"ota_nack": 0}),
            ("too few", frame(0, first[:-1]), {"ota_nack": 0}),
            ("too many", frame(0, first + b"x"), {"ota_nack": 0}),
            ("beyond", frame(1 << 31, first), {"ota_nack": 1 << 31}),
            ("good", frame(0, first), {"ota_ack": 0}),
            ("duplicate", frame(0, first), {"ota_ack": 0}),
            ("short", b"", {"ota_nack": 1}),
            ("good", frame(1, second), {"ota_ack": 1}),
            ("old", frame(0, first), {"ota_ack": 0}),
            ("gap", frame(3, third), {"ota_nack": 3}),
        ]
        for name, message, answer in rows:
            with self.subTest(name):
                self.assertEqual(answer, self.answer(message))

    def test_chunks_that_the_server_gave_up_are_missing_at_the_end(self):
        data = workshop.small_bundle()
        self.offer(data, chunk=SMALL)
        count = (len(data) + SMALL - 1) // SMALL

        def spoils(number, piece, _):
            return frame(number, piece, checksum=7) if number == 2 else frame(number, piece)

        # It goes on after three tries; all that follows is a gap to this device.
        given_up = self.server.send_chunks(data, chunk=SMALL, spoils=spoils)
        self.assertEqual(list(range(2, count)), given_up)
        words = f"{count - 2} of its {count} chunks are missing"
        self.assert_refused(self.server.complete(), words)

    def test_an_update_that_ends_at_any_chunk_is_refused(self):
        data = workshop.small_bundle()
        count = (len(data) + SMALL - 1) // SMALL
        for sent in range(count):
            with self.subTest(sent=sent):
                self.offer(data, chunk=SMALL)
                self.assertEqual([], self.server.send_chunks(data, chunk=SMALL, count=sent))
                words = f"{count - sent} of its {count} chunks are missing"
                self.assert_refused(self.server.complete(), words)
        # Nothing of it stands in the way of the next one: this one is whole.
        self.offer(data, chunk=SMALL)
        self.server.send_chunks(data, chunk=SMALL)
        self.assert_refused(self.server.complete(), "do not run on this system")

    def test_an_update_whose_connection_ends_at_any_chunk_leaves_nothing(self):
        data = workshop.small_bundle()
        words = "the connection to the device server ended before the update was complete"
        count = (len(data) + SMALL - 1) // SMALL
        for sent in range(count + 1):
            with self.subTest(sent=sent):
                self.offer(data, chunk=SMALL)
                self.server.send_chunks(data, chunk=SMALL, count=sent)
                before = len(self.server.received)
                self.server.drop()
                self.greeting(before)
                told = [event for event in self.events() if words in event]
                self.assertEqual(sent + 1, len(told))
                self.assertEqual("idle", self.update_state()["phase"])
                self.assert_nothing_is_left()
                # A new connection knows nothing of it.
                self.assert_reply(self.server.complete(), "error", "No update is under way")
        self.assertTrue(self.runs("0.1.0"))

    def test_raw_frames_that_are_cut_off_are_refused(self):
        data = workshop.small_bundle()
        for size, words in ((None, "not complete"), (len(data), f"100 of its {len(data)} bytes")):
            with self.subTest(size=size):
                values = {} if size is None else {"size": size}
                self.assertEqual("ok", self.server.ask("request_ota", **values)["status"])
                self.server.send_raw(data[:100])
                self.assert_refused(self.server.complete(), words)


class RefusedTests(DeviceLinkUpdateTestCase):
    def test_what_is_not_signed_for_this_device_is_refused_in_words(self):
        good = workshop.small_bundle()
        cases = [
            ("signature", workshop.small_bundle(key=workshop.stranger()), "not signed by a key"),
            ("architecture", workshop.small_bundle(architecture="riscv64"), "for riscv64"),
            ("downgrade", workshop.small_bundle("0.0.9"), "allow_downgrade"),
            ("damaged", good[:-1] + bytes([good[-1] ^ 1]), "damaged"),
            ("longer", good + b"x", "after its end"),
            ("no bundle", b"\x7fELF" + bytes(1000), "no Hearth update"),
            ("does not start", good, "do not run on this system"),
        ]
        for name, data, words in cases:
            with self.subTest(name, form="chunks"):
                self.offer(data, chunk=SMALL)
                before = len(self.server.received)
                self.server.send_chunks(data, chunk=SMALL)
                self.assert_refused(self.server.complete(), words)
                # Where it shows before its end, it is told at once, and again at the end.
                for reply in filter(is_reply, self.server.received[before:]):
                    self.assert_reply(reply, "error", words)
            with self.subTest(name, form="raw"):
                self.assertEqual("ok", self.server.ask("request_ota")["status"])
                self.server.send_raw(data)
                self.assert_refused(self.server.complete(), words)

    def test_a_signature_by_a_stranger_is_told_while_chunks_still_come(self):
        data = workshop.small_bundle(key=workshop.stranger())
        self.offer(data, chunk=SMALL)
        before = len(self.server.received)
        count = (len(data) + SMALL - 1) // SMALL
        self.server.send_chunks(data, chunk=SMALL, count=count - 1)
        early = self.server.wait_new(is_reply, "an early refusal", before)
        self.assert_refused(early, "not signed by a key")
        # What comes after it is not taken, and nobody is told otherwise.
        before = len(self.server.received)
        self.server.send(frame(count - 1, data[(count - 1) * SMALL :]))
        answer = self.server.wait_new(lambda _: True, "an answer to a chunk", before)
        self.assertEqual({"ota_nack": count - 1}, answer)
        self.assert_reply(self.server.complete(), "error", "not signed by a key")
        self.assert_reply(self.server.complete(), "error", "No update is under way")

    def test_another_hash_is_refused(self):
        data = workshop.small_bundle()
        digest = hashlib.sha256(b"something else").hexdigest()
        words = "its SHA-256 is not the one that was announced"
        self.offer(data, chunk=SMALL, sha256=digest)
        self.server.send_chunks(data, chunk=SMALL)
        self.assert_refused(self.server.complete(), words)
        self.assertEqual(
            "ok", self.server.ask("request_ota", size=len(data), sha256=digest)["status"]
        )
        self.server.send_raw(data)
        self.assert_refused(self.server.complete(), words)

    def test_more_than_was_announced_or_allowed_is_refused(self):
        reply = self.server.ask("request_ota", size=0x480001)
        self.assert_reply(reply, "invalid_param", "4718592")
        data = workshop.small_bundle()
        self.assertEqual("ok", self.server.ask("request_ota", size=100)["status"])
        before = len(self.server.received)
        self.server.send_raw(data[:101])
        words = "it has more than the 100 bytes that it may have"
        self.assert_refused(self.server.wait_new(is_reply, "an early refusal", before), words)
        self.assert_refused(self.server.complete(), words)

    def test_what_has_no_end_is_refused(self):
        data = workshop.small_bundle()
        self.assertEqual("ok", self.server.ask("request_ota")["status"])
        before = len(self.server.received)
        self.server.send_raw(data + bytes(0x480001 - len(data)), frame_bytes=0x10000)
        early = self.server.wait_new(is_reply, "an early refusal", before)
        # Who is first depends on when the end of what was signed is looked at.
        self.assertRegex(early["message"], "after its end|more than the 4718592 bytes")
        self.assertEqual(early, self.server.complete())
        wait_until(lambda: self.update_state()["phase"] == "idle", "the end of the update")
        self.assert_nothing_is_left()

    def test_while_heat_is_on_none_is_taken(self):
        self.assertEqual(self.daemon.post_wish({"power": True})[0], 200)
        wait_until(lambda: self.daemon.get_state()["power"], "heat")
        data = workshop.small_bundle()
        self.assert_refused(self.server.offer(data, chunk=SMALL), "heat is on")
        # A server that does not look at the answer hears it again.
        self.server.send_chunks(data, chunk=SMALL, count=1)
        self.assert_refused(self.server.complete(), "heat is on")
        self.assertTrue(self.daemon.get_state()["power"])

    def test_heat_that_comes_while_it_arrives_wins(self):
        data = workshop.bundle("0.2.0")
        self.offer(data, chunk=CHUNK)
        self.server.send_chunks(data, chunk=CHUNK)
        self.assertEqual(self.daemon.post_wish({"power": True})[0], 200)
        wait_until(lambda: self.daemon.get_state()["power"], "heat")
        self.assert_refused(self.server.complete(), "heat was turned on meanwhile")
        self.assertTrue(self.daemon.get_state()["power"])


class OneAtATimeTests(DeviceLinkUpdateTestCase):
    def test_an_upload_waits_for_the_end_of_one_by_the_link(self):
        data = workshop.small_bundle()
        self.offer(data, chunk=SMALL)
        self.server.send_chunks(data, chunk=SMALL, count=2)
        status, head, _ = self.daemon.request("POST", "/ota", data, UPLOAD_HEADERS)
        self.assertEqual((status, head["Hearth-Update"]), (200, "refused"))
        self.assertIn("Another update", head["Hearth-Update-Words"])
        # Nor does the same server get a second one.
        reply = self.server.ask("request_ota")
        self.assert_reply(reply, "error", "Another update is under way")
        # The first one was not harmed: it is judged as a whole.
        pieces = [data[start : start + SMALL] for start in range(0, len(data), SMALL)]
        for number, piece in enumerate(pieces):
            self.server.send(frame(number, piece))
        self.assert_refused(self.server.complete(), "do not run on this system")
        head = self.daemon.request("POST", "/ota", data, UPLOAD_HEADERS)[1]
        self.assertIn("do not run on this system", head["Hearth-Update-Words"])

    def test_the_link_waits_for_the_end_of_an_upload(self):
        data = workshop.bundle("0.2.0")
        with upload_begun(self.daemon, len(data)) as connection:
            connection.sendall(data[:1000])
            wait_until(lambda: self.update_state()["phase"] == "receiving", "the upload runs")
            reply = self.server.offer(data, chunk=CHUNK)
            self.assert_reply(reply, "error", "another one is being uploaded")
            self.assertEqual(
                [0], self.server.send_chunks(data, chunk=CHUNK, count=1)
            )
            self.assert_reply(self.server.complete(), "error", "another one is being uploaded")
            before = len(self.server.received)
            connection.sendall(data[1000:])
            self.assertEqual("0.2.0", self.greeting(before)["firmware_version"])
