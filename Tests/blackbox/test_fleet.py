"""The heaters of the network: found, relayed, turned off together."""

import json
import pathlib
import tempfile
import unittest

from bus import Bus
from daemon import Daemon, run_hearth, wait_until
from fleet import Heaters
from machine import enter_own_machine


def setUpModule():
    if not enter_own_machine({}):
        raise unittest.SkipTest("needs root, and namespaces of its own")


class FleetTestCase(unittest.TestCase):
    def setUp(self):
        self.daemon = self.enterContext(Daemon())

    def heaters(self, count, **options):
        return self.enterContext(Heaters(count, **options))

    def fleet(self):
        status, _, body = self.daemon.request("GET", "/api/v1/fleet")
        self.assertEqual(200, status)
        return json.loads(body)

    def others(self):
        return {one["address"]: one for one in self.fleet()["heaters"] if not one["self"]}

    def found(self, count):
        return wait_until(
            lambda: len(found := self.others()) == count
            and all(one["state"] or one["password_needed"] for one in found.values()) and found,
            f"{count} heaters with what they tell",
        )

    def turn_off(self):
        status, _, body = self.daemon.request("POST", "/api/v1/fleet/off")
        self.assertEqual(200, status)
        return json.loads(body)


class FleetTests(FleetTestCase):
    def test_this_heater_is_the_first_in_its_list(self):
        own = self.fleet()["heaters"][0]
        self.assertTrue(own["self"])
        state = self.daemon.get_state()
        self.assertEqual((own["name"], own["id"]), (state["device"]["hostname"], state["device"]["id"]))
        self.assertEqual("off", own["state"]["activity"])

    def test_others_are_relayed(self):
        heaters = self.heaters(3)
        fault = {"title": "Too hot\u202e\u0007", "number": 1}
        heaters.states[heaters.addresses[1]] = Heaters.state("n" * 300, latch=fault, activity="latched")
        heaters.moods[heaters.addresses[2]] = "closed"
        found = list(self.found(3).values())
        self.assertEqual("heater-0", found[0]["name"])
        self.assertEqual(
            {"activity": "heating", "power": True, "chamber_c": 41.3, "set_point_c": 55.0, "ready_in_s": 360,
             "fault": None, "attention": 0, "calibrated": True},
            {**found[0]["state"], "chamber_c": 41.3},
        )
        self.assertEqual("n" * 64, found[1]["name"])
        self.assertEqual("Too hot\ufffd\ufffd", found[1]["state"]["fault"])
        self.assertTrue(found[2]["password_needed"])
        self.assertIsNone(found[2]["state"])

    def test_only_two_paths_are_got_and_off_alone_is_sent(self):
        heaters = self.heaters(2)
        self.found(2)
        self.turn_off()
        asked = {(method, path) for _, method, path, _ in heaters.requests}
        self.assertEqual(
            {("GET", "/api/v1/version"), ("GET", "/api/v1/state"), ("POST", "/api/v1/wish")}, asked
        )
        bodies = {body for _, method, _, body in heaters.requests if method == "POST"}
        self.assertEqual({b'{"power":false}'}, bodies)

    def test_nobody_is_asked_while_nobody_looks(self):
        heaters = self.heaters(1)
        wait_until(lambda: self.daemon.get_state()["step"] > 30, "three seconds of steps")
        self.assertEqual([], heaters.requests)

    def test_what_is_not_hearth_is_left_alone(self):
        heaters = self.heaters(2)
        heaters.moods[heaters.addresses[0]] = "redirects"
        self.found(1)
        stranger = [path for at, _, path, _ in heaters.requests if at == heaters.addresses[0]]
        self.assertEqual({"/api/v1/version"}, set(stranger))

    def test_31_heaters_of_one_name_are_31(self):
        heaters = self.heaters(31)
        for address in heaters.addresses:
            heaters.states[address] = Heaters.state("chamber")
        found = self.found(31)
        self.assertEqual({"chamber"}, {one["name"] for one in found.values()})
        self.assertEqual(32, len(self.turn_off()["heaters"]))

    def test_one_that_falls_silent_says_so(self):
        heaters = self.heaters(2)
        self.found(2)
        heaters.moods[heaters.addresses[0]] = "silent"
        place = f"{heaters.addresses[0]}:8080"
        wait_until(lambda: not self.others()[place]["answers"], "no answer of the silent one")
        self.assertTrue(self.others()[f"{heaters.addresses[1]}:8080"]["answers"])

    def test_all_are_turned_off_and_each_confirms_it(self):
        heaters = self.heaters(4)
        heaters.moods.update(zip(heaters.addresses[1:], ["silent", "closed", "refuses"]))
        self.daemon.post_wish({"heat_to": 50})
        wait_until(lambda: self.daemon.get_state()["power"], "heat")
        answer = self.turn_off()
        self.assertFalse(self.daemon.get_state()["power"])
        self.assertEqual("not_all_off", answer["result"])
        outcomes = {one["address"]: one for one in answer["heaters"]}
        self.assertTrue(outcomes[""]["off"])
        at = [f"{address}:8080" for address in heaters.addresses]
        self.assertTrue(outcomes[at[0]]["off"])
        self.assertEqual([{"power": False}], heaters.wishes(heaters.addresses[0]))
        # The silent one does not even say that it is Hearth, so nobody knows of it.
        self.assertNotIn(at[1], outcomes)
        self.assertEqual("asks for a password: turn it off on its own page", outcomes[at[2]]["trouble"])
        self.assertEqual("refused: too many requests at once", outcomes[at[3]]["trouble"])

    def test_one_that_was_seen_and_does_not_answer_off_is_named(self):
        heaters = self.heaters(2)
        self.found(2)
        heaters.moods[heaters.addresses[0]] = "silent"
        outcomes = {one["address"]: one for one in self.turn_off()["heaters"]}
        silent = outcomes[f"{heaters.addresses[0]}:8080"]
        self.assertEqual(
            ("heater-0", "did not answer: it may still be on"), (silent["name"], silent["trouble"])
        )
        self.assertTrue(outcomes[f"{heaters.addresses[1]}:8080"]["off"])

    def test_another_site_turns_nothing_off(self):
        status, _, _ = self.daemon.request(
            "POST", "/api/v1/fleet/off", headers={"Origin": "http://elsewhere.example"}
        )
        self.assertEqual(403, status)
        self.assertEqual(405, self.daemon.request("GET", "/api/v1/fleet/off")[0])

    def test_the_command_line_shows_them_and_turns_them_off(self):
        heaters = self.heaters(2)
        shown = run_hearth("fleet", "--host", self.daemon.host, timeout=60)
        self.assertEqual(0, shown.returncode, shown.stderr)
        self.assertIn("(this one)", shown.stdout)
        self.assertRegex(shown.stdout, r"heater-0 +127\.0\.0\.3:8080 +41\.\d °C, heating to 55\.0 °C")
        off = run_hearth("fleet", "off", "--host", self.daemon.host, timeout=60)
        self.assertEqual(0, off.returncode, off.stdout)
        self.assertEqual(3, len([line for line in off.stdout.splitlines() if line.endswith("off")]))
        self.assertFalse(heaters.states[heaters.addresses[0]]["power"])

    def test_200_heaters_are_shown_and_turned_off(self):
        self.heaters(200)
        found = self.found(200)
        self.assertEqual(200, len({one["name"] for one in found.values()}))
        self.assertEqual("off", self.turn_off()["result"])


class AnnouncedTests(unittest.TestCase):
    """With Avahi on the bus: what announces itself is asked, and nothing else."""

    def test_what_announces_itself_is_found(self):
        bus = self.enterContext(Bus())
        heaters = self.enterContext(Heaters(2, port=9123))
        services = [[f"Heater {at}", address, 9123] for at, address in enumerate(heaters.addresses)]
        # Addresses that no local network has are not asked, whoever announces them.
        services.append(["Elsewhere", "203.0.113.7", 80])
        bus.run("avahi", services=services)
        path = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()), "hearth.conf")
        path.write_text("[network]\nannounce: yes\n")
        daemon = Daemon(arguments=["--service-file", path])
        daemon.bus_address = bus.address
        self.enterContext(daemon)

        def found():
            _, _, body = daemon.request("GET", "/api/v1/fleet")
            others = [one["address"] for one in json.loads(body)["heaters"] if one["state"] and not one["self"]]
            return len(others) == 2 and others

        self.assertEqual(
            [f"{address}:9123" for address in heaters.addresses], wait_until(found, "both heaters")
        )

