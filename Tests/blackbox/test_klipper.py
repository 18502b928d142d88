"""A Klipper printer behind the heater: bound as the stock page does it, followed, and lost."""

import json
import os
import pathlib
import signal
import socket
import sys
import tempfile
import unittest

from daemon import REPOSITORY, Daemon, run_hearth, wait_until
from panda import connected
from page import PageTestCase

sys.path.insert(0, str(pathlib.Path(REPOSITORY, "lab", "printers")))

from bambu import Certificates  # noqa: E402: its folder has to be on the path first
from moonraker import Moonraker  # noqa: E402

#: `printer.state` of the wire in Klipper mode.
UNBOUND, INVALID, CONNECTING, CONNECTED, FAILED = 0, 1, 2, 3, 4
#: How `hearth` ends.
DONE, NOT_DONE, USAGE, REFUSED = 0, 1, 2, 4


def choose_klipper(client):
    client.send({"settings": {"printer_type": 2}})
    client.receive_until(
        lambda m: m.get("response") == {"type": "printer_type", "ok": 1}, "Klipper chosen"
    )


def bind(client, port, address="127.0.0.1"):
    """Binds as the stock page does and returns the first state other than connecting."""
    client.send({"printer": {"name": "Voron", "ip": address, "port": port}})
    return client.receive_until(
        lambda m: m.get("printer", {}).get("state", CONNECTING) != CONNECTING, "a state"
    )["printer"]["state"]


def printer_of(daemon):
    return daemon.get_state()["device"]["printer"]


def ask_device(daemon, wish):
    """Posts a wish about the device and returns (status, decoded answer)."""
    status, _, body = daemon.request(
        "POST", "/api/v1/device", json.dumps(wish), {"Content-Type": "application/json"}
    )
    return status, json.loads(body)


def bind_by_api(daemon, printer, **members):
    status, answer = ask_device(
        daemon, {"bind_klipper": {"address": "127.0.0.1", "port": printer.port, **members}}
    )
    assert (status, answer) == (200, {"ok": True, "result": "accepted"}), answer


def link_becomes(daemon, link, word=""):
    """Waits for a word about the link, with this in what is said about it."""
    return wait_until(
        lambda: (lambda p: p["link"] == link and word in p["trouble"] and p)(printer_of(daemon)),
        f"link {link}, \"{word}\"; it is {printer_of(daemon)}",
    )


class StockPageTests(unittest.TestCase):
    def setUp(self):
        self.daemon = self.enterContext(Daemon())
        self.client = self.enterContext(connected(self.daemon))
        choose_klipper(self.client)

    def bed_becomes(self, target, is_printing):
        wait_until(
            lambda: (lambda bed: bed and (bed["target_c"], bed["printing"]))(
                self.daemon.get_state()["bed"]
            ) == (target, is_printing),
            f"a bed of {target} °C, printing {is_printing}",
        )

    def test_its_write_leads_to_connected_and_the_bed_is_followed(self):
        with Moonraker() as printer:
            self.assertEqual(bind(self.client, printer.port), CONNECTED)
            self.bed_becomes(0.0, False)
            printer.start_print(bed=95)
            self.bed_becomes(95.0, True)
            printer.pause()
            self.bed_becomes(95.0, True)
            report = wait_until(
                lambda: (lambda r: r["activity"] == "paused" and r)(
                    printer_of(self.daemon)["report"]
                ),
                "a paused print",
            )
            self.assertEqual(report["file"], "benchy.gcode")
            self.assertEqual(report["progress"], 0.1)
            self.assertEqual(report["chamber_c"], 26.5)
            printer.end_print()
            self.bed_becomes(0.0, False)

    def test_it_is_followed_again_after_a_restart_and_forgotten_when_unbound(self):
        with Moonraker() as printer:
            bind(self.client, printer.port)
            # Settings are written a second after the last change, to spare the flash.
            seen = self.daemon.get_state()["uptime_s"]
            wait_until(lambda: self.daemon.get_state()["uptime_s"] > seen + 3, "three seconds")
            self.daemon.stop()
            self.daemon.start()
            link_becomes(self.daemon, "connected")
            with connected(self.daemon) as client:
                client.send({"printer": {"disconnect": 1}})
                client.receive_until(
                    lambda m: m.get("printer", {}).get("state") == UNBOUND, "unbound"
                )
            wait_until(lambda: printer.connections == 0, "no connection")
            wait_until(lambda: self.daemon.get_state()["bed"] is None, "no bed")

    def test_an_address_where_nobody_is_ends_in_state_1(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.assertEqual(bind(self.client, port), INVALID)
        self.assertIn("nothing listens", printer_of(self.daemon)["trouble"])
        # And it goes on trying: the printer may only have been off.
        with Moonraker(port=port):
            link_becomes(self.daemon, "connected")

    def test_somebody_else_than_moonraker_ends_in_state_1(self):
        self.assertEqual(bind(self.client, self.daemon.port), INVALID)
        self.assertIn("not Moonraker", printer_of(self.daemon)["trouble"])

    def test_a_refusal_ends_in_state_4_at_the_door_and_at_the_first_question(self):
        for refuses_upgrade in (True, False):
            with (
                self.subTest(refuses_upgrade=refuses_upgrade),
                Moonraker(api_key="right", refuses_upgrade=refuses_upgrade) as printer,
            ):
                self.assertEqual(bind(self.client, printer.port), FAILED)
                self.assertIn("trusted_clients", printer_of(self.daemon)["trouble"])

    def test_the_klipper_module_s_companion_binds_again_and_unbinds(self):
        """What `bind-klipper` and `unbind` of the public module send, and wait for."""

        def state_of(client, is_there):
            message = client.receive_until(
                lambda m: is_there(m.get("printer", {}).get("state")), "a state of the printer"
            )
            return message["printer"]["state"]

        with Moonraker() as printer:
            for round in range(2):
                with self.subTest(round=round), connected(self.daemon) as client:
                    self.assertEqual(client.dump["settings"]["printer_type"], 2)
                    if client.dump["printer"]["state"] in (CONNECTING, CONNECTED):
                        client.send({"printer": {"disconnect": 1}})
                        state_of(client, lambda state: state == UNBOUND)
                    client.send(
                        {"printer": {"name": "Klipper", "ip": "127.0.0.1", "port": printer.port}}
                    )
                    state = state_of(client, lambda state: state not in (None, CONNECTING))
                    self.assertEqual(state, CONNECTED)
            with connected(self.daemon) as client:
                client.send({"printer": {"disconnect": 1}})
                state_of(client, lambda state: state == UNBOUND)

    def test_the_search_finds_it_on_loopback(self):
        with Moonraker() as printer:
            self.client.send({"printer": {"scan_port": printer.port}})
            found = self.client.receive_until(
                lambda m: m.get("printer", {}).get("scan") == 2 and "list" in m["printer"],
                "the end of the search",
            )["printer"]["list"]
            self.assertEqual(
                found,
                [{"sn": f"127.0.0.1{printer.port}", "name": "voron", "ip": "127.0.0.1",
                  "port": printer.port}],
            )


class TroubleTests(unittest.TestCase):
    def setUp(self):
        self.daemon = self.enterContext(Daemon())

    def test_klipper_that_is_not_ready_is_said_and_waited_for(self):
        with Moonraker() as printer:
            printer.stop_klippy("error", "mcu 'mcu': Unable to connect\nOnce the issue …")
            bind_by_api(self.daemon, printer)
            link_becomes(self.daemon, "failed", "mcu 'mcu': Unable to connect;")
            printer.start_klippy()
            link_becomes(self.daemon, "connected")
            printer.stop_klippy("disconnected")
            link_becomes(self.daemon, "failed", "Klipper is not running")
            wait_until(lambda: self.daemon.get_state()["bed"] is None, "no bed")
            printer.start_klippy()
            link_becomes(self.daemon, "connected")

    def test_a_connection_that_ends_is_made_anew_and_subscribed_again(self):
        with Moonraker() as printer:
            bind_by_api(self.daemon, printer)
            link_becomes(self.daemon, "connected")
            before = printer.asked.count("printer.objects.subscribe")
            printer.close_all()
            wait_until(
                lambda: printer.asked.count("printer.objects.subscribe") > before, "subscribed again"
            )
            link_becomes(self.daemon, "connected")

    def test_garbage_instead_of_answers_is_known_for_what_it_is(self):
        with Moonraker() as printer:
            printer.nonsense = "]]"
            bind_by_api(self.daemon, printer)
            link_becomes(self.daemon, "wrong_address", "not Moonraker")

    def test_garbage_in_between_does_no_harm(self):
        with Moonraker() as printer:
            bind_by_api(self.daemon, printer)
            link_becomes(self.daemon, "connected")
            for text in ("", "{", "[]", '{"jsonrpc":"2.0"}', "\x00", "[" * 5000,
                         '{"jsonrpc":"2.0","method":"notify_status_update","params":[7]}',
                         json.dumps({"jsonrpc": "2.0", "method": "x", "params": ["y" * 300_000]})):
                printer.send_to_all(text)
            printer.start_print(bed=90)
            wait_until(
                lambda: (self.daemon.get_state()["bed"] or {}).get("printing"), "the print"
            )
            self.assertEqual(printer_of(self.daemon)["link"], "connected")

    def test_the_api_key_opens_and_is_shown_nowhere(self):
        with Moonraker(api_key="0123456789abcdef") as printer:
            bind_by_api(self.daemon, printer, api_key="wrong-key-123")
            link_becomes(self.daemon, "wrong_access", "refuses the API key")
            bind_by_api(self.daemon, printer, api_key="0123456789abcdef")
            link_becomes(self.daemon, "connected")
            # An empty key keeps the one of the same printer.
            bind_by_api(self.daemon, printer)
            link_becomes(self.daemon, "connected")
            with connected(self.daemon) as client:
                told = json.dumps(client.dump)
            told += json.dumps(self.daemon.get_state()) + self.daemon.log
            told += self.daemon.request("GET", "/api/v1/events?limit=500")[2].decode()
            for secret in ("0123456789abcdef", "wrong-key-123"):
                self.assertNotIn(secret, told)
            self.assertIn("refuses the API key", told)


    def events(self):
        body = self.daemon.request("GET", "/api/v1/events?limit=200")[2]
        listed = json.loads(body)["events"]
        return [event for event in reversed(listed) if event["kind"].startswith("printer")]

    def test_an_emergency_stop_and_a_restart_are_one_event_each_and_no_alarm(self):
        with Moonraker() as printer:
            bind_by_api(self.daemon, printer)
            link_becomes(self.daemon, "connected")
            for happen, word in (
                (printer.emergency_stop, "Shutdown due to M112"),
                (printer.restart_klippy, "was restarted"),
                (printer.restart_klippy, "was restarted"),
            ):
                before = len(self.events())
                happen()
                wait_until(lambda: len(self.events()) > before, word)
                # What is asked every five seconds says the same again.
                asked = len(printer.asked)
                wait_until(lambda: len(printer.asked) > asked + 2, "more questions", timeout=30)
                new = self.events()[before:]
                self.assertEqual(1, len(new), new)
                self.assertIn(word, new[0]["text"])
                self.assertNotIn("trouble", new[0]["kind"])

    def test_klipper_that_hangs_is_called_that(self):
        with Moonraker() as printer:
            printer.is_klippy_stuck = True
            bind_by_api(self.daemon, printer)
            link_becomes(self.daemon, "failed", "Klipper hangs")

    def test_an_address_may_hold_port_prefix_and_https(self):
        with Moonraker(prefix="/voron") as printer:
            for address in (f"127.0.0.1:{printer.port}/voron", f"ws://localhost:{printer.port}/voron/"):
                with self.subTest(address=address):
                    answer = run_hearth(
                        "printer", "bind", "klipper", address, "--host", self.daemon.host
                    )
                    self.assertEqual((0, DONE), (answer.returncode, DONE), answer.stderr)
                    self.assertEqual(
                        ("connected", printer.port, "/voron", False),
                        tuple(printer_of(self.daemon)[key]
                              for key in ("link", "port", "route_prefix", "https")),
                    )

    def test_https_is_checked_against_the_authority(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        certificates = Certificates(folder)
        service = pathlib.Path(folder, "hearth.conf")
        service.write_text(f"[printer]\nmoonraker_ca: {certificates.authority}\n", encoding="utf-8")
        with (
            Moonraker(certificate=certificates.make("localhost")) as printer,
            Daemon(arguments=["--service-file", service]) as daemon,
        ):
            wish = {"bind_klipper": {"address": f"https://localhost:{printer.port}"}}
            self.assertEqual(200, ask_device(daemon, wish)[0])
            link_becomes(daemon, "connected")
            # Without the authority nothing is sent there.
            asked = len(printer.asked)
            self.assertEqual(200, ask_device(self.daemon, wish)[0])
            link_becomes(self.daemon, "failed", "is not trusted")
            self.assertEqual(1, printer.connections)
            self.assertLessEqual(asked, len(printer.asked))
            # A file that cannot be read is named, in our words.
            pathlib.Path(certificates.authority).unlink()
            self.assertEqual(200, ask_device(daemon, wish)[0])
            link_becomes(daemon, "failed", "there is no file")


class AutoModeTests(unittest.TestCase):
    """A minute of the controller is three seconds here; the printer lives in real time and reports once
    a second, so that its reports are fresh."""

    def setUp(self):
        self.daemon = self.enterContext(Daemon(speed=20))
        self.printer = self.enterContext(Moonraker())
        bind_by_api(self.daemon, self.printer)
        link_becomes(self.daemon, "connected")
        for wish in ({"mode": "auto"}, {"set_target": 50}, {"power": True}):
            self.assertEqual(self.daemon.post_wish(wish)[0], 200)

    def activity_becomes(self, *words):
        wait_until(
            lambda: self.daemon.get_state()["activity"] in words,
            f"one of {words}; it is {self.daemon.get_state()['activity']}",
        )

    def start_print(self):
        self.activity_becomes("waiting")
        self.printer.start_print(bed=100)
        self.activity_becomes("heating", "holding")

    def test_a_print_heats_the_chamber_and_its_end_stops_that(self):
        self.start_print()
        wait_until(
            lambda: self.daemon.get_state()["chamber"]["temperature_c"] > 40, "a warm chamber"
        )
        self.printer.end_print()
        self.activity_becomes("waiting", "cooling_down")
        wait_until(lambda: not self.daemon.get_state()["heater_on"], "the heater off")

    def test_a_bed_below_the_threshold_does_not_heat(self):
        self.activity_becomes("waiting")
        self.printer.start_print(bed=50)
        # The fan's threshold is 30 °C.
        self.activity_becomes("ventilating")
        self.assertFalse(self.daemon.get_state()["heater_on"])

    def test_heat_ends_when_moonraker_goes_silent(self):
        self.start_print()
        self.printer.freeze()
        self.activity_becomes("waiting", "ventilating", "cooling_down")

    def test_heat_ends_when_klipper_behind_moonraker_is_stuck(self):
        self.start_print()
        self.printer.is_klippy_stuck = True
        self.activity_becomes("waiting", "ventilating", "cooling_down")

    def test_heat_ends_when_klipper_shuts_down(self):
        self.start_print()
        self.printer.stop_klippy("shutdown", "Lost communication with MCU 'mcu'")
        self.activity_becomes("waiting", "cooling_down")

    def test_heat_ends_when_the_printer_is_unbound(self):
        self.start_print()
        ask_device(self.daemon, {"unbind_printer": True})
        self.activity_becomes("waiting", "cooling_down")


class GoneTests(unittest.TestCase):
    def test_heat_ends_when_moonraker_is_gone(self):
        with Daemon(speed=20) as daemon:
            with Moonraker() as printer:
                bind_by_api(daemon, printer)
                link_becomes(daemon, "connected")
                for wish in ({"mode": "auto"}, {"set_target": 50}, {"power": True}):
                    daemon.post_wish(wish)
                printer.start_print(bed=100)
                wait_until(lambda: daemon.get_state()["activity"] == "heating", "heat")
            wait_until(
                lambda: daemon.get_state()["activity"] in ("waiting", "cooling_down"), "its end"
            )
            self.assertIn(printer_of(daemon)["link"], ("connecting", "wrong_address"))

    def test_a_half_open_connection_is_made_anew(self):
        with Daemon() as daemon, Moonraker() as printer:
            bind_by_api(daemon, printer)
            link_becomes(daemon, "connected")
            before = printer.asked.count("printer.objects.subscribe")
            printer.freeze()
            # 45 s without an answer, and not a report of the old connection believed meanwhile.
            wait_until(
                lambda: printer.asked.count("printer.objects.subscribe") > before,
                "a new subscription", timeout=80,
            )
            link_becomes(daemon, "connected")


class CommandLineTests(unittest.TestCase):
    def setUp(self):
        self.daemon = self.enterContext(Daemon())

    def hearth(self, *words, **options):
        return run_hearth(*words, "--host", self.daemon.host, **options)

    def test_binding_waits_for_the_connection_and_says_it(self):
        with Moonraker() as printer:
            answer = self.hearth(
                "printer", "bind", "klipper", "127.0.0.1", "--port", printer.port, "--name", "Voron"
            )
            self.assertEqual(answer.returncode, DONE, answer.stderr)
            self.assertEqual(
                answer.stdout,
                f"Klipper printer \"Voron\" at 127.0.0.1:{printer.port}: connected.\n"
                "Mode auto heats by the bed of a running print. To heat by what each print wants: hearth printer "
                "auto print\n",
            )
            printer.start_print(bed=100)
            wait_until(
                lambda: (printer_of(self.daemon)["report"] or {}).get("progress") == 0.1, "the print"
            )
            status = self.hearth("printer", "status")
            self.assertIn("printing, benchy.gcode, 10 %", status.stdout)
            self.assertIn("100 °C", status.stdout)
            self.assertRegex(status.stdout, r"Last report +\d+ s ago")
            shown = json.loads(self.hearth("printer", "status", "--json").stdout)
            self.assertEqual(shown["printer"]["link"], "connected")
            gone = self.hearth("printer", "unbind")
            self.assertEqual(gone.returncode, DONE)
            self.assertIn("\"Voron\"", gone.stdout)
            self.assertIn("is forgotten", gone.stdout)
            self.assertIn("No printer is bound", self.hearth("printer", "status").stdout)

    def test_a_failure_is_said_with_what_to_do(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        answer = self.hearth("printer", "bind", "klipper", "127.0.0.1", "--port", port)
        self.assertEqual(answer.returncode, NOT_DONE)
        self.assertIn("nothing listens", answer.stdout)
        self.assertIn("stays bound", answer.stdout)

    def test_the_key_comes_from_a_file_a_pipe_or_with_a_warning_the_command_line(self):
        with tempfile.TemporaryDirectory() as folder, Moonraker(api_key="k3y-k3y") as printer:
            path = pathlib.Path(folder, "key")
            path.write_text("k3y-k3y\n", encoding="ascii")
            words = ["printer", "bind", "klipper", "127.0.0.1", "--port", printer.port]
            refused = self.hearth(*words)
            self.assertEqual(refused.returncode, NOT_DONE)
            self.assertIn("trusted_clients", refused.stdout)
            for more, options, warning in [
                (["--secret-file", path], {}, ""),
                (["--secret-file", "-"], {"input": "k3y-k3y\n"}, ""),
                (["--secret", "k3y-k3y"], {}, "can be read by everyone"),
            ]:
                with self.subTest(more=more):
                    self.hearth("printer", "unbind")
                    answer = self.hearth(*words, *more, **options)
                    self.assertEqual(answer.returncode, DONE, answer.stdout + answer.stderr)
                    self.assertIn(warning, answer.stderr)
                    self.assertNotIn("k3y-k3y", answer.stdout + answer.stderr)

    def test_scanning_prints_the_command_that_binds(self):
        with Moonraker() as printer:
            answer = self.hearth(
                "printer", "scan", "--kind", "klipper", "--port", printer.port, timeout=60
            )
            self.assertEqual(answer.returncode, DONE, answer.stderr)
            self.assertIn("voron", answer.stdout)
            self.assertIn(
                f"hearth printer bind klipper 127.0.0.1 --port {printer.port}", answer.stdout
            )
        nobody = self.hearth("printer", "scan", "--kind", "klipper", "--port", 9, timeout=60)
        self.assertEqual(nobody.returncode, NOT_DONE)
        self.assertIn("No Klipper printer was found", nobody.stdout)

    def test_words_that_do_not_fit_are_refused_before_anything_is_asked(self):
        for words in (
            ["printer"], ["printer", "bind"], ["printer", "bind", "prusa", "127.0.0.1"],
            ["printer", "bind", "bambu", "127.0.0.1"],
            ["printer", "bind", "klipper", "127.0.0.1", "--serial", "01P"],
            ["printer", "bind", "klipper", "127.0.0.1", "--port", "0"],
            ["printer", "bind", "klipper", "127.0.0.1", "--secret", "a", "--secret-file", "b"],
            ["printer", "scan", "--kind", "bambu", "--port", "80"],
        ):
            with self.subTest(words=words):
                self.assertEqual(self.hearth(*words).returncode, USAGE)
        self.assertEqual(printer_of(self.daemon)["link"], "unbound")


class CommandTests(unittest.TestCase):
    """What the owner lets Hearth tell the printer, and what a fault makes of it."""

    def bound(self, configuration):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        path = pathlib.Path(folder, "hearth.conf")
        path.write_text(configuration, encoding="utf-8")
        self.daemon = self.enterContext(Daemon(arguments=["--service-file", path]))
        self.printer = self.enterContext(Moonraker())
        bind_by_api(self.daemon, self.printer)
        link_becomes(self.daemon, "connected")

    def order(self, *words):
        return run_hearth("printer", *words, "--host", self.daemon.host)

    def state_becomes(self, word):
        wait_until(
            lambda: (printer_of(self.daemon)["report"] or {}).get("activity") == word, word
        )

    def break_the_switch(self):
        """The hand on the switch dies: a fault that latches at once."""
        children = pathlib.Path(f"/proc/{self.daemon.process.pid}/task").glob("*/children")
        switch = [int(pid) for path in children for pid in path.read_text().split()]
        self.assertEqual(1, len(switch))
        os.kill(switch[0], signal.SIGKILL)

    def test_each_command_waits_for_moonraker(self):
        self.bound("[printer]\ncommands: yes\n")
        self.printer.start_print()
        self.state_becomes("printing")
        for word, activity in (("pause", "paused"), ("resume", "printing"), ("stop", "cancelled")):
            answer = self.order(word)
            self.assertEqual((DONE, ""), (answer.returncode, answer.stderr), word)
            self.state_becomes(activity)
        self.assertEqual(DONE, self.order("gcode", "M220 S50").returncode)
        self.assertEqual(self.printer.lines, ["M220 S50"])
        self.assertEqual(DONE, self.order("gcode-file", "cube.gcode").returncode)
        self.state_becomes("printing")

    def test_a_refusal_is_told_in_words(self):
        self.bound("[printer]\ncommands: yes\n")
        for words, told in (
            (("pause",), "nothing is being printed"), (("gcode", "G1 X500"), "Must home axis first"),
            (("light", "on"), "macro"),
        ):
            answer = self.order(*words)
            self.assertEqual(answer.returncode, REFUSED)
            self.assertIn(told, answer.stderr)

    def test_commands_are_off_until_the_owner_allows_them(self):
        self.bound("")
        self.printer.start_print()
        self.state_becomes("printing")
        answer = self.order("pause")
        self.assertIn("commands: yes", answer.stderr)
        self.break_the_switch()
        wait_until(lambda: self.daemon.get_state()["latch"], "a fault")
        self.state_becomes("printing")
        self.assertEqual(self.printer.lines, [])

    def test_a_fault_pauses_the_print_and_stands_on_the_display(self):
        self.bound("[printer]\npause_on_fault: yes\n")
        self.printer.start_print()
        self.state_becomes("printing")
        wait_until(
            lambda: (self.daemon.get_state()["bed"] or {}).get("printing"), "the controller knows"
        )
        self.break_the_switch()
        self.state_becomes("paused")
        wait_until(lambda: len(self.printer.lines) == 2, "the sentence")
        console, display = self.printer.lines
        self.assertRegex(console, '^RESPOND TYPE=error MSG="Chamber heater: Fault latched: .*outputs.*"$')
        self.assertRegex(display, "^M117 Chamber heater: Fault latched: .*outputs")


class PagePanelTests(PageTestCase):
    """Our own page: search, bind, look, forget."""

    def test_a_printer_is_searched_bound_shown_and_forgotten(self):
        with Daemon() as daemon, Moonraker(api_key="k3y-k3y") as printer:
            self.open(daemon)
            self.go("settings/printer")
            self.wait_for_text("printer-link", "No printer. Auto needs one.")
            self.click_on("#printer-kinds [data-value=klipper]")
            self.enter("printer-port", printer.port)
            self.press("search")
            wait_until(
                lambda: self.browser.find_elements("css selector", "#found button"), "a finding"
            )
            self.click_on("#found button")
            self.assertEqual(self.find("printer-address").get_attribute("value"), "127.0.0.1")
            self.press("bind-now")
            wait_until(lambda: "API key" in self.text("printer-trouble"), "the refusal in words")
            self.find("printer-secret").send_keys("k3y-k3y")
            self.press("bind-now")
            wait_until(lambda: self.text("printer-link").endswith(": connected"), "connected")
            self.assertEqual(self.find("printer-secret").get_attribute("value"), "")
            printer.start_print(bed=100)
            self.go("now")
            wait_until(lambda: "benchy.gcode" in self.text("printer-facts"), "what it prints")
            self.go("settings/printer")
            self.press("unbind")
            self.press("ask-yes")
            self.wait_for_text("printer-link", "No printer. Auto needs one.")
            self.assertEqual(printer_of(daemon)["link"], "unbound")

    def click_on(self, selector):
        self.click(self.browser.find_element("css selector", selector))


if __name__ == "__main__":
    unittest.main()
