"""What it is all for: a simulated chamber becomes warm, and only when it may."""

import pathlib
import tempfile
import unittest

from daemon import Daemon, DaemonTestCase, board_with, run_hearth, wait_until
from panda import connected

#: A chamber that is hotter than its own trip: the fault latches at once.
TOO_HOT = {
    "plant__room_c": 58, "limits__highest_target_c": 40, "limits__chamber_trip_c": 50,
}


class RegulationTests(DaemonTestCase):
    speed = 60

    def test_a_client_heats_the_chamber_and_it_stays_there(self):
        with connected(self.daemon) as client:
            client.send({"settings": {"work_mode": 2}})
            client.send({"settings": {"set_temp": 55}})
            client.send({"settings": {"work_on": True}})
            settings = client.receive_until(
                lambda m: abs(m.get("settings", {}).get("cal_warehouse_temp", 0) - 55) <= 1,
                "55 ± 1 °C", timeout=60,
            )["settings"]
            self.assertEqual(settings["warehouse_temper"], round(settings["cal_warehouse_temp"]))
            began = self.daemon.get_state()["uptime_s"]
            while self.daemon.get_state()["uptime_s"] < began + 1200:
                temperature = client.receive_field("settings", "cal_warehouse_temp")
                self.assertAlmostEqual(temperature["cal_warehouse_temp"], 55, delta=1)
                self.assertLessEqual(temperature["cal_ptc_temp"], 104)
            state = self.daemon.get_state()
            self.assertIsNone(state["latch"])
            self.assertEqual(state["activity"], "holding")


class RestartTests(unittest.TestCase):
    def test_boot_is_off_and_the_settings_are_kept(self):
        for ending in ("stop", "kill"):
            with self.subTest(ending), Daemon() as daemon:
                with connected(daemon) as client:
                    client.send({"settings": {"work_mode": 2, "set_temp": 52, "hotbedtemp": 95}})
                    client.send({"settings": {"work_on": True, "language": "zh"}})
                    client.send({"sta": {"hostname": "Kept"}})
                    client.send({"printer": {
                        "name": "P1S", "sn": "01P", "access_code": "1", "ip": "127.0.0.1"}})
                    client.peer_settles()
                wait_until(lambda: daemon.get_state()["heater_on"], "the heater on")
                # Settings are written a second after the last change, to spare the flash.
                seen = daemon.get_state()["uptime_s"]
                wait_until(lambda: daemon.get_state()["uptime_s"] > seen + 3, "three seconds")
                getattr(daemon, ending)()
                daemon.start()
                state = daemon.get_state()
                self.assertFalse(state["power"])
                self.assertFalse(state["heater_on"])
                self.assertEqual(state["off_reason"], "boot")
                with connected(daemon) as client:
                    settings = client.dump["settings"]
                    self.assertEqual(client.dump["sta"]["hostname"], "Kept")
                    self.assertEqual(client.dump["printer"]["name"], "P1S")
                self.assertEqual(settings["work_on"], 0)
                self.assertEqual(settings["isrunning"], 0)
                self.assertEqual(
                    (settings["work_mode"], settings["set_temp"], settings["hotbedtemp"]),
                    (2, 52, 95),
                )
                self.assertEqual(settings["language"], "zh")

    def test_settings_of_an_orderly_end_are_kept_however_fresh(self):
        with Daemon() as daemon:
            daemon.post_wish({"set_target": 48})
            self.assertEqual(daemon.stop(), 0)
            daemon.start()
            self.assertEqual(daemon.get_state()["target_c"], 48)


class LatchTests(unittest.TestCase):
    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory(prefix="hearth-latch-"))
        self.hot_board = board_with(self.folder, **TOO_HOT)
        self.state = pathlib.Path(self.folder, "state")

    def latch(self):
        """Trips over-temperature, and kills the daemon as soon as it says so."""
        with Daemon(board=self.hot_board, state=self.state) as daemon:
            wait_until(lambda: daemon.get_state()["latch"], "the latch")
            self.assertEqual(daemon.get_state()["latch"]["code"], "safety.over_temperature")
            status, answer = daemon.post_wish({"heat_to": 40})
            self.assertEqual((status, answer["code"]), (409, "latched"))
            status, answer = daemon.post_wish({"clear_latch": True})
            self.assertEqual((status, answer["code"]), (409, "condition_persists"))
            self.assertFalse(daemon.get_state()["heater_on"])
            wait_until(lambda: daemon.get_state()["fan_on"], "the fan to cool what is too hot")
            daemon.kill()

    def test_a_latch_survives_being_killed_and_goes_when_it_is_cleared(self):
        self.latch()
        with Daemon(state=self.state) as daemon:
            self.assertEqual(daemon.get_state()["latch"]["code"], "safety.over_temperature")
            self.assertEqual(daemon.get_state()["activity"], "latched")
            self.assertEqual(daemon.post_wish({"heat_to": 40})[0], 409)

            def cleared():
                return daemon.post_wish({"clear_latch": True})[0] == 200

            wait_until(cleared, "the latch cleared once the probes read well")
            wait_until(lambda: daemon.get_state()["latch"] is None, "no latch")
            self.assertFalse(daemon.get_state()["power"], "clearing must not turn anything on")
            daemon.kill()
            daemon.start()
            self.assertIsNone(daemon.get_state()["latch"])

    def test_a_latched_fault_is_told_once_to_each_panda_client(self):
        with Daemon(board=self.hot_board) as daemon:
            wait_until(lambda: daemon.get_state()["latch"], "the latch")
            with connected(daemon) as client:
                messages = client.receive_for(2.5)
        told = [m for m in messages if "ptc_heater_status" in m.get("settings", {})]
        self.assertEqual(told, [{"settings": {"ptc_heater_status": 1}}])

    def test_a_probe_out_of_range_is_told_with_each_beat(self):
        """What a broken cable reads as; the deepest cold that a garage has is none."""
        with Daemon(board=board_with(self.folder, plant__room_c=-30)) as daemon:
            with connected(daemon) as client:
                client.receive_until(
                    lambda message: message.get("settings", {}).get("warehouse_temper") == -30,
                    "a temperature of -30 °C",
                )
            for fault in ("chamber_open", "element_open"):
                answer = run_hearth("simulate", "fault", fault, "--host", daemon.host)
                self.assertEqual(answer.returncode, 0, answer.stderr)
            with connected(daemon) as client:
                for _ in range(3):
                    status = client.receive_field("settings", "ptc_sensor_status")
                    self.assertEqual(status, {"ptc_sensor_status": 2})
                # Of two the element's, as stock does: the page has one dialog.
                self.assertFalse([
                    message for message in client.receive_for(1.2)
                    if "warehouse_sensor_status" in message.get("settings", {})
                ])
            self.assertFalse(daemon.get_state()["heater_on"])
            self.assertNotEqual(daemon.post_wish({"heat_to": 40})[0], 200)
