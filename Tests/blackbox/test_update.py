"""Updates: wire contract, section 7, and docs/update.md."""

import contextlib
import json
import os
import pathlib
import socket
import time
import unittest

from bundles import MAKER
from bundles import UPLOAD_HEADERS as HEADERS
from bundles import UpdatedTestCase, Workshop, launched_from, upload_begun
from daemon import PATIENCE, run_hearth, wait_until
from panda import connected
from page import PageTestCase


def setUpModule():
    global workshop
    workshop = Workshop()


def tearDownModule():
    workshop.close()


def launched(**keys):
    return launched_from(workshop.service_file(**keys))


class UpdateTestCase(UpdatedTestCase):
    def setUp(self):
        self.daemon = self.enterContext(launched())

    def upload(self, body, headers=None):
        """Uploads; returns what the clients of /ws and the uploading program were told."""
        with connected(self.daemon) as client:
            status, head, answer = self.daemon.request("POST", "/ota", body, headers or HEADERS)
            self.assertEqual((status, answer), (200, b""))
            self.assertEqual(head["Connection"].lower(), "close")
            response = client.receive_field("response", "type")
        return response, head["Hearth-Update-Words"]

    def assert_refused(self, body, words, headers=None):
        response, told = self.upload(body, headers)
        self.assertEqual(response, {"type": "ota_fw", "ok": 0})
        self.assertIn(words, told)
        wait_until(lambda: any(words in event for event in self.events()), f"an event: {words}")
        self.assert_nothing_is_left()
        self.assertTrue(self.runs("0.1.0"))


class AcceptedTests(UpdateTestCase):
    def test_two_updates_are_taken_proved_and_taken_back(self):
        response, words = self.upload(workshop.bundle("0.2.0"))
        self.assertEqual(response, {"type": "ota_fw", "ok": 1})
        self.assertIn("0.2.0 was accepted", words)
        # Between the answer and the restart nobody turns heat on.
        status, answer = self.daemon.post_wish({"power": True})
        self.assertEqual((status, answer["code"]), (503, "stopping"))
        wait_until(lambda: self.runs("0.2.0", is_on_trial=True), "0.2.0 on trial")
        response, words = self.upload(workshop.bundle("0.3.0"))
        self.assertEqual(response["ok"], 0)
        self.assertIn("still on trial", words)
        wait_until(lambda: self.runs("0.2.0"), "0.2.0 has proved itself", 120)
        result = run_hearth("update", self.file("0.3.0"), "--host", self.daemon.host, timeout=120)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("0.3.0 has proved itself", result.stdout)
        listed = run_hearth("update", "slots", "--host", self.daemon.host).stdout
        self.assertEqual(
            listed.splitlines(), ["package  0.1.0", "a  0.2.0  before", "b  0.3.0  runs"]
        )
        self.assertEqual(run_hearth("update", "rollback", "--host", self.daemon.host).returncode, 0)
        wait_until(lambda: self.runs("0.2.0"), "0.2.0 is back")

    def file(self, version):
        path = workshop.folder / f"hearth-{version}.bin"
        path.write_bytes(workshop.bundle(version))
        return path

    def test_one_is_taken_where_the_library_of_keys_has_no_settings(self):
        # As without Debian's package openssl: reading the keys takes other ways through memory then.
        self.daemon.stop()
        self.daemon.environment["OPENSSL_CONF"] = "/nonexistent"
        self.daemon.start()
        self.assertEqual(self.upload(workshop.bundle("0.2.0"))[0]["ok"], 1)
        wait_until(lambda: self.runs("0.2.0"), "0.2.0 runs")

    def test_a_slow_upload_is_taken(self):
        body = workshop.bundle("0.2.0")
        with connected(self.daemon) as client, upload_begun(self.daemon, len(body)) as connection:
            parts = [body[start:start + len(body) // 20 + 1]
                     for start in range(0, len(body), len(body) // 20 + 1)]
            for part in parts[:-1]:
                connection.sendall(part)
                # It has to arrive apart: what the daemon says of itself comes in between.
                wait_until(lambda: self.update_state()["phase"] == "receiving", "the upload runs")
            connection.sendall(parts[-1])
            self.assertEqual(client.receive_field("response", "type"), {"type": "ota_fw", "ok": 1})
        wait_until(lambda: self.runs("0.2.0"), "0.2.0 runs")


class PageTests(PageTestCase, UpdateTestCase):
    """Our own page's panel, in a browser."""

    def setUp(self):
        UpdateTestCase.setUp(self)
        self.open(self.daemon)
        self.go("settings/update")

    def choose_file(self, content):
        path = workshop.folder / "update.bin"
        path.write_bytes(content)
        self.find("update-file").send_keys(str(path))
        self.press("update-now")

    def test_an_update_is_installed_shown_on_trial_and_taken_back(self):
        self.wait_for_text("update-version", "^Hearth 0.1.0 runs")
        self.choose_file(workshop.bundle("0.2.0"))
        self.wait_for_text("update-version", "^Hearth 0.2.0 runs on trial")
        self.wait_for_text("update-outcome", "0.2.0 has proved itself")
        self.assertTrue(self.find("reload").is_displayed(), "the page is the other version's")
        self.press("roll-back")
        self.press("ask-yes")
        self.wait_for_text("update-version", r"^Hearth 0.1.0 runs\.")

    def test_a_refusal_is_shown_in_words(self):
        self.choose_file(workshop.bundle("0.2.0", key=workshop.stranger()))
        self.wait_for_text("update-said", "not signed by a key")
        self.wait_for_text("update-version", "^Hearth 0.1.0 runs")


class RefusedTests(UpdateTestCase):
    def test_what_is_not_signed_for_this_device_is_refused_in_words(self):
        good = workshop.bundle("0.2.0")
        flipped = bytearray(good)
        flipped[len(good) // 2] ^= 1
        cases = [
            ("signature", workshop.bundle("0.2.0", key=workshop.stranger()), "not signed by a key"),
            ("architecture", workshop.bundle("0.2.0", architecture="riscv64"), "for riscv64"),
            ("downgrade", workshop.bundle("0.0.9"), "allow_downgrade"),
            ("same", workshop.bundle("0.1.0"), "allow_downgrade"),
            ("minimum", workshop.bundle("0.3.0", minimum="0.2.0"), "update to 0.2.0 first"),
            ("flipped", bytes(flipped), "damaged"),
            ("longer", good + b"x", "after its end"),
            ("no bundle", b"\x7fELF" + bytes(1000), "no Hearth update"),
            ("an image of the stock firmware", b"\xe9\x06\x02\x20" + bytes(2000), "no Hearth update"),
            ("empty", b"", "not complete"),
            ("does not start", workshop.bundle("0.2.0", contents=workshop.script("exit 1")),
             "do not run on this system"),
        ]
        for name, body, words in cases:
            with self.subTest(name):
                self.assert_refused(body, words)

    def test_another_type_is_refused_as_unknown(self):
        response, _ = self.upload(workshop.bundle("0.2.0"), {"OTA-Type": "ota_img"})
        self.assertEqual(response, {"type": "ota_unknown", "ok": 0})

    def test_while_heat_is_on_none_is_taken(self):
        self.assertEqual(self.daemon.post_wish({"power": True})[0], 200)
        self.assert_refused(workshop.bundle("0.2.0"), "heat is on")
        self.assertEqual(run_hearth("update", "rollback", "--host", self.daemon.host).returncode, 4)

    def test_a_second_upload_is_refused_and_the_first_one_taken(self):
        body = workshop.bundle("0.2.0")
        with connected(self.daemon) as client, upload_begun(self.daemon, len(body)) as first:
            first.sendall(body[:1000])
            wait_until(lambda: self.update_state()["phase"] == "receiving", "the first upload runs")
            status, head, _ = self.daemon.request("POST", "/ota", body[:10], HEADERS)
            self.assertEqual((status, head["Hearth-Update"]), (200, "refused"))
            self.assertEqual(client.receive_field("response", "type")["ok"], 0)
            first.sendall(body[1000:])
            self.assertEqual(client.receive_field("response", "type")["ok"], 1)

    def test_a_payload_is_unpacked_whatever_filter_packed_it(self):
        # What packs tightly differs by architecture; the reader is one and the same. That programs do not
        # run is found when all of them are unpacked and have the hashes that were signed.
        programs = [b"#!/bin/sh\n" + b"exit 1\n" * 5000, b"#!/bin/sh\nexit 1\n"]
        for architecture in [*MAKER.FILTERS, "another"]:
            with self.subTest(architecture=architecture):
                payload = MAKER.compressed(b"".join(programs), architecture)
                self.assertLess(len(payload), 1000)
                bundle = workshop.bundle("0.2.0", contents=programs, payload=payload)
                self.assert_refused(bundle, "its programs do not run on this system")

    def test_an_upload_that_is_cut_off_leaves_nothing(self):
        body = workshop.bundle("0.2.0")
        for tenth in range(10):
            with self.subTest(tenth=tenth):
                with connected(self.daemon) as client:
                    with upload_begun(self.daemon, len(body)) as connection:
                        connection.sendall(body[: len(body) * tenth // 10])
                    self.assertEqual(
                        client.receive_field("response", "type"), {"type": "ota_fw", "ok": 0}
                    )
                self.assert_nothing_is_left()
        self.assertTrue(self.runs("0.1.0"))
        self.assertEqual(self.upload(body)[0]["ok"], 1)

    def test_the_versions_are_listed_as_soon_as_it_answers(self):
        for _ in range(3):
            self.daemon.stop()
            self.daemon.start()
            listed = run_hearth("update", "slots", "--host", self.daemon.host).stdout
            self.assertEqual(listed, "package  0.1.0  runs\n")
        told = json.loads(
            run_hearth("update", "slots", "--json", "--host", self.daemon.host).stdout
        )
        self.assertEqual(told, {"update": self.update_state()})

    def test_what_a_killed_daemon_left_of_an_upload_is_removed_at_the_start(self):
        body = workshop.bundle("0.2.0")
        with upload_begun(self.daemon, len(body)) as connection:
            connection.sendall(body[: len(body) // 2])
            incoming = self.slots() / "incoming"
            wait_until(lambda: incoming.exists() and incoming.stat().st_size > 0, "bytes on disk")
            self.daemon.kill()
        self.daemon.start()
        wait_until(lambda: self.update_state()["slots"], "the slots are known")
        self.assert_nothing_is_left()


class DowngradeTests(UpdateTestCase):
    def setUp(self):
        self.daemon = self.enterContext(launched(allow_downgrade="yes"))

    def test_an_older_version_is_taken_where_the_owner_allows_it(self):
        self.assertEqual(self.upload(workshop.bundle("0.0.9"))[0]["ok"], 1)
        wait_until(lambda: self.runs("0.0.9"), "0.0.9 runs")


class BrokenTests(UpdateTestCase):
    """A version that passes for one until it runs. The test plays the service manager."""

    def restart_until(self, version):
        """Starts the daemon again whenever it has ended, as the service manager does."""

        def look():
            if self.daemon.process.poll() is not None:
                with contextlib.suppress(AssertionError):
                    self.daemon.start()
            return self.runs(version)

        wait_until(look, f"{version} is back", timeout=120)

    def assert_comes_back(self, text, words):
        self.assertEqual(
            self.upload(workshop.bundle("0.2.0", contents=workshop.script(text)))[0]["ok"], 1
        )
        wait_until(lambda: not self.runs("0.1.0"), "0.1.0 has made room")
        self.restart_until("0.1.0")
        wait_until(lambda: any(words in event for event in self.events()), f"an event: {words}")
        listed = run_hearth("update", "slots", "--host", self.daemon.host).stdout
        self.assertIn("package  0.1.0  runs", listed)

    def test_one_that_crashes_at_its_start_is_given_up(self):
        self.assert_comes_back(
            '[ "$1" = version ] || kill -SEGV $$', "0.2.0 did not prove itself: it ended 3 times"
        )

    def test_one_that_lives_on_without_being_in_order_is_ended(self):
        # "exec": the process that is watched is the one that hangs.
        self.assert_comes_back('[ "$1" = version ] || exec sleep 600', "never in good order")
