"""The machine's network and names: each row of the wire about them, on a bus of the test's own."""

import contextlib
import http.client
import json
import unittest

import test_page
from bus import Bus, NetworkDaemon, access_point
from daemon import PATIENCE, run_hearth, wait_until
from isolation import ADDRESS, enter_own_network
from panda import connected

SAE, COMPANY = 0x400, 0x200
PASSWORD, HOME_PASSWORD = "a long secret", "the password of home"
AIR = [
    access_point("Weak", PASSWORD, 20),
    access_point("Home", HOME_PASSWORD, 80),
    access_point("Workshop", PASSWORD, 60),
    access_point("Workshop", PASSWORD, 90),
    access_point("", PASSWORD, 99),
    access_point("\0\0\0\0", PASSWORD, 98),
    access_point("Newest", PASSWORD, 30, SAE),
    access_point("Company", "", 35, COMPANY),
    access_point("Café", "", 40),
    # Sent in ISO 8859-1, as older access points do.
    access_point("latin-1:Gästezimmer", PASSWORD, 15),
]


def setUpModule():
    global is_apart
    is_apart = enter_own_network()


class NetworkTestCase(unittest.TestCase):
    def setUp(self):
        self.bus = self.enterContext(Bus())

    def serve(self, **options):
        return self.enterContext(NetworkDaemon(self.bus, **options))

    def at_home(self, **options):
        """A daemon on a machine that is joined to the network Home."""
        self.bus.run("networkmanager", air=AIR, joined="Home", joined_password=HOME_PASSWORD)
        daemon = self.serve(**options)
        self.wait_for_link(daemon, "connected", "Home")
        return daemon

    def wait_for_link(self, daemon, state, name):
        def is_there():
            link = daemon.network()
            return (link["state"], link["name"]) == (state, name)

        wait_until(is_there, f"the link is {state} to {name!r}; it is {daemon.network()}")

    def wait_for_event(self, daemon, words):
        def told():
            return [text for text in daemon.events() if words in text]

        return wait_until(told, f"an event says {words!r}; there are {daemon.events()}")[0]

    def answer(self, client, message):
        """What the client is answered."""
        client.send(message)
        return client.receive_field("response", "type")

    def need_own_network(self):
        """For a daemon that listens to a whole network, which is never the machine's."""
        if not is_apart:
            self.skipTest("a network namespace of the test's own needs root")

    def visit(self, daemon):
        """A request from another address than this machine's loopback."""
        connection = http.client.HTTPConnection(ADDRESS, daemon.port, timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.request("GET", "/api/v1/version")
            self.assertEqual(connection.getresponse().status, 200)


class LinkTests(NetworkTestCase):
    def test_the_network_in_use_is_told(self):
        daemon = self.at_home()
        with connected(daemon) as client:
            self.assertEqual(client.dump["wifi"]["ssid"], "Home")
            self.assertEqual(client.dump["sta"]["state"], 3)
            self.assertEqual(client.dump["sta"]["ip"], "192.168.7.20")

    def test_a_cable_counts_as_a_network_with_a_name(self):
        self.bus.run("networkmanager", wifi=False, wired=True)
        daemon = self.serve()
        self.wait_for_link(daemon, "connected", "Wired")
        with connected(daemon) as client:
            self.assertEqual(client.dump["wifi"]["ssid"], "Wired")
            self.assertEqual(client.dump["sta"]["state"], 3)
            self.assertEqual(client.dump["sta"]["ip"], "192.168.1.20")

    def test_without_a_network_that_is_told(self):
        self.bus.run("networkmanager", air=AIR)
        daemon = self.serve()
        self.wait_for_link(daemon, "no_network", "")
        with connected(daemon) as client:
            self.assertEqual(client.dump["sta"]["state"], 1)
            self.assertTrue(client.dump["wifi"]["ssid"])

    def test_networkmanager_may_die_and_come_back(self):
        daemon = self.at_home()
        self.bus.end("networkmanager")
        with connected(daemon) as client:
            client.send({"wifi": {"ssid": "Workshop", "password": PASSWORD}})
            self.wait_for_event(daemon, "NetworkManager does not run")
            self.assertEqual(client.dump["settings"]["fw_version"], "V1.0.3")
        self.bus.run("networkmanager", wifi=False, wired=True)
        self.wait_for_link(daemon, "connected", "Wired")


class SearchTests(NetworkTestCase):
    def test_networks_are_listed_strongest_first_and_once(self):
        daemon = self.at_home()
        with connected(daemon) as client:
            client.send({"wifi": {"scan": 1}})
            client.receive_until(lambda m: m.get("wifi", {}).get("scan") == 1, "it runs")
            found = client.receive_until(lambda m: m.get("wifi", {}).get("scan") == 2, "it ends")
            names = [one["ssid"] for one in found["wifi"]["list"]]
            self.assertEqual(names, ["Workshop", "Home", "Café", "Company", "Newest", "Weak", "Gästezimmer"])

    def test_without_a_radio_a_search_ends_with_words(self):
        self.bus.run("networkmanager", wifi=False, wired=True)
        daemon = self.serve()
        with connected(daemon) as client:
            client.send({"wifi": {"scan": 1}})
            found = client.receive_until(lambda m: m.get("wifi", {}).get("scan") == 2, "it ends")
            self.assertEqual(found["wifi"]["list"], [])
        self.wait_for_event(daemon, "no Wi-Fi that NetworkManager manages")


class JoinTests(NetworkTestCase):
    def test_a_network_whose_name_is_no_utf8_is_joined_by_its_bytes(self):
        self.need_own_network()
        daemon = self.at_home(host="0.0.0.0")
        with connected(daemon) as client:
            client.send({"wifi": {"scan": 1}})
            client.receive_until(lambda m: m.get("wifi", {}).get("scan") == 2, "it ends")
            client.send({"wifi": {"ssid": "Gästezimmer", "password": PASSWORD}})
        self.wait_for_event(daemon, 'Joined "Gästezimmer".')
        self.wait_for_link(daemon, "connected", "Gästezimmer")
        row = ["station", "latin-1:Gästezimmer", "False", "wpa-psk", PASSWORD, "auto"]
        self.assertIn(row, self.bus.profiles)

    def test_a_network_is_joined_and_kept_once_somebody_comes_back(self):
        self.need_own_network()
        daemon = self.at_home(host="0.0.0.0")
        with connected(daemon) as client:
            client.send({"wifi": {"ssid": "Workshop", "password": PASSWORD}})
            client.receive_until(lambda m: m.get("sta", {}).get("state") == 2, "connecting")
            client.receive_until(lambda m: m.get("sta", {}).get("state") == 3, "connected")
        self.wait_for_link(daemon, "connected", "Workshop")
        self.wait_for_event(daemon, 'Joined "Workshop".')
        row = ["station", "Workshop", "False", "wpa-psk", PASSWORD, "auto"]
        self.assertIn(row, self.bus.profiles, "a restart of the machine would still undo it")
        self.visit(daemon)
        row[2] = "True"
        wait_until(lambda: row in self.bus.profiles, "the network is saved")
        self.assertNotIn(PASSWORD, daemon.log + "".join(daemon.events()))

    def test_a_visit_from_this_machine_itself_counts_for_nothing(self):
        daemon = self.at_home(trial=5)
        with connected(daemon) as client:
            client.send({"wifi": {"ssid": "Workshop", "password": PASSWORD}})
            self.wait_for_link(daemon, "connected", "Workshop")
            self.wait_for_link(daemon, "connected", "Home")
        self.wait_for_event(daemon, "nobody reached this device within 5 s")
        self.assertEqual([row[1] for row in self.bus.profiles], ["Home"])

    def test_networkmanager_takes_it_back_when_hearth_dies(self):
        daemon = self.at_home(trial=5)
        with connected(daemon) as client:
            client.send({"wifi": {"ssid": "Workshop", "password": PASSWORD}})
            self.wait_for_link(daemon, "connected", "Workshop")
        daemon.kill()
        # The checkpoint was made for 45 + 5 + 15 s.
        wait_until(
            lambda: [row[1] for row in self.bus.profiles] == ["Home"], "it was taken back", 90
        )

    def test_a_wrong_password_is_told_and_the_network_before_comes_back(self):
        daemon = self.at_home()
        with connected(daemon) as client:
            client.send({"wifi": {"ssid": "Workshop", "password": "not the password"}})
            client.receive_until(lambda m: m.get("sta", {}).get("state") == 5, "wrong password")
            client.receive_until(lambda m: m.get("sta", {}).get("state") == 3, "back again")
        self.wait_for_link(daemon, "connected", "Home")
        self.assertIn("refuses this password", daemon.network()["trouble"])
        self.wait_for_event(daemon, "refuses this password")
        self.assertEqual([row[1] for row in self.bus.profiles], ["Home"])
        self.assertNotIn("not the password", daemon.log + "".join(daemon.events()))

    def test_a_network_that_is_not_there_is_told(self):
        daemon = self.at_home()
        with connected(daemon) as client:
            client.send({"wifi": {"ssid": "Elsewhere", "password": PASSWORD}})
            self.wait_for_event(daemon, "it is out of range")
        self.wait_for_link(daemon, "connected", "Home")

    def test_each_kind_of_network_is_joined_in_its_way(self):
        for name, password, keys in [("Café", "", ""), ("Newest", PASSWORD, "sae")]:
            with self.subTest(name), Bus() as self.bus:
                self.bus.run("networkmanager", air=AIR, wired=True)
                with NetworkDaemon(self.bus) as daemon, connected(daemon) as client:
                    client.send({"wifi": {"ssid": name, "password": password}})
                    self.wait_for_event(daemon, f'Joined "{name}".')
                    row = ["station", name, "True", keys, password, "auto"]
                    # By cable nobody can be cut off, so that it is kept at once.
                    wait_until(lambda row=row: row in self.bus.profiles, "it is saved")

    def test_what_cannot_be_joined_is_refused_in_words(self):
        daemon = self.at_home()
        for name, password, words in [
            ("Company", PASSWORD, "needs more than a password"),
            ("Workshop", "short", "needs a password of 8 to 63 characters"),
            ("Café", PASSWORD, "takes no password"),
        ]:
            with self.subTest(name), connected(daemon) as client:
                client.send({"wifi": {"ssid": name, "password": password}})
                self.wait_for_event(daemon, words)
        self.assertEqual(daemon.network()["name"], "Home")


class HotspotTests(NetworkTestCase):
    def test_the_hotspot_comes_and_goes(self):
        self.bus.run("networkmanager", air=AIR, wired=True)
        daemon = self.serve()
        self.wait_for_link(daemon, "connected", "Wired")
        with connected(daemon) as client:
            message = {"ap": {"ssid": "Warm", "password": PASSWORD}}
            self.assertEqual(self.answer(client, message), {"type": "set_ap", "ok": 1})
            self.assertEqual(self.bus.profiles, [], "it is off")
            self.assertEqual(self.answer(client, {"ap": {"on": 1}}), {"type": "set_ap", "ok": 1})
            row = ["hotspot", "Warm", "True", "wpa-psk", PASSWORD, "shared"]
            wait_until(lambda: self.bus.profiles == [row], "the hotspot is saved")
            self.assertTrue(daemon.get_state()["device"]["hotspot"]["on"])
            moved = {"ap": {"ip": "192.168.99.1"}}
            self.assertEqual(self.answer(client, moved), {"type": "set_hotspot_ip", "ok": 1})
            wait_until(lambda: self.bus.profiles == [row], "the former one is gone")
            self.assertEqual(self.answer(client, {"ap": {"on": 0}}), {"type": "set_ap", "ok": 1})
            wait_until(lambda: self.bus.profiles == [], "it is forgotten")
        self.assertFalse(daemon.get_state()["device"]["hotspot"]["on"])
        self.assertNotIn(PASSWORD, daemon.log + "".join(daemon.events()))

    def test_a_hotspot_that_nobody_joins_gives_way_to_the_network_before(self):
        daemon = self.at_home(trial=5)
        with connected(daemon) as client:
            self.assertEqual(self.answer(client, {"ap": {"on": 1}}), {"type": "set_ap", "ok": 1})
            self.assertTrue(daemon.get_state()["device"]["hotspot"]["on"])
            client.receive_until(lambda m: m.get("ap", {}).get("on") == 0, "it is off again")
        self.wait_for_link(daemon, "connected", "Home")
        self.wait_for_event(daemon, "nobody reached this device within 5 s")

    def test_turning_it_off_again_needs_nobody_to_come_and_brings_the_network_before_back(self):
        daemon = self.at_home()
        with connected(daemon) as client:
            self.assertEqual(self.answer(client, {"ap": {"on": 1}}), {"type": "set_ap", "ok": 1})
            self.assertEqual(self.answer(client, {"ap": {"on": 0}}), {"type": "set_ap", "ok": 1})
        self.wait_for_link(daemon, "connected", "Home")
        self.assertFalse(daemon.get_state()["device"]["hotspot"]["on"])
        self.assertEqual([row[1] for row in self.bus.profiles], ["Home"])

    def test_what_is_refused_while_it_is_on_trial_does_not_show_it_as_off(self):
        daemon = self.at_home()
        with connected(daemon) as client:
            self.assertEqual(self.answer(client, {"ap": {"on": 1}}), {"type": "set_ap", "ok": 1})
            refused = {"ap": {"ssid": "Other", "password": PASSWORD}}
            self.assertEqual(self.answer(client, refused), {"type": "set_ap", "ok": 0})
            wait_until(lambda: daemon.get_state()["device"]["hotspot"]["on"], "it is shown as on")
            self.wait_for_event(daemon, "still on trial")
            self.assertIn("hotspot", [row[0] for row in self.bus.profiles])

    def test_without_a_radio_the_answer_is_no(self):
        self.bus.run("networkmanager", wifi=False, wired=True)
        daemon = self.serve()
        with connected(daemon) as client:
            self.assertEqual(self.answer(client, {"ap": {"on": 1}}), {"type": "set_ap", "ok": 0})
        self.assertFalse(daemon.get_state()["device"]["hotspot"]["on"])
        self.wait_for_event(daemon, "no Wi-Fi that NetworkManager manages")


class CommandTests(NetworkTestCase):
    def test_the_hotspot_s_password_is_shown_to_who_asks_for_it(self):
        daemon = self.at_home()
        with connected(daemon) as client:
            self.answer(client, {"ap": {"ssid": "Warm", "password": PASSWORD}})
            shown = run_hearth("network", "hotspot", "--host", daemon.host).stdout
            self.assertRegex(shown, f"Password +{PASSWORD}")
            self.assertNotIn(PASSWORD, json.dumps(daemon.get_state()) + json.dumps(client.dump))

    def test_the_link_is_shown(self):
        daemon = self.at_home()
        shown = run_hearth("network", "status", "--host", daemon.host).stdout
        self.assertRegex(shown, "Network +Home\n")
        self.assertRegex(shown, "Address +192.168.7.20\n")


    def test_networks_are_looked_for_and_joined(self):
        daemon = self.at_home()
        found = run_hearth("network", "scan", "--host", daemon.host).stdout.splitlines()
        self.assertEqual(found[:2], ["Workshop", "Home"])
        joined = run_hearth(
            "network", "join", "Workshop", "--host", daemon.host, input=PASSWORD + "\n"
        )
        self.assertEqual(joined.returncode, 0, joined.stderr)
        self.assertEqual(run_hearth("network", "keep", "--host", daemon.host).returncode, 0)
        row = ["station", "Workshop", "True", "wpa-psk", PASSWORD, "auto"]
        wait_until(lambda: row in self.bus.profiles, "the network is saved")

    def test_a_wrong_password_is_the_command_s_failure(self):
        daemon = self.at_home()
        joined = run_hearth(
            "network", "join", "Workshop", "--host", daemon.host, input="not the password\n"
        )
        self.assertEqual(joined.returncode, 4)
        self.assertIn("refuses this password", joined.stderr)


class PageTests(test_page.PageTestCase, NetworkTestCase):
    """Our own page's panel, in a browser."""

    def setUp(self):
        NetworkTestCase.setUp(self)

    def test_a_network_is_found_taken_and_joined(self):
        daemon = self.at_home()
        self.open(daemon)
        self.wait_for_text("network-link", "^Home: joined, at 192.168.7.20$")
        self.browser.execute_script("document.getElementById('change-network').open = true")
        self.press("scan-networks")
        self.wait_for_text("networks", "Workshop")
        take = self.browser.find_element(test_page.By.CSS_SELECTOR, "[aria-label='Choose Workshop']")
        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", take)
        take.click()
        self.assertEqual("Workshop", self.find("join-name").get_attribute("value"))
        self.enter("join-password", "not the password")
        self.press("join-now")
        self.wait_for_text("network-trouble", "refuses this password")
        self.enter("join-password", PASSWORD)
        self.press("join-now")
        self.wait_for_text("network-link", "^Workshop: joined")
        self.assertEqual("", self.find("join-password").get_attribute("value"))
        self.press("keep-network")
        row = ["station", "Workshop", "True", "wpa-psk", PASSWORD, "auto"]
        wait_until(lambda: row in self.bus.profiles, "the network is saved")
        self.assertEqual([], self.console_errors())

    def test_the_hotspot_is_turned_on_and_its_password_shown(self):
        daemon = self.at_home()
        self.open(daemon)
        self.browser.execute_script("document.getElementById('change-network').open = true")
        self.press("show-password")
        shown = self.wait_for_text("hotspot-password", "^Its password: [a-z0-9]{12}$")
        self.press("hotspot")
        self.wait_for_text("hotspot-words", "is on, with the device at 192.168.254.1")
        self.assertIn(
            shown.removeprefix("Its password: "), [row[4] for row in self.bus.profiles]
        )
        self.press("show-password")
        wait_until(lambda: not self.find("hotspot-password").is_displayed(), "it is hidden")

    def test_the_device_is_renamed(self):
        self.bus.run("hostnamed")
        daemon = self.at_home()
        self.open(daemon)
        self.browser.execute_script("document.getElementById('change-network').open = true")
        self.enter("own-name", "Chamber-1")
        self.press("rename-now")
        self.wait_for_text("hostname", "^Chamber-1$")


class NameTests(NetworkTestCase):
    def test_the_machine_gets_its_name(self):
        self.bus.run("hostnamed")
        daemon = self.serve()
        with connected(daemon) as client:
            answer = self.answer(client, {"sta": {"hostname": "Chamber-1"}})
            self.assertEqual(answer, {"type": "set_hostname", "ok": 1})
        self.assertEqual(self.bus.name("StaticHostname"), "Chamber-1")
        self.assertEqual(self.bus.name("PrettyHostname"), "Chamber-1")
        self.assertEqual(daemon.get_state()["device"]["hostname"], "Chamber-1")
        self.assertEqual(daemon.request("GET", "/", headers={"Host": "chamber-1"})[0], 200)
        self.assertEqual(daemon.request("GET", "/", headers={"Host": "chamber-2"})[0], 302)

    def test_a_name_that_is_refused_is_not_shown(self):
        self.bus.run("hostnamed", refuses=True)
        daemon = self.serve()
        with connected(daemon) as client:
            answer = self.answer(client, {"sta": {"hostname": "Chamber-1"}})
            self.assertEqual(answer, {"type": "set_hostname", "ok": 0})
        self.assertEqual(daemon.get_state()["device"]["hostname"], "PandaBreath")
        self.wait_for_event(daemon, "60-hearth.rules")

    def test_what_one_message_asks_for_is_answered_in_its_order(self):
        self.bus.run("hostnamed").run("networkmanager", air=AIR, wired=True)
        daemon = self.serve()
        with connected(daemon) as client:
            client.send(
                {
                    "settings": {"printer_type": 2}, "ap": {"on": 1},
                    "sta": {"hostname": "Chamber-1"},
                }
            )
            kinds = [client.receive_field("response", "type")["type"] for _ in range(3)]
            self.assertEqual(kinds, ["set_hostname", "set_ap", "printer_type"])


class AnnouncementTests(NetworkTestCase):
    def setUp(self):
        super().setUp()
        self.need_own_network()

    def announced(self, daemon, host):
        name = "PandaBreath" if host.startswith("PandaBreath") else host
        return [
            ["service", name, "_http._tcp", f"{host}.local", str(daemon.port),
             f"board={host}", "path=/"],
            ["service", name, "_hearth._tcp", f"{host}.local", str(daemon.port), "path=/api/v1"],
        ]

    def wait_for(self, rows):
        def is_announced():
            # Behind what stands here ours tells of the device: it has an id of its own.
            return all(
                any(known[:len(row)] == row for known in self.bus.announced) for row in rows
            )

        wait_until(is_announced, f"{rows} is announced; there is {self.bus.announced}")

    def test_the_device_is_found_by_its_name_and_true_port(self):
        self.bus.run("avahi").run("hostnamed")
        daemon = self.serve(announce="yes", host="0.0.0.0")
        self.wait_for(self.announced(daemon, "PandaBreath"))
        self.wait_for([["address", "PandaBreath.local", ADDRESS]])
        with connected(daemon) as client:
            self.answer(client, {"sta": {"hostname": "Chamber-1"}})
        self.wait_for(self.announced(daemon, "Chamber-1"))
        self.assertEqual(len(self.bus.announced), len({tuple(row) for row in self.bus.announced}))

    def test_a_taken_name_gets_a_number_and_words(self):
        self.bus.run("avahi", taken=["PandaBreath", "PandaBreath-2"])
        daemon = self.serve(announce="yes", host="0.0.0.0")
        self.wait_for([["address", "PandaBreath-3.local", ADDRESS]])
        self.wait_for_event(daemon, "found as PandaBreath-3.local")

    def test_the_machine_s_own_name_is_left_to_avahi(self):
        self.bus.run("avahi", machine="pandabreath")
        self.serve(announce="yes", host="0.0.0.0")
        wait_until(lambda: len(self.bus.announced) == 2, "both services are announced")
        self.assertEqual([row[3] for row in self.bus.announced], ["", ""])

    def test_avahi_may_restart(self):
        self.bus.run("avahi")
        daemon = self.serve(announce="yes", host="0.0.0.0")
        self.wait_for(self.announced(daemon, "PandaBreath"))
        self.bus.end("avahi")
        self.bus.run("avahi")
        self.wait_for(self.announced(daemon, "PandaBreath"))

    def test_what_only_this_machine_can_reach_is_not_announced(self):
        self.bus.run("avahi").run("networkmanager", wifi=False, wired=True)
        daemon = self.serve(announce="yes")
        self.wait_for_link(daemon, "connected", "Wired")
        self.assertEqual(self.bus.announced, [])


class RefusalTests(NetworkTestCase):
    """Every wish that cannot be granted is answered, in words, and nothing else suffers."""

    def refuses_all(self, daemon, words):
        with connected(daemon) as client:
            for message, kind in [
                ({"sta": {"hostname": "Chamber-1"}}, "set_hostname"),
                ({"ap": {"on": 1}}, "set_ap"),
            ]:
                self.assertEqual(self.answer(client, message), {"type": kind, "ok": 0})
                self.wait_for_event(daemon, words)
                self.assertIn(words, daemon.network()["trouble"])
            client.send({"wifi": {"ssid": "Workshop", "password": PASSWORD}})
            client.send({"wifi": {"scan": 1}})
            client.receive_until(lambda m: m.get("wifi", {}).get("scan") == 2, "it ends")
        texts = daemon.events()
        for title in ["name was not changed", "hotspot was not changed", "was not joined", "search for networks failed"]:
            self.assertTrue(any(title in text and words in text for text in texts), title)
        self.assertFalse(daemon.get_state()["device"]["hotspot"]["on"])

    def test_without_a_bus(self):
        self.bus = None
        self.refuses_all(self.serve(), "no system bus")

    def test_where_polkit_refuses(self):
        self.bus.run("networkmanager", air=AIR, refuses=True).run("hostnamed", refuses=True)
        daemon = self.serve()
        self.wait_for_link(daemon, "no_network", "")
        self.refuses_all(daemon, "60-hearth.rules")

    def test_where_hearth_was_told_to_leave_it_alone(self):
        self.bus.run("networkmanager", air=AIR).run("hostnamed")
        self.refuses_all(self.serve(manage="no"), "manage: no")
        self.assertEqual(self.bus.name("StaticHostname"), "pi")

    def test_the_bus_may_die(self):
        daemon = self.at_home()
        self.bus.process.kill()
        self.refuses_all(daemon, "bus")


class ResetTests(NetworkTestCase):
    def test_a_factory_reset_forgets_what_hearth_joined_and_nothing_else(self):
        self.bus.run(
            "networkmanager", air=AIR, joined="Home", joined_password=HOME_PASSWORD, wired=True
        )
        daemon = self.serve()
        with connected(daemon) as client:
            client.send({"wifi": {"ssid": "Workshop", "password": PASSWORD}})
            self.wait_for_event(daemon, 'Joined "Workshop".')
            wait_until(lambda: len(self.bus.profiles) == 2, "both are known")
            answer = self.answer(client, {"settings": {"factory_reset": 1}})
            self.assertEqual(answer, {"type": "factory_reset", "ok": 1})
            self.assertEqual([row[1] for row in self.bus.profiles], ["Home"])


if __name__ == "__main__":
    unittest.main()
