"""What the clients that people run need of /ws beyond its messages: order, honesty, and a farewell."""

import pathlib
import struct
import sys
import tempfile
import threading
import unittest

from access import GuardedDaemon
from daemon import REPOSITORY, Daemon, board_with, wait_until
from panda import CLOSE, connected
from test_heating import TOO_HOT

sys.path.insert(0, str(pathlib.Path(REPOSITORY, "lab", "printers")))

from moonraker import Moonraker  # noqa: E402: its folder has to be on the path first


class OrderTests(unittest.TestCase):
    def setUp(self):
        self.daemon = self.enterContext(Daemon())

    def test_the_dump_is_never_older_than_a_write_on_another_connection(self):
        for target in (*range(41, 56), *range(41, 46)):
            with connected(self.daemon) as writer:
                writer.send({"settings": {"set_temp": target}})
                writer.socket.close()
            with connected(self.daemon) as reader:
                self.assertEqual(reader.dump["settings"]["set_temp"], target)

    def test_the_companion_binds_klipper_on_a_fresh_device(self):
        """`panda_breath_cli.py bind-klipper`: the first state after its writes is the answer, and what has
        come meanwhile lies in its buffer."""
        with Moonraker() as printer, connected(self.daemon) as client:
            client.send({"settings": {"printer_type": 2}})
            client.receive_until(
                lambda m: m.get("response") == {"type": "printer_type", "ok": 1}, "the kind"
            )
            before = client.receive_for(1.5)
            client.send({"printer": {"ip": "127.0.0.1", "port": printer.port}})
            after = [client.receive_until(
                lambda m: m.get("printer", {}).get("state", 2) != 2, "a state"
            )]
            for message in before:
                self.assertNotIn("state", message.get("printer", {}), message)
            for message in (*before, *after):
                self.assertNotIn("list", message.get("printer", {}), message)
            self.assertEqual(after[0]["printer"]["state"], 3)

    def test_the_writer_of_the_printers_kind_is_told_it(self):
        with connected(self.daemon) as client:
            client.send({"settings": {"printer_type": 2}})
            client.receive_until(
                lambda m: m.get("settings", {}).get("printer_type") == 2, "the kind, to its writer"
            )

    def test_thresholds_are_held_to_their_range_and_told(self):
        with connected(self.daemon) as client:
            for name, written, held in (("filtertemp", 300, 120), ("hotbedtemp", 10, 40)):
                client.send({"settings": {name: written}})
                client.receive_until(
                    lambda m: m.get("settings", {}).get(name) == held, f"{name} {held}"
                )

    def test_a_stop_says_goodbye(self):
        with connected(self.daemon) as client:
            stop = threading.Thread(target=self.daemon.stop)
            stop.start()
            self.addCleanup(stop.join)
            while (frame := client.receive()).opcode != CLOSE:
                pass
            self.assertEqual(struct.unpack("!H", frame.payload[:2])[0], 1001)


class FaultTests(unittest.TestCase):
    def test_a_power_on_during_a_fault_tells_that_client_the_fault_again(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        with Daemon(board=board_with(folder, **TOO_HOT)) as daemon:
            wait_until(lambda: daemon.get_state()["latch"], "the latch")
            with connected(daemon) as client, connected(daemon) as other:
                is_told = lambda m: "ptc_heater_status" in m.get("settings", {})
                client.receive_until(is_told, "the fault")
                other.receive_until(is_told, "the fault")
                client.send({"settings": {"work_on": True}})
                client.receive_until(is_told, "the fault again")
                self.assertFalse([m for m in other.receive_for(1) if is_told(m)])


class StandAloneTests(unittest.TestCase):
    def test_mode_auto_of_a_panda_client_holds_the_target(self):
        with GuardedDaemon("[printer]\nstand_alone: yes\n", password=None, speed=10) as daemon:
            # Nobody who knows of a print has asked.
            for wish in ({"mode": "auto"}, {"set_target": 45}, {"power": True}):
                self.assertEqual(daemon.post_wish(wish)[0], 200)
            seen = daemon.get_state()["uptime_s"]
            wait_until(lambda: daemon.get_state()["uptime_s"] > seen + 20, "a while")
            self.assertIsNone(daemon.get_state()["set_point_c"])
            daemon.post_wish({"power": False})
            with connected(daemon) as client:
                for settings in ({"set_temp": 50}, {"work_mode": 1}, {"work_on": True}):
                    client.send({"settings": settings})
                wait_until(lambda: daemon.get_state()["set_point_c"] == 50, "the target")
                self.assertEqual(daemon.get_state()["mode"], "auto")
                self.assertIsNone(daemon.get_state()["bed"], "there is no printer")
                client.send({"settings": {"set_temp": 47}})
                wait_until(lambda: daemon.get_state()["set_point_c"] == 47, "the other target")
                seen = daemon.get_state()["uptime_s"]
                wait_until(lambda: daemon.get_state()["uptime_s"] > seen + 90, "a minute and more")
                self.assertEqual(daemon.get_state()["set_point_c"], 47)
                client.send({"settings": {"work_on": False}})
                wait_until(lambda: not daemon.get_state()["power"], "off")


class TermTests(unittest.TestCase):
    def test_a_term_is_counted_in_real_time_at_any_speed(self):
        with Daemon(speed=200) as daemon:
            self.assertEqual(daemon.post_wish({"heat_to": 45, "lease_s": 10})[0], 200)
            # A hundred times the term of the controller's clock, and half of it by the wall's.
            seen = daemon.get_state()["uptime_s"]
            wait_until(lambda: daemon.get_state()["uptime_s"] > seen + 1000, "a thousand seconds")
            self.assertTrue(daemon.get_state()["power"])
            wait_until(lambda: not daemon.get_state()["power"], "the end of the term")
            self.assertEqual(daemon.get_state()["off_reason"], "lease_expired")
            self.assertIsNone(daemon.get_state()["lease"])

    def test_a_term_is_the_holder_s_and_shown_as_it_runs(self):
        """Another session's wish, with a term of its own, neither ends nor prolongs it."""
        speed = 20
        with Daemon(speed=speed) as daemon:
            self.assertEqual(daemon.post_wish({"heat_to": 45, "lease_s": 1, "session": 1})[0], 200)
            offset = {"set_offset": {"probe": "chamber", "offset_k": 1}, "session": 2, "lease_s": 300}
            self.assertEqual(daemon.post_wish(offset)[0], 200)
            began = daemon.get_state()["uptime_s"]
            self.assertGreater(daemon.get_state()["lease"]["remaining_s"], 5, "10 s at least")
            wait_until(lambda: daemon.get_state()["uptime_s"] > began + 6 * speed, "six seconds")
            self.assertLess(daemon.get_state()["lease"]["remaining_s"], 5)
            self.assertTrue(daemon.get_state()["power"])
            wait_until(lambda: not daemon.get_state()["power"], "the end of the term")
            self.assertEqual(daemon.get_state()["off_reason"], "lease_expired")
            self.assertLess(daemon.get_state()["uptime_s"] - began, 100 * speed)
