"""Wire contract, section 3: what a client gets when it connects."""

import json
import re
import threading
import time

from daemon import DaemonTestCase
from panda import OPERATING_FIELDS, Panda, connected, is_dump, is_temperature

DUMP_SETTINGS = {
    "fw_version": str, "language": str, "printer_type": int, "work_on": int, "work_mode": int,
    "set_temp": int, "temp": int, "filtertemp": int, "hotbedtemp": int, "custom_temp": int,
    "custom_timer": int, "isrunning": int, "remaining_seconds": int,
}
DUMP_STATION = {"hostname": str, "ip": str, "state": int, "auth_err_reason": int}
DUMP_HOTSPOT = {"ssid": str, "password": str, "ip": str, "on": int}
BAMBU = {"name": str, "sn": str, "access_code": str, "ip": str, "state": int, "scan": int}
KLIPPER = {"name": str, "host": str, "port": int, "state": int, "scan": int}


class ConnectTests(DaemonTestCase):
    def assertFields(self, found, expected):
        for name, kind in expected.items():
            self.assertIn(name, found)
            # A JSON true would be a bool here, and a bool is an int to isinstance.
            self.assertIs(type(found[name]), kind, f"{name}: {found[name]!r}")

    def test_the_dump_waits_until_the_handshake_has_been_read(self):
        for _ in range(5):
            with Panda(self.daemon) as client:
                client.receive_dump()
                pause = client.frames[0].at - client.upgraded_at
                self.assertGreater(pause, 0.07)
                self.assertLess(pause, 2.0)

    def test_a_reader_that_drops_what_is_glued_to_the_handshake_still_gets_the_dump(self):
        for _ in range(5):
            with Panda(self.daemon, drops_glued=True) as client:
                client.receive_dump()

    def test_nothing_comes_before_the_dump_whatever_happens_meanwhile(self):
        ended = threading.Event()

        def change_things():
            with connected(self.daemon) as busy:
                target = 40
                while not ended.is_set():
                    target = 40 + (target + 1) % 15
                    busy.send({"settings": {"set_temp": target}})
                    busy.peer_settles()
                    ended.wait(0.03)

        changer = threading.Thread(target=change_things)
        changer.start()
        try:
            for number in range(20):
                with Panda(self.daemon) as client:
                    client.receive_dump()
                # Another point of the 500 ms beat each time.
                ended.wait(0.037 * (number % 5))
        finally:
            ended.set()
            changer.join()

    def test_there_is_one_dump(self):
        with connected(self.daemon) as client:
            self.assertEqual([m for m in client.receive_for(1.5) if is_dump(m)], [])

    def test_the_dump_holds_every_field_in_its_json_type(self):
        with connected(self.daemon) as client:
            dump = client.dump
        self.assertFields(dump["settings"], DUMP_SETTINGS)
        self.assertFields(dump["sta"], DUMP_STATION)
        self.assertFields(dump["ap"], DUMP_HOTSPOT)
        self.assertFields(dump["wifi"], {"ssid": str, "password": str, "scan": int})
        self.assertFields(dump["printer"], BAMBU)
        self.assertEqual("list" in dump["wifi"], dump["wifi"]["scan"] == 2)

    def test_the_dump_holds_no_field_that_breaks_the_stock_page(self):
        with connected(self.daemon) as client:
            self.assertNotIn("ws_theme", client.dump)
            self.assertNotIn("img_version", client.dump["settings"])
            self.assertIn(client.dump["settings"]["language"], ("en", "zh"))
            self.assertIn(client.dump["sta"]["state"], range(1, 6))

    def test_the_firmware_version_is_one_that_clients_accept(self):
        with connected(self.daemon) as client:
            version = client.dump["settings"]["fw_version"]
        match = re.fullmatch(r"V(\d+)\.(\d+)\.(\d+)", version)
        self.assertTrue(match, version)
        self.assertGreaterEqual(tuple(map(int, match.groups())), (1, 0, 3))

    def test_secrets_are_empty(self):
        with connected(self.daemon) as client:
            self.assertEqual(client.dump["wifi"]["password"], "")
            self.assertEqual(client.dump["ap"]["password"], "")
            self.assertEqual(client.dump["printer"]["access_code"], "")

    def test_a_wired_board_does_not_throw_the_user_into_the_wizard(self):
        with connected(self.daemon) as client:
            self.assertEqual(client.dump["sta"]["state"], 3)
            self.assertNotEqual(client.dump["wifi"]["ssid"], "")
            self.assertRegex(client.dump["sta"]["ip"], r"\A\d+\.\d+\.\d+\.\d+\Z")

    def test_the_old_name_of_the_target_stands_beside_the_new_one(self):
        with connected(self.daemon) as client:
            self.assertEqual(client.dump["settings"]["temp"], client.dump["settings"]["set_temp"])

    def test_the_run_is_told_before_its_countdown(self):
        with Panda(self.daemon) as client:
            client.receive_dump()
            names = list(json.loads(client.frames[0].payload)["settings"])
        self.assertLess(names.index("isrunning"), names.index("remaining_seconds"))

    def test_boot_is_off(self):
        with connected(self.daemon) as client:
            self.assertEqual(client.dump["settings"]["isrunning"], 0)
            self.assertEqual(client.dump["settings"]["work_on"], 0)

    def test_every_field_of_a_push_stands_in_the_dump(self):
        with connected(self.daemon) as client:
            self.assertLessEqual(set(OPERATING_FIELDS), client.dump["settings"].keys())


class KlipperDumpTests(DaemonTestCase):
    def test_the_dump_of_a_klipper_set_up_has_host_and_port(self):
        with connected(self.daemon) as client:
            client.send({"settings": {"printer_type": 2}})
            client.receive_field("response", "type")
        with connected(self.daemon) as client:
            self.assertEqual(client.dump["settings"]["printer_type"], 2)
            for name, kind in KLIPPER.items():
                self.assertIs(type(client.dump["printer"].get(name)), kind, name)


class BeatTests(DaemonTestCase):
    def test_the_temperature_comes_twice_a_second_changed_or_not(self):
        with connected(self.daemon) as client:
            client.receive_until(is_temperature, "a temperature")
            messages = client.receive_for(5.2)
        beats = [message for message in messages if is_temperature(message)]
        self.assertIn(len(beats), range(8, 13))

    def test_a_temperature_has_the_page_s_whole_number_and_the_clients_decimals(self):
        with Panda(self.daemon) as client:
            client.receive_dump()
            # Before the probes have read there are no decimals to tell.
            settings = client.receive_field("settings", "cal_ptc_temp")
            text = client.frames[-1].payload
        self.assertEqual(
            settings.keys(), {"warehouse_temper", "cal_warehouse_temp", "cal_ptc_temp"}
        )
        self.assertIs(type(settings["warehouse_temper"]), int)
        for name in (b"cal_warehouse_temp", b"cal_ptc_temp"):
            self.assertRegex(text, rb'"%s":-?\d+\.\d[,}]' % name)

    def test_silence_is_never_long(self):
        with connected(self.daemon) as client:
            last = time.monotonic()
            for _ in range(8):
                client.receive_message(timeout=3)
                self.assertLess(time.monotonic() - last, 3)
                last = time.monotonic()
