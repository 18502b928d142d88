"""Bambu printers: bound as the stock page binds them, to a real broker with TLS 1.2 on loopback."""

import os
import pathlib
import random
import signal
import sys
import tempfile
import unittest

from daemon import REPOSITORY, Daemon, run_hearth, wait_until
from panda import connected

sys.path.append(str(REPOSITORY / "lab" / "printers"))
import bambu  # noqa: E402

#: The stock page knows no port, so each printer gets an address of its own instead.
PORT = 8883


def free_address():
    """An address of the loopback interface on which nobody is at home."""
    return ".".join(["127", *(str(random.randint(2, 250)) for _ in range(3))])


def bind(client, printer, **changes):
    """Binds the printer, as the stock page does."""
    write = {
        "name": "Corner", "sn": printer.serial, "access_code": bambu.ACCESS_CODE,
        "ip": printer.address,
    }
    client.send({"printer": {**write, **changes}})


def wait_for_state(client, last):
    """Reads until the page is told this state of the printer; others may come before."""
    client.receive_until(
        lambda message: message.get("printer", {}).get("state") == last, f"printer.state {last}"
    )


def events(daemon):
    """The texts of the events around the printer, oldest first."""
    _, _, body = daemon.request("GET", "/api/v1/events?limit=200")
    listed = bambu.json.loads(body)["events"]
    return [event["text"] for event in reversed(listed) if event["kind"].startswith("printer")]


def resident_kilobytes(daemon):
    """What the daemon has in memory."""
    status = pathlib.Path("/proc", str(daemon.process.pid), "status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])


class BambuTestCase(unittest.TestCase):
    """Each test has a printer and a daemon of its own."""

    speed = None
    configuration = None

    def setUp(self):
        self.printer = self.enterContext(bambu.Printer(address=free_address(), port=PORT))
        arguments = []
        if self.configuration:
            folder = self.enterContext(tempfile.TemporaryDirectory())
            path = pathlib.Path(folder, "hearth.conf")
            text = self.configuration.format(authority=self.printer.authority)
            path.write_text(text, encoding="utf-8")
            arguments = ["--service-file", path]
        self.daemon = self.enterContext(Daemon(speed=self.speed, arguments=arguments))
        self.client = self.enterContext(connected(self.daemon))

    def state(self):
        return self.daemon.get_state()

    def bound(self, **changes):
        bind(self.client, self.printer, **changes)
        wait_for_state(self.client, 3)

    def wait_for_bed(self, target, is_printing):
        def matches():
            bed = self.state()["bed"]
            return bed and (bed["target_c"], bed["printing"]) == (target, is_printing)

        wait_until(matches, f"a bed of {target} °C, printing {is_printing}")


class Binding(BambuTestCase):
    def test_the_printer_speaks_tls_1_2_alone(self):
        self.assertEqual(bambu.tls_version(self.printer), "TLSv1.2")

    def test_a_bound_printer_is_asked_for_everything_once(self):
        self.bound()
        self.printer.print_with(100.0)
        self.wait_for_bed(100.0, True)
        commands = [next(iter(request.values()))["command"] for request in self.printer.requests]
        self.assertEqual(commands, ["get_version", "pushall"], "one of each, and nothing else")

    def test_a_wrong_access_code_is_told_and_tried_once(self):
        bind(self.client, self.printer, access_code="00000000")
        wait_for_state(self.client, 6)
        self.assertFalse(
            [message for message in self.client.receive_for(4) if "printer" in message],
            "it is not tried again",
        )
        self.assertNotIn("00000000", self.daemon.log)
        self.assertNotIn("00000000", "".join(events(self.daemon)))

    def test_a_wrong_serial_number_is_told(self):
        bind(self.client, self.printer, sn="01P00A999999999")
        wait_for_state(self.client, 5)

    def test_the_certificate_of_another_printer_ends_it_before_the_code_is_sent(self):
        self.printer.stop()
        self.printer.change_certificate("01P00A000000099")
        self.printer.start()
        bind(self.client, self.printer)
        wait_for_state(self.client, 5)
        self.assertFalse(self.printer.requests)
        self.assertTrue(any("was not sent" in text for text in events(self.daemon)))

    def test_a_code_that_worked_is_not_given_up(self):
        self.bound()
        self.printer.stop()
        self.printer.access_code = "87654321"
        self.printer.start()
        wait_for_state(self.client, 6)
        self.assertIn("tried again every 5 min", self.state()["device"]["printer"]["trouble"])

    def test_an_address_without_a_printer_is_told(self):
        bind(self.client, self.printer, ip=free_address())
        wait_for_state(self.client, 4)

    def test_unbinding_ends_it(self):
        self.bound()
        self.printer.print_with(100.0)
        self.wait_for_bed(100.0, True)
        self.client.send({"printer": {"disconnect": 1}})
        wait_for_state(self.client, 0)
        wait_until(lambda: self.state()["bed"] is None, "no bed")

    def test_the_binding_survives_a_restart(self):
        self.bound()
        self.daemon.stop()
        self.daemon.start()
        self.printer.print_with(100.0)
        self.wait_for_bed(100.0, True)
        self.assertNotIn(bambu.ACCESS_CODE, self.daemon.log)

    def test_a_printer_that_tells_of_itself_is_found(self):
        notice = (
            "NOTIFY * HTTP/1.1\r\nLocation: 127.0.0.9\r\n"
            "nt: urn:bambulab-com:device:3dprinter:1\r\nUSN: 01P00A000000077\r\n"
            "DevName.bambu.com: Corner\r\n\r\n"
        ).encode()
        self.client.send({"printer": {"scan": 1}})
        with bambu.socket.socket(type=bambu.socket.SOCK_DGRAM) as sender:

            def found():
                sender.sendto(notice, ("127.0.0.1", 2021))
                return [
                    message["printer"]["list"]
                    for message in self.client.receive_for(0.5)
                    if message.get("printer", {}).get("scan") == 2
                ]

            (printers,) = wait_until(found, "the end of the search")
        self.assertIn("01P00A000000077", [printer["sn"] for printer in printers])


class Trust(BambuTestCase):
    def test_another_certificate_is_refused_until_the_printer_is_bound_anew(self):
        self.bound()
        self.printer.stop()
        self.printer.change_certificate()
        self.printer.start()
        wait_for_state(self.client, 7)
        trouble = wait_until(
            lambda: [text for text in events(self.daemon) if "another certificate" in text],
            "an event that says so",
        )
        self.assertIn("unbind it and bind it again", trouble[0])
        self.client.send({"printer": {"disconnect": 1}})
        wait_for_state(self.client, 0)
        self.bound()


class Authority(BambuTestCase):
    configuration = "[printer]\nbambu_ca: {authority}\n"

    def test_a_certificate_of_the_authority_with_the_serial_number_is_believed(self):
        self.bound()
        self.printer.stop()
        self.printer.change_certificate()
        self.printer.start()
        self.printer.publish_steadily()
        wait_for_state(self.client, 3)

    def test_a_certificate_of_another_printer_is_not(self):
        self.printer.stop()
        self.printer.change_certificate("01P00A000000002")
        self.printer.start()
        bind(self.client, self.printer)
        wait_for_state(self.client, 5)


class Reports(BambuTestCase):
    def test_changes_are_put_together(self):
        self.bound()
        self.printer.change(bed_target_temper="90", gcode_state="PREPARE")
        self.wait_for_bed(90.0, True)
        self.printer.change(gcode_state="PAUSE")
        self.printer.change(bed_temper=80)
        self.wait_for_bed(90.0, True)
        self.printer.change(gcode_state="FINISH")
        self.wait_for_bed(90.0, False)

    def test_garbage_and_huge_reports_harm_nobody(self):
        self.bound()
        self.printer.print_with(100.0)
        self.wait_for_bed(100.0, True)
        before = resident_kilobytes(self.daemon)
        for _ in range(30):
            self.printer.say(b'{"print":{"command":"push_status","x":"' + b"x" * 1_000_000 + b'"}}')
            self.printer.say(os.urandom(30_000))
            self.printer.say(b"[" * 100_000)
        self.printer.change(bed_target_temper=101.0)
        self.wait_for_bed(101.0, True)
        self.assertLess(resident_kilobytes(self.daemon) - before, 12_000)
        told = [text for text in events(self.daemon) if "sent" in text]
        self.assertEqual(len(told), 2, f"one event of each kind: {told}")

    def test_a_message_without_an_end_ends_the_connection(self):
        self.bound()
        before = resident_kilobytes(self.daemon)
        self.printer.say(b"x" * 20_000_000)
        wait_for_state(self.client, 7)
        self.assertLess(resident_kilobytes(self.daemon) - before, 12_000)

    def test_a_printer_that_vanishes_is_found_again(self):
        self.bound()
        self.printer.print_with(100.0)
        self.wait_for_bed(100.0, True)
        self.printer.say(b'{"print":{"command":"push_status","gcode_sta')
        self.printer.stop()
        wait_for_state(self.client, 2)
        self.printer.requests.clear()
        self.printer.start()
        self.printer.publish_steadily()
        wait_for_state(self.client, 3)
        self.assertTrue(self.state()["bed"]["printing"], "the last report holds meanwhile")
        asked = [next(iter(request.values()))["command"] for request in self.printer.requests]
        self.assertEqual(1, asked.count("pushall"), "a printer of changes alone would be blind")


class AutoMode(BambuTestCase):
    #: A second here is ten in the chamber: reports five times a second are 2 s apart there, and a
    #: minute without one is 6 s. The printer's own clock is the real one.
    speed = 10

    def setUp(self):
        super().setUp()
        self.client.send({"settings": {"work_mode": 1}})
        self.client.send({"settings": {"work_on": True}})
        self.bound()
        self.printer.publish_steadily()

    def wait_for_set_point(self, degrees):
        wait_until(
            lambda: self.state()["set_point_c"] == degrees, f"a set point of {degrees}"
        )

    def test_the_chamber_is_heated_for_a_print_and_not_beyond(self):
        self.printer.print_with(60.0)
        self.wait_for_bed(60.0, True)
        self.assertIsNone(self.state()["set_point_c"], "a bed too cold for it")
        self.printer.print_with(100.0)
        self.wait_for_set_point(60.0)
        wait_until(lambda: self.state()["chamber"]["temperature_c"] > 30, "a chamber that gets warm")
        self.printer.change(gcode_state="FINISH")
        self.wait_for_set_point(None)

    def test_heat_ends_with_the_printer(self):
        self.printer.print_with(100.0)
        self.wait_for_set_point(60.0)
        self.printer.stop()
        self.wait_for_set_point(None)

    def test_heat_ends_when_a_connected_printer_says_no_more(self):
        self.printer.print_with(100.0)
        self.wait_for_set_point(60.0)
        self.printer.stop_publishing()
        self.wait_for_set_point(None)
        self.assertEqual(self.state()["device"]["printer"]["state"], 3, "still connected")


class FilamentRule(AutoMode):
    configuration = "[printer]\nauto: filament\nfilaments: PETG 42, ABS-X 58\n"

    def use(self, tray, **values):
        self.printer.change(ams={**self.printer.state["ams"], "tray_now": tray}, **values)

    def test_the_chamber_is_heated_for_a_print_and_not_beyond(self):
        self.use("3")
        self.printer.print_with(0.0)
        self.wait_for_set_point(55.0)
        self.use("254")
        self.wait_for_set_point(42.0)
        self.use("0")
        self.wait_for_set_point(None)

    def test_heat_ends_with_the_printer(self):
        self.use("3")
        self.printer.print_with(100.0)
        self.wait_for_set_point(55.0)
        self.printer.stop()
        self.wait_for_set_point(None)

    def test_heat_ends_when_a_connected_printer_says_no_more(self):
        self.use("3")
        self.printer.print_with(100.0)
        self.wait_for_set_point(55.0)
        self.printer.stop_publishing()
        self.wait_for_set_point(None)


class TwoNozzles(BambuTestCase):
    """The spool of the nozzle that prints decides, as such a printer reports it."""

    configuration = "[printer]\nauto: filament\n"

    def wait_for_filament(self, filament):
        wait_until(
            lambda: (self.state()["device"]["printer"]["report"] or {}).get("filament") == filament,
            f"the filament {filament}",
        )

    def test_the_filament_is_that_of_the_nozzle_that_prints(self):
        self.printer.state.update(bambu.TWO_NOZZLES)
        self.bound()
        self.printer.print_with(100.0)
        self.wait_for_filament("ABS")
        for extruder, filament in (
            ({"info": [{"id": 1, "snow": 65280}]}, "TPU"),
            ({"info": [{"id": 0, "snow": 2}]}, "TPU"),
            ({"state": 2}, "PETG"),
            ({"info": [{"id": 0, "snow": 1}]}, ""),
            ({"info": [{"id": 0, "snow": 65024}]}, "PLA"),
        ):
            with self.subTest(extruder=extruder):
                self.printer.change(device={"extruder": extruder})
                self.wait_for_filament(filament)


class Commands(BambuTestCase):
    """What the printer is told to do, where its owner allows it."""

    configuration = "[printer]\ncommands: yes\n"

    def order(self, *words):
        return run_hearth("printer", *words, "--host", self.daemon.host)

    def last_request(self):
        topic, body = next(iter(self.printer.requests[-1].items()))
        return topic, {key: value for key, value in body.items() if key != "sequence_id"}

    def test_each_command_reaches_the_printer_and_waits_for_its_echo(self):
        self.bound()
        with tempfile.TemporaryDirectory() as folder:
            tag = pathlib.Path(folder, "spool.json")
            tag.write_text(bambu.json.dumps({
                "protocol": "openspool", "version": "1.0", "type": "PETG", "color_hex": "FFAABB",
                "brand": "Generic", "min_temp": "220", "max_temp": "240",
            }))
            light = {
                "command": "ledctrl", "led_node": "chamber_light", "led_mode": "off",
                "led_on_time": 500, "led_off_time": 500, "loop_times": 0, "interval_time": 0,
            }
            spool = {
                "command": "ams_filament_setting", "ams_id": 255, "tray_id": 254,
                "tray_info_idx": "GFG99", "tray_color": "FFAABBFF", "nozzle_temp_min": 220,
                "nozzle_temp_max": 240, "tray_type": "PETG", "setting_id": "",
            }
            slot = {**spool, "ams_id": 1, "tray_id": 2, "nozzle_temp_max": 260}
            filament = ["--type", "petg", "--color", "FFAABB", "--min", "220", "--max", "260"]
            for words, topic, body in (
                (["pause"], "print", {"command": "pause", "param": ""}),
                (["resume"], "print", {"command": "resume", "param": ""}),
                (["stop"], "print", {"command": "stop", "param": ""}),
                (["light", "off"], "system", light),
                (["gcode", "M220 S50"], "print", {"command": "gcode_line", "param": "M220 S50\n"}),
                (["gcode-file", "a.gcode"], "print", {"command": "gcode_file", "param": "a.gcode"}),
                (["filament", "--tag", tag], "print", spool),
                (["filament", *filament, "--slot", "1:2"], "print", slot),
            ):
                with self.subTest(words=words):
                    answer = self.order(*words)
                    self.assertEqual((0, ""), (answer.returncode, answer.stderr))
                    self.assertEqual((topic, body), self.last_request())

    def test_a_locked_printer_refuses_in_words(self):
        self.printer.is_locked = True
        self.bound()
        answer = self.order("pause")
        self.assertNotEqual(0, answer.returncode)
        self.assertIn("Developer Mode", answer.stderr)
        wait_until(
            lambda: any("Developer Mode" in text for text in events(self.daemon)), "an event"
        )


    def test_a_printer_that_says_that_it_is_locked_is_asked_for_nothing(self):
        self.printer.is_locked = True
        self.printer.functions = "3EC1AFFF9CFF"
        self.bound()
        wait_until(
            lambda: "Developer Mode" in self.daemon.get_state()["device"]["printer"]["trouble"],
            "the printer's part of the state says so",
        )
        answer = self.order("pause")
        self.assertNotEqual(0, answer.returncode)
        self.assertIn("Developer Mode", answer.stderr)
        commands = [next(iter(request.values()))["command"] for request in self.printer.requests]
        self.assertNotIn("pause", commands)


class CommandsOff(BambuTestCase):
    def test_nothing_is_sent_unless_the_owner_allows_it(self):
        self.bound()
        answer = run_hearth("printer", "stop", "--host", self.daemon.host)
        self.assertNotEqual(0, answer.returncode)
        self.assertIn("commands: yes", answer.stderr)
        commands = [next(iter(request.values()))["command"] for request in self.printer.requests]
        self.assertEqual(commands, ["get_version", "pushall"])


class PauseOnFault(BambuTestCase):
    configuration = "[printer]\npause_on_fault: yes\n"

    def test_a_latched_fault_pauses_the_print(self):
        self.bound()
        self.printer.print_with(100.0)
        self.wait_for_bed(100.0, True)
        # The hand on the switch dies: a fault that latches at once.
        children = pathlib.Path(f"/proc/{self.daemon.process.pid}/task").glob("*/children")
        switch = [int(pid) for path in children for pid in path.read_text().split()]
        self.assertEqual(1, len(switch))
        os.kill(switch[0], signal.SIGKILL)

        def is_paused():
            return any(
                next(iter(request.values()))["command"] == "pause"
                for request in self.printer.requests
            )

        wait_until(is_paused, "a pause")
        wait_until(
            lambda: any("paused because of the fault" in text for text in events(self.daemon)),
            "an event",
        )
