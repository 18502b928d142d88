"""Wire contract, section 5: each row of what a client can write, and what becomes of it."""

from daemon import DaemonTestCase, wait_until
from panda import connected, is_operating

#: What is written into `settings`, and what every other client then reads there.
SETTINGS = [
    ({"work_mode": 1}, {"work_mode": 1}),
    ({"work_mode": 2}, {"work_mode": 2}),
    ({"work_mode": 3}, {"work_mode": 3}),
    ({"set_temp": 45}, {"set_temp": 45}),
    ({"temp": 46}, {"set_temp": 46}),
    ({"set_temp": 47.0}, {"set_temp": 47}),
    ({"filtertemp": 35}, {"filtertemp": 35}),
    ({"filtertemp": 0}, {"filtertemp": 0}),
    ({"filtertemp": 120}, {"filtertemp": 120}),
    ({"hotbedtemp": 90}, {"hotbedtemp": 90}),
    ({"hotbedtemp": 40}, {"hotbedtemp": 40}),
    ({"hotbedtemp": 120}, {"hotbedtemp": 120}),
    # Out of its range it is moved to the nearest number that is allowed.
    ({"filtertemp": 121}, {"filtertemp": 120}),
    ({"filtertemp": -1}, {"filtertemp": 0}),
    ({"hotbedtemp": 39}, {"hotbedtemp": 40}),
    ({"hotbedtemp": 121}, {"hotbedtemp": 120}),
    ({"filament_temp": 50}, {"custom_temp": 50}),
    ({"custom_temp": 51}, {"custom_temp": 51}),
    ({"filament_timer": 7}, {"custom_timer": 7, "remaining_seconds": 7 * 3600}),
    ({"custom_timer": 8}, {"custom_timer": 8}),
    ({"filament_timer": 99}, {"custom_timer": 12}),
    ({"filament_drying_mode": 1}, {"remaining_seconds": 12 * 3600}),
    ({"work_on": True}, {"work_on": 1}),
    ({"work_on": False}, {"work_on": 0}),
]

#: Values that their field does not have, which leave it as it is.
IGNORED = [
    ("work_on", {"work_on": 1}),
    ("work_on", {"work_on": "true"}),
    ("work_mode", {"work_mode": True}),
    ("work_mode", {"work_mode": 0}),
    ("work_mode", {"work_mode": 4}),
    ("isrunning", {"isrunning": 2}),
    ("remaining_seconds", {"filament_drying_mode": 4}),
    ("printer_type", {"printer_type": 3}),
    ("work_on", {"reset": 0}),
    ("hotbedtemp", {"factory_reset": 0}),
    # What real clients send besides, and nobody reads.
    ("hotbedtemp", {"target_temp": 33, "filter_temp": 33, "drying_running": True, "ui_action": "x"}),
]


def settings_of(daemon):
    """The operating state as a client that connects now reads it."""
    with connected(daemon) as client:
        return client.dump["settings"]


class SettingsTests(DaemonTestCase):
    def setUp(self):
        with connected(self.daemon) as client:
            client.send({"settings": {"work_on": False, "filament_timer": 12, "work_mode": 1}})
            client.send({"settings": {"set_temp": 40, "filtertemp": 30, "hotbedtemp": 80}})
            client.peer_settles()
        wait_until(lambda: settings_of(self.daemon)["set_temp"] == 40, "the settings of the set-up")

    def test_each_setting_is_taken_and_told_to_the_other_clients(self):
        for written, expected in SETTINGS:
            with self.subTest(written=written):
                current = settings_of(self.daemon)
                with connected(self.daemon) as watcher, connected(self.daemon) as writer:
                    writer.send({"settings": written})
                    if any(current[name] != value for name, value in expected.items()):
                        watcher.receive_operating(**expected)
                found = settings_of(self.daemon)
                self.assertEqual({name: found[name] for name in expected}, expected)

    def test_a_value_that_a_field_does_not_have_changes_nothing(self):
        for name, written in IGNORED:
            with self.subTest(written=written):
                before = settings_of(self.daemon)[name]
                with connected(self.daemon) as writer:
                    writer.send({"settings": written})
                    writer.send({"settings": {"set_temp": 50}})
                    writer.peer_settles()
                    wait_until(
                        lambda: settings_of(self.daemon)["set_temp"] == 50, "the write after it"
                    )
                self.assertEqual(settings_of(self.daemon)[name], before)
                self.setUp()

    def test_a_zero_asks_for_nothing(self):
        """Rows whose numbers count only when they are not 0."""
        for written in ({"wifi": {"scan": 0}}, {"printer": {"scan": 0}}, {"printer": {"disconnect": 0}}):
            with self.subTest(written=written), connected(self.daemon) as client:
                client.send(written)
                client.send({"settings": {"language": "en"}})
                client.receive_field("settings", "language")
                told = [m for m in client.receive_for(0.5) if m.keys() & written.keys()]
                self.assertEqual(told, [])

    def test_an_absurd_target_is_held_to_the_board_s_limit(self):
        for absurd in (61, 80, 255, 256 + 50):
            with self.subTest(absurd=absurd):
                with connected(self.daemon) as writer:
                    writer.send({"settings": {"set_temp": absurd}})
                    told = writer.receive_until(is_operating, "the clamped target")["settings"]
                    highest = self.daemon.get_state()["highest_target_c"]
                    self.assertEqual(told["set_temp"], int(highest))
                self.setUp()

    def test_a_target_that_no_temperature_could_be_changes_nothing(self):
        for absurd in (1e6, 2**40, -(2**63), 2**64):
            with self.subTest(absurd=absurd), connected(self.daemon) as writer:
                writer.send({"settings": {"set_temp": absurd}})
                writer.peer_settles()
            self.assertEqual(settings_of(self.daemon)["set_temp"], 40)

    def test_the_old_names_are_read_as_the_new_ones(self):
        with connected(self.daemon) as watcher, connected(self.daemon) as writer:
            writer.send({"settings": {"temp": 44}})
            watcher.receive_operating(set_temp=44)


class DryingTests(DaemonTestCase):
    def setUp(self):
        with connected(self.daemon) as client:
            client.send({"settings": {"work_on": False, "work_mode": 3, "filament_timer": 6}})
            client.peer_settles()
        wait_until(
            lambda: settings_of(self.daemon)["work_mode"] == 3
            and settings_of(self.daemon)["work_on"] == 0,
            "the mode drying, off",
        )

    def test_start_then_power_starts_a_run(self):
        with connected(self.daemon) as watcher, connected(self.daemon) as page:
            page.send({"settings": {"isrunning": 1}})
            page.send({"settings": {"work_on": True}})
            run = watcher.receive_operating(work_on=1, isrunning=1)
            self.assertIn(run["remaining_seconds"], range(6 * 3600 - 60, 6 * 3600 + 1))

    def test_power_then_start_starts_a_run(self):
        with connected(self.daemon) as watcher, connected(self.daemon) as page:
            page.send({"settings": {"work_on": True}})
            page.send({"settings": {"isrunning": 1}})
            watcher.receive_operating(work_on=1, isrunning=1)

    def test_stop_ends_the_run_and_leaves_the_power_on(self):
        with connected(self.daemon) as watcher, connected(self.daemon) as page:
            page.send({"settings": {"work_on": True, "isrunning": 1}})
            watcher.receive_operating(isrunning=1)
            page.send({"settings": {"isrunning": 0}})
            self.assertEqual(watcher.receive_operating(isrunning=0)["work_on"], 1)

    def test_off_ends_the_run(self):
        with connected(self.daemon) as watcher, connected(self.daemon) as page:
            page.send({"settings": {"work_on": True, "isrunning": 1}})
            watcher.receive_operating(isrunning=1)
            page.send({"settings": {"work_on": False}})
            watcher.receive_operating(isrunning=0, work_on=0)

    def test_the_presets_load_their_hours(self):
        for preset in (1, 2, 3):
            with self.subTest(preset=preset), connected(self.daemon) as page:
                page.send({"settings": {"filament_drying_mode": preset}})
                hours = 6 if preset == 3 else 12
                wait_until(
                    lambda: settings_of(self.daemon)["remaining_seconds"] == hours * 3600,
                    f"{hours} hours",
                )

    def test_the_presets_have_their_temperatures(self):
        for preset, target in ((1, 55), (2, 60)):
            with self.subTest(preset=preset), connected(self.daemon) as page:
                page.send({"settings": {"filament_drying_mode": preset}})
                page.peer_settles()
                wait_until(
                    lambda: self.daemon.get_state()["drying"]["target_c"] == target,
                    f"a drying target of {target}",
                )


class EndOfDryingTests(DaemonTestCase):
    speed = 1000

    def test_the_end_of_a_run_is_told_to_everyone(self):
        with connected(self.daemon) as client:
            client.send({"settings": {"work_mode": 3, "filament_timer": 1}})
            client.send({"settings": {"work_on": True, "isrunning": 1}})
            client.receive_operating(isrunning=0)


class CommandTests(DaemonTestCase):
    def answer_to(self, message):
        with connected(self.daemon) as client:
            client.send(message)
            return client.receive_field("response", "type")

    def dumped(self, root):
        with connected(self.daemon) as client:
            return client.dump[root]

    def test_a_hostname_is_answered_and_kept(self):
        self.assertEqual(
            self.answer_to({"sta": {"hostname": "Chamber-1"}}), {"type": "set_hostname", "ok": 1}
        )
        self.assertEqual(self.dumped("sta")["hostname"], "Chamber-1")

    def test_a_hostname_out_of_its_length_is_not_taken(self):
        before = self.dumped("sta")["hostname"]
        for name in ("", "x" * 33):
            with connected(self.daemon) as client:
                client.send({"sta": {"hostname": name}})
                client.peer_settles()
            self.assertEqual(self.dumped("sta")["hostname"], before)

    def test_a_hotspot_is_answered_and_kept(self):
        self.assertEqual(
            self.answer_to({"ap": {"ssid": "Chamber", "password": "long enough"}}),
            {"type": "set_ap", "ok": 1},
        )
        self.assertEqual(self.dumped("ap")["ssid"], "Chamber")
        self.assertEqual(self.dumped("ap")["password"], "")

    def test_an_empty_hotspot_password_leaves_it_as_it_is(self):
        self.assertEqual(
            self.answer_to({"ap": {"ssid": "Chamber-2", "password": ""}}),
            {"type": "set_ap", "ok": 1},
        )

    def test_a_short_hotspot_password_is_refused(self):
        before = self.dumped("ap")["ssid"]
        self.assertEqual(
            self.answer_to({"ap": {"ssid": "Short", "password": "short"}}),
            {"type": "set_ap", "ok": 0},
        )
        self.assertEqual(self.dumped("ap")["ssid"], before)

    def test_a_hotspot_address_is_answered_and_kept(self):
        self.assertEqual(
            self.answer_to({"ap": {"ip": "192.168.99.1"}}), {"type": "set_hotspot_ip", "ok": 1}
        )
        self.assertEqual(self.dumped("ap")["ip"], "192.168.99.1")

    def test_a_hotspot_address_that_is_none_is_refused(self):
        before = self.dumped("ap")["ip"]
        for address in ("192.168.99", "256.1.1.1", "x"):
            with self.subTest(address=address):
                self.assertEqual(self.answer_to({"ap": {"ip": address}})["ok"], 0)
                self.assertEqual(self.dumped("ap")["ip"], before)

    def test_a_printer_type_is_answered_on_the_same_socket(self):
        with connected(self.daemon) as client:
            for kind in (2, 1):
                client.send({"settings": {"printer_type": kind}})
                self.assertEqual(
                    client.receive_field("response", "type"), {"type": "printer_type", "ok": 1}
                )
            client.peer_settles()

    def test_network_credentials_are_accepted(self):
        with connected(self.daemon) as client:
            client.send({"wifi": {"ssid": "Home", "password": "secret word"}})
            client.peer_settles()
        self.assertEqual(self.dumped("wifi")["password"], "")

    def test_a_query_for_the_state_is_harmless_and_may_be_answered(self):
        with connected(self.daemon) as client:
            client.send({"get_settings": 1})
            client.send({"query": 1})
            client.peer_settles()


class BindingTests(DaemonTestCase):
    def printer(self):
        with connected(self.daemon) as client:
            return client.dump["printer"]

    def write(self, printer):
        with connected(self.daemon) as client:
            client.send({"printer": printer})
            client.peer_settles()

    def test_a_bambu_printer_needs_all_four(self):
        whole = {"name": "X1C", "sn": "00M", "access_code": "12345678", "ip": "127.0.0.1"}
        for left_out in whole:
            self.write({name: value for name, value in whole.items() if name != left_out})
            self.assertEqual(self.printer()["name"], "", f"bound without {left_out}")
        self.write(whole)
        wait_until(lambda: self.printer()["name"] == "X1C", "the binding")
        self.assertEqual(self.printer()["access_code"], "")
        self.write({"disconnect": 1})
        wait_until(lambda: self.printer()["state"] in (0, 1), "the end of the binding")

    def test_a_klipper_printer_needs_name_address_and_port(self):
        with connected(self.daemon) as client:
            client.send({"settings": {"printer_type": 2}})
            client.receive_field("response", "type")
            client.send({"printer": {"name": "Voron", "ip": "127.0.0.1"}})
            client.peer_settles()
            self.assertEqual(self.printer()["name"], "")
            client.send({"printer": {"name": "Voron", "ip": "127.0.0.1", "port": 7125}})
            wait_until(lambda: self.printer()["name"] == "Voron", "the binding")
            self.assertEqual(self.printer()["port"], 7125)
            client.send({"settings": {"printer_type": 1}})
            client.peer_settles()


class FactoryResetTests(DaemonTestCase):
    def test_a_factory_reset_is_answered_and_forgets_the_settings(self):
        with connected(self.daemon) as client:
            client.send({"settings": {"set_temp": 41, "hotbedtemp": 99, "work_on": True}})
            client.send({"settings": {"factory_reset": 1}})
            self.assertEqual(
                client.receive_field("response", "type"), {"type": "factory_reset", "ok": 1}
            )

        def is_reset():
            try:
                settings = settings_of(self.daemon)
            except OSError:
                return False
            return settings["hotbedtemp"] == 80 and settings["work_on"] == 0

        wait_until(is_reset, "the factory's settings")


class ResetTests(DaemonTestCase):
    def test_a_reset_restarts_the_service_with_everything_off(self):
        with connected(self.daemon) as client:
            client.send({"settings": {"work_mode": 2, "work_on": True}})
            client.send({"settings": {"reset": 1}})

        def is_off():
            # A reader that just met the old process finds the new one in a moment.
            try:
                return settings_of(self.daemon)["work_on"] == 0
            except OSError:
                return False

        wait_until(is_off, "a fresh start with everything off")
