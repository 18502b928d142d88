"""packaging/klipper/hearth.py in a stand-in for Klipper's host, against a running daemon."""

import contextlib
import http.server
import json
import pathlib
import subprocess
import tempfile
import threading
import types
import unittest

from daemon import PATIENCE, REPOSITORY, Daemon, lasting_port, run_hearth, wait_until
from documents import blocks_of
from klipper import MODULE, CommandError, ConfigError, Klipper, load_module

HEATER = "heater_generic chamber"


class ModuleTestCase(unittest.TestCase):
    """One daemon and one Klipper for each test."""

    speed = 60
    options = {}
    sections = {}

    def setUp(self):
        self.daemon = self.enterContext(Daemon(speed=self.speed, port=lasting_port()))
        self.module = load_module()
        self.module.POLL = 0.1
        self.begin()

    def begin(self):
        self.klipper = self.enterContext(self.new_klipper())
        wait_until(self.is_connected, "a link to Hearth")

    def new_klipper(self, **options):
        facts = {"host": "127.0.0.1", "port": str(self.daemon.port), **self.options, **options}
        return Klipper(self.module, facts, **self.sections)

    def is_connected(self):
        return self.klipper.status("hearth")["connected"]

    def leads(self, klipper=None):
        return (klipper or self.klipper).status("hearth")["leads"]

    def target(self):
        return self.klipper.status(HEATER)["target"]

    def run_script(self, script):
        self.klipper.run(script)

    def refusal(self, script):
        with self.assertRaises(CommandError) as caught:
            self.klipper.run(script)
        return str(caught.exception)

    def says(self, words):
        return any(words in text for text in self.klipper.gcode.console)

    def is_on(self):
        return self.daemon.get_state()["power"]

    def simulate(self, fault):
        status, _, _ = self.daemon.request(
            "POST", "/api/v1/simulate", json.dumps({"fault": fault}), {"Content-Type": "application/json"}
        )
        self.assertEqual(status, 200)

    def person(self, **wish):
        self.assertEqual(self.daemon.post_wish({**wish, "requester": "page"})[0], 200)


class HeaterTests(ModuleTestCase):
    def test_dashboards_find_a_heater_its_probe_and_its_fan(self):
        heaters = self.klipper.objects["heaters"]
        self.assertEqual(heaters.available_heaters, [HEATER])
        self.assertEqual(heaters.available_sensors, [HEATER, "temperature_sensor chamber_element"])
        self.assertEqual(set(self.klipper.status(HEATER)), {"temperature", "target", "power"})
        self.assertAlmostEqual(self.klipper.status(HEATER)["temperature"], 25, delta=2)
        self.assertAlmostEqual(
            self.klipper.status("temperature_sensor chamber_element")["temperature"], 25, delta=2
        )
        self.assertEqual(self.klipper.status("heater_fan chamber_fan"), {"speed": 0.0, "rpm": None})
        self.assertEqual(self.klipper.settings[HEATER], {"min_temp": 0.0, "max_temp": 60.0})
        self.assertIs(heaters.gcode_id_to_sensor["C"], heaters.heaters["chamber"])

    def test_m191_waits_upwards_only_and_soaks(self):
        self.run_script("M191 S32 SOAK=0.01")
        self.assertGreaterEqual(self.daemon.get_state()["chamber"]["temperature_c"], 30)
        self.assertEqual(self.daemon.get_state()["lease"]["requester"], "api")
        self.run_script("M191 S28")
        self.assertEqual(self.target(), 28)
        self.run_script("M191 S60 TIMEOUT=0.005")
        self.assertTrue(self.says("the time is over"))
        self.assertTrue(self.is_on())

    def test_a_target_above_the_limit_is_the_limit_and_is_told(self):
        self.run_script("SET_HEATER_TEMPERATURE HEATER=chamber TARGET=75")
        self.assertEqual(self.target(), 60)
        self.assertTrue(self.says("The chamber heats to 60 °C, which is this board's limit."))

    def test_what_is_no_temperature_changes_nothing(self):
        for script in (
            "M141 S NAN", "M141 S", "M141 S-1", "M191", "M191 S40 SOAK=x", "M191 S40 SOAK=-1", "M191 S40 WAIT=1",
            "SET_HEATER_TEMPERATURE HEATER=chamber TARGET=nan", "SET_HEATER_TEMPERATURE HEATER=chamber TARGET=inf",
            "SET_HEATER_TEMPERATURE HEATER=chamber TARGET=ß", "HEARTH_DRY", "HEARTH_DRY PRESET=PLUM",
            "HEARTH_DRY TARGET=50 HOURS=nan", 'TEMPERATURE_WAIT SENSOR="heater_generic chamber"', "HEARTH_CLEAR_FAULT",
        ):
            with self.subTest(script):
                self.refusal(script)
        self.run_script("M141")
        self.assertFalse(self.is_on())

    def test_off_in_each_form_is_off(self):
        for off in ("M141 S0", "SET_HEATER_TEMPERATURE HEATER=chamber", "TURN_OFF_HEATERS", "HEARTH_OFF"):
            with self.subTest(off):
                self.run_script("M141 S40")
                self.assertTrue(self.is_on())
                self.run_script(off)
                wait_until(lambda: not self.is_on(), off)
                self.assertFalse(self.leads())
        self.run_script("M141 S40")
        self.klipper.shut_down()
        wait_until(lambda: not self.is_on(), "off by a shutdown")

    def held_wishes(self):
        """Lets the module's wishes for heat wait until the event is set."""
        gate, send = threading.Event(), self.klipper.hearth.client.wish
        self.addCleanup(gate.set)

        def wish(wish):
            if "heat_to" in wish:
                gate.wait(PATIENCE)
            return send(wish)

        self.klipper.hearth.client.wish = wish
        return gate

    def test_an_off_follows_a_wish_that_is_under_way(self):
        gate = self.held_wishes()
        with self.klipper.reactor.turn:
            self.klipper.hearth.heater.set_temp(40)
        self.run_script("TURN_OFF_HEATERS")
        gate.set()
        # The link sends in order: once a later wish is answered, the off is too.
        self.refusal("HEARTH_CLEAR_FAULT")
        self.assertFalse(self.is_on() or self.leads())
        self.assertEqual(self.daemon.get_state()["target_c"], 40, "the wish did not come first")

    def test_a_shutdown_ends_a_wish_that_is_under_way(self):
        gate = self.held_wishes()
        end = self.klipper.start("M141 S40")
        wait_until(lambda: self.klipper.hearth.asking, "the wish")
        self.klipper.shut_down()
        gate.set()
        end()
        wait_until(lambda: not self.is_on(), "off")
        state = self.daemon.get_state()
        self.assertEqual((40, "wish"), (state["target_c"], state["off_reason"]))
        self.assertFalse(self.leads())

    def test_m191_goes_by_no_state_from_before_its_wish(self):
        self.run_script("M191 S30")
        client = self.klipper.hearth.client
        look = client.state
        is_blind = threading.Event()

        def state():
            if self.daemon.get_state()["target_c"] == 38 and not is_blind.is_set():
                is_blind.set()
                raise self.module.HearthError("a packet was lost")
            return look()

        client.state = state
        self.run_script("M191 S38")
        self.assertTrue(is_blind.is_set())
        self.assertGreater(self.daemon.get_state()["chamber"]["temperature_c"], 36)

    def test_turn_off_heaters_without_a_fresh_state_spares_a_drying_run(self):
        self.person(dry={"target_c": 45, "hours": 3})
        with self.klipper.reactor.turn:
            self.klipper.hearth.state = None
            self.klipper.hearth.heater.set_temp(0)
        self.refusal("HEARTH_CLEAR_FAULT")
        self.assertEqual(("drying", True), (self.daemon.get_state()["mode"], self.is_on()))
        self.person(heat_to=40)
        with self.klipper.reactor.turn:
            self.klipper.hearth.state = None
            self.klipper.hearth.heater.set_temp(0)
        wait_until(lambda: not self.is_on(), "off")
        self.assertFalse(self.says("was not turned off"))

    def test_the_end_of_klipper_ends_its_heat(self):
        self.run_script("M141 S40")
        self.klipper.send_event("klippy:disconnect")
        wait_until(lambda: not self.is_on(), "off")

    def test_a_drying_run_and_auto_outlast_turn_off_heaters(self):
        for script, mode in (("HEARTH_DRY TARGET=45 HOURS=3", "drying"), ("HEARTH_AUTO", "auto")):
            with self.subTest(script):
                self.run_script(script)
                self.assertEqual(self.daemon.get_state()["mode"], mode)
                wait_until(lambda: self.klipper.status("hearth")["mode"] == mode, "the mode")
                self.run_script("TURN_OFF_HEATERS")
                # The link sends in order: once a later wish is answered, an off would be too.
                self.refusal("HEARTH_CLEAR_FAULT")
                self.assertTrue(self.is_on())
                self.assertIsNone(self.daemon.get_state()["lease"])
        self.run_script("M141 S0")
        wait_until(lambda: not self.is_on(), "off")

    def test_a_person_changes_the_target_and_klipper_follows(self):
        end = self.klipper.start("M191 S60")
        wait_until(self.is_on, "heat")
        self.person(set_target=30)
        self.assertIsNone(end())
        self.assertEqual(self.target(), 30)

    def test_a_person_s_off_ends_the_wait_and_stays(self):
        end = self.klipper.start("M191 S60")
        wait_until(self.leads, "heat")
        self.person(power=False)
        self.assertEqual(end(), "Chamber heater: turned off on Hearth's page")
        self.assertFalse(self.leads())
        self.assertFalse(self.is_on())

    def test_of_two_klippers_the_last_one_leads(self):
        self.module.BEAT = 0.2
        other = self.enterContext(self.new_klipper())
        wait_until(lambda: other.status("hearth")["connected"], "a second link")
        self.run_script("M141 S40")
        other.run("M141 S45")
        self.klipper.reactor.update_timer(self.klipper.hearth.timer, 0)
        wait_until(lambda: self.says("was taken over by another program"), "the first gives up")
        self.assertEqual((self.leads(), self.leads(other)), (False, True))
        self.assertEqual(self.daemon.get_state()["target_c"], 45)

    def test_a_macro_of_the_configuration_stays(self):
        own = Klipper(self.module, {"host": "127.0.0.1"}, **{"gcode_macro m191": {"gcode": ""}})
        self.assertIn("M141", own.gcode.handlers)
        self.assertNotIn("M191", own.gcode.handlers)

    def test_a_section_that_cannot_be_is_refused_with_its_reason(self):
        for options, sections, reason in (
            ({"host": "http://x/"}, {}, "host"), ({"host": "kammer-büro"}, {}, "host"),
            ({"host": "h", "name": "Kammer ß"}, {}, "name"), ({"host": "h", "max_temp": "nan"}, {}, "max_temp"),
            ({"host": "h"}, {HEATER: {}}, "exists already"), ({}, {}, "host"),
        ):
            with self.subTest(options), self.assertRaisesRegex(ConfigError, reason):
                Klipper(self.module, options, **sections)

    def test_the_lines_of_the_document_are_taken(self):
        (block,) = blocks_of("ini hearth.cfg")
        lines = (line.lstrip("#").split(" #")[0].strip() for line in block.text.splitlines())
        options = dict(line.split(": ", 1) for line in lines if ": " in line)
        self.assertEqual(
            set(options), {"host", "port", "token_file", "pause_on_fault", "on_fault_gcode"}
        )
        read = Klipper(self.module, options)
        self.assertEqual((read.hearth.client.place, read.hearth.pause_on_fault), ("http://192.168.1.30:80", True))
        (block,) = blocks_of("gcode hearth")
        for line in block.text.splitlines():
            name = line.split()[0]
            self.assertIn(name, self.klipper.gcode.handlers)
            if name != "M191":
                with contextlib.suppress(CommandError):
                    self.run_script(line)


class InstallTests(unittest.TestCase):
    def test_the_lines_of_the_document_put_the_module_where_klipper_looks(self):
        home = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        for folder in ("klipper/klippy/extras", "klipper/.git/info"):
            (home / folder).mkdir(parents=True)
        (home / "hearth").symlink_to(REPOSITORY)
        (block,) = blocks_of("sh klipper")
        subprocess.run(["sh", "-ec", block.text], env={"HOME": str(home), "PATH": "/bin"}, check=True)
        self.assertEqual((home / "klipper/klippy/extras/hearth.py").read_bytes(), MODULE.read_bytes())
        self.assertEqual((home / "klipper/.git/info/exclude").read_text(), "klippy/extras/hearth.py\n")


class FaultTests(ModuleTestCase):
    options = {"on_fault_gcode": "M118 seen: {params.FAULT}", "pause_on_fault": "True"}

    def test_a_fault_ends_the_wait_with_its_sentence(self):
        end = self.klipper.start("M191 S60")
        wait_until(self.leads, "heat")
        self.simulate("element_open")
        self.assertIn("The element probe reads as an open circuit.", end())
        self.assertTrue(self.says("M118 seen: A temperature probe has failed."))
        self.assertIn("A temperature probe has failed.", self.klipper.display.message)
        # No print was under way.
        self.assertEqual(self.klipper.pauses, 0)
        self.assertIn("open circuit", self.refusal("M191 S50"))
        self.simulate("none")
        wait_until(lambda: self.daemon.get_state()["element"]["condition"] == "good", "a good probe")
        self.run_script("HEARTH_CLEAR_FAULT")
        wait_until(lambda: self.daemon.get_state()["latch"] is None, "no fault")

    def test_a_fault_while_a_print_waits_pauses_it(self):
        self.klipper.card.is_printing = True
        end = self.klipper.start("M191 S60")
        wait_until(self.leads, "heat")
        self.simulate("element_open")
        self.assertIsNone(end())
        self.assertEqual(self.klipper.pauses, 1)
        self.assertTrue(self.says("!! Chamber heater: A temperature probe has failed."))

    def test_a_fault_in_a_print_pauses_it_once(self):
        self.klipper.card.is_printing = True
        self.run_script("M141 S60")
        self.simulate("element_open")
        wait_until(lambda: self.says("M118 seen"), "the script for a fault")
        self.assertEqual(self.klipper.pauses, 1)

    def test_waiting_for_a_sensor_ends_with_the_fault(self):
        self.run_script("M141 S60")
        end = self.klipper.start('TEMPERATURE_WAIT SENSOR="heater_generic chamber" MINIMUM=58')
        wait_until(lambda: self.klipper.hearth.waiting, "a wait")
        self.simulate("element_open")
        self.assertIn("open circuit", end())


class LeaseTests(ModuleTestCase):
    def setUp(self):
        super().setUp()
        # The shortest term that Hearth grants; terms pass in real time at every speed.
        self.module.LEASE, self.module.BEAT = 10.0, 1.0
        self.klipper.reactor.update_timer(self.klipper.hearth.timer, 0)

    def uptime(self):
        return self.daemon.get_state()["uptime_s"] / self.speed

    def test_heat_lasts_while_klipper_lives_and_ends_when_it_hangs(self):
        wishes = []
        send = self.klipper.hearth.client.wish
        self.klipper.hearth.client.wish = lambda wish: wishes.append(wish) or send(wish)
        self.run_script("M141 S40")
        began = self.uptime()
        wait_until(lambda: self.uptime() > began + 12, "more than a term")
        self.assertTrue(self.is_on())
        self.assertTrue(any("renew_lease" in wish for wish in wishes))
        self.klipper.card.is_printing = True
        wait_until(lambda: any("renew_session" in wish for wish in wishes), "a print's renewal")
        # Klipper's own thread stands still.
        with self.klipper.reactor.turn:
            wait_until(lambda: not self.is_on(), "the end of the heat")
        self.assertEqual(self.daemon.get_state()["off_reason"], "lease_expired")
        wait_until(lambda: self.says("Hearth heard nothing from Klipper"), "that it is told")


class RestartTests(ModuleTestCase):
    def setUp(self):
        super().setUp()
        self.run_script("M141 S40")

    def test_after_an_ordered_restart_klipper_asks_again(self):
        self.daemon.stop()
        self.daemon.start()
        wait_until(lambda: self.says("Hearth was restarted: the chamber heats to 40 °C again."), "heat again")
        self.assertEqual(self.daemon.get_state()["target_c"], 40)
        self.assertTrue(self.is_on() and self.leads())

    def test_after_a_power_cut_it_does_not(self):
        self.daemon.kill()
        self.daemon.start()
        wait_until(lambda: self.says("is not asked for again"), "the end of the wish")
        self.assertFalse(self.is_on() or self.leads())

    def test_what_a_person_ended_while_away_stays_ended(self):
        with self.klipper.reactor.turn:
            self.person(power=False)
            self.daemon.stop()
            self.daemon.start()
        wait_until(lambda: not self.leads(), "the end of the wish")
        # What was posted before this has been sent by now.
        self.refusal("HEARTH_CLEAR_FAULT")
        self.assertFalse(self.is_on())

    def test_only_an_ordered_end_of_this_klipper_s_heat_is_asked_for_again(self):
        on = {"kind": "powered_on", "session": self.klipper.hearth.session}
        stopped = {"kind": "powered_off", "requester": "controller", "reason": "wish"}
        started = {"kind": "started"}
        for events, is_wished in (
            ([started, stopped, on], True), ([started, on], False), ([started], False), ([], False),
            ([started, stopped, {**on, "session": 1}], False),
            ([started, {**stopped, "requester": "page"}, on], False),
            ([started, {**stopped, "reason": "session_limit"}, on], False),
        ):
            with self.subTest(events):
                client = types.SimpleNamespace(events=lambda: events)
                self.assertEqual(self.klipper.hearth._is_still_wished(client), is_wished)

    def test_a_wish_that_was_not_sent_in_time_is_not_sent_later(self):
        refusals = []
        job = self.module.Job([{"heat_to": 50}], refusals.append, seconds=-1)
        self.klipper.hearth.link.post(job)
        wait_until(lambda: refusals, "an answer")
        self.assertEqual(refusals[0].result, "late")
        self.assertEqual(self.daemon.get_state()["target_c"], 40)

    def test_without_hearth_a_wish_is_an_error_at_once(self):
        self.daemon.stop()
        self.assertIn("no answer from Hearth", self.refusal("M141 S50"))

    def test_an_off_without_a_link_is_sent_when_it_is_back(self):
        port = self.daemon.port
        self.klipper.hearth.client._port = lasting_port()
        wait_until(lambda: self.klipper.hearth.missed > 1, "no link")
        self.run_script("M141 S0")
        self.assertTrue(self.is_on())
        # Another wish in between is no reason to forget it.
        self.refusal("HEARTH_CLEAR_FAULT")
        self.klipper.hearth.client._port = port
        wait_until(lambda: not self.is_on(), "off")


class PasswordTests(ModuleTestCase):
    def test_a_password_takes_a_token(self):
        state = ["--state", self.daemon.state_directory]
        run_hearth("access", "password", *state, input="sesame-4711\n")
        wait_until(lambda: self.says("Hearth asks for a password"), "the reason")
        self.assertIn("hearth access token add klipper", self.refusal("M141 S40"))
        token = run_hearth("access", "token", "add", "klipper", *state).stdout.split()[-1]
        file = pathlib.Path(self.daemon.state_directory, "token-of-klipper")
        for text, is_right in (("wrong", False), (token, True), ("ß", False)):
            file.write_text(text + "\n", encoding="utf-8")
            with self.subTest(text), self.new_klipper(token_file=str(file)) as klipper:
                if is_right:
                    wait_until(lambda: klipper.status("hearth")["connected"], "a link with a token")
                    klipper.run("M141 S40")
                else:
                    with self.assertRaisesRegex(CommandError, "token"):
                        klipper.run("M141 S40")


class Rubbish(http.server.BaseHTTPRequestHandler):
    """Says to everything what its server was told to say."""

    def answer(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = self.server.body
        self.send_response(200)
        self.send_header("Content-Length", len(body))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = answer

    def log_message(self, *_):
        pass


class RubbishTests(unittest.TestCase):
    def test_whatever_an_answer_holds_klipper_goes_on(self):
        module = load_module()
        module.POLL = 0.02
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Rubbish)
        self.addCleanup(server.server_close)
        server.body = b"{}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.shutdown)
        options = {"host": "127.0.0.1", "port": str(server.server_port)}
        with Klipper(module, options) as klipper:
            for body in (
                b"", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b"{}" * 200_000, b'{"power":true,"target_c":NaN}',
                b'{"chamber":{"condition":"good","temperature_c":NaN},"power":1,"duty":1e999,"latch":[],"warnings":{}}',
                b'{"chamber":7,"element":null,"target_c":"55","latch":{"code":5,"title":{}},"warnings":[1,{"title":2}]}',
            ):
                with self.subTest(body[:60]):
                    server.body = body
                    seen = klipper.hearth.seen
                    with contextlib.suppress(CommandError):
                        klipper.run("M141 S40")
                    wait_until(lambda: klipper.hearth.seen != seen or klipper.hearth.missed, "a look")
                    for name in ("hearth", HEATER, "temperature_sensor chamber_element", "heater_fan chamber_fan"):
                        klipper.status(name)
            self.assertFalse(klipper.status("hearth")["leads"])
            server.body = b'{"power":false,"chamber":{"condition":"good","temperature_c":31}}'
            wait_until(lambda: klipper.status(HEATER)["temperature"] == 31, "a state again")


if __name__ == "__main__":
    unittest.main()
