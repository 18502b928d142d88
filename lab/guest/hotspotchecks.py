"""The machine's own network, and a phone that joins it."""

import time
import urllib.parse

import daemon
import dns
import phone
import radios
import trial
from hardware import until

NAME, ADDRESS = "Warm", "192.168.99.1"
# The line of docs/network.md that leads every name to the page.
LEAD = "/etc/NetworkManager/dnsmasq-shared.d/hearth.conf"


class HotspotChecks:
    """A part of `NetworkChecks`."""

    def hotspot(self):
        with open(LEAD, "w", encoding="utf-8") as file:
            file.write(f"address=/#/{ADDRESS}\n")
        with self.client() as client:
            self.report.check(
                "name, password and address of the hotspot are taken",
                self.answer(client, {"ap": {"ssid": NAME, "password": radios.PASSWORD}})
                and self.answer(client, {"ap": {"ip": ADDRESS}}),
            )
        self.begin_hotspot("the hotspot is on")
        with phone.Phone(NAME, radios.PASSWORD) as visitor:
            self.visit_hotspot(visitor)
            self.keep_hotspot(visitor)
        self.end_hotspot()

    def begin_hotspot(self, title):
        began = time.monotonic()
        with self.client() as client:
            is_on = self.answer(client, {"ap": {"on": 1}})
        seconds = time.monotonic() - began
        link, hotspot = self.network(), daemon.state()["device"]["hotspot"]
        self.report.check(
            title, is_on and hotspot["on"] and (link["name"], link["address"]) == (NAME, ADDRESS),
            f"{seconds:.1f} s, {link['name']} at {link['address']}",
        )

    def visit_hotspot(self, visitor):
        """The phone joins and gets an address, neither of which is a visit yet."""
        began = time.monotonic()
        has_joined = visitor.join(trial.PATIENCE / 2)
        self.report.check("a phone joins the hotspot", has_joined, f"{time.monotonic() - began:.1f} s")
        address = visitor.get_address()
        self.report.check(
            "the phone is given an address", address.startswith("192.168.99."), address
        )
        answers = dns.ask("phone", ADDRESS, phone.PROBES[0][0], dns.A)
        self.report.check("every name leads to the page", answers == [ADDRESS], str(answers))
        self.report.check(
            "until it asks for the page nothing is kept", self.profiles(trial.SAVED) == []
        )

    def keep_hotspot(self, visitor):
        status, _, page = visitor.get(ADDRESS, "/")
        self.report.check("the phone gets the page", status == 200 and "<title>Panda Breath" in page)
        for host, path in phone.PROBES:
            status, way, _ = visitor.get(ADDRESS, path, host)
            target = urllib.parse.urlsplit(urllib.parse.urljoin(f"http://{host}{path}", way or ""))
            after, _, page = visitor.get(ADDRESS, target.path, target.netloc)
            self.report.check(
                f"{host} leads to the page",
                status == 302 and after == 200 and "<title>Panda Breath" in page,
                f"{status} to {way}, {after} there",
            )
        is_saved = until(lambda: self.profiles(trial.SAVED) == [f"Hearth hotspot {NAME}"], 10)
        self.report.check("the phone's coming keeps the hotspot", is_saved)
        time.sleep(trial.CHECKPOINT + 5)
        status, _, _ = visitor.get(ADDRESS, "/")
        self.report.check(
            "it is still there when the trial and the checkpoint are over", status == 200
        )

    def end_hotspot(self):
        with self.client() as client:
            is_off = self.answer(client, {"ap": {"on": 0}})
        self.wait_for_link("connected", "Home", "the hotspot off: the network before is back")
        status = self.visit()
        is_forgotten = until(lambda: self.profiles(trial.SAVED) == [], 10)
        self.report.check("somebody came: the hotspot is forgotten", is_off and status == 200 and is_forgotten)

    def hotspot_alone(self):
        """Nobody joins it."""
        began = time.monotonic()
        self.begin_hotspot("the hotspot is on, with nobody near")
        self.wait_for_link("connected", "Home", limit=trial.CHECKPOINT)
        self.report.check(
            "nobody came: the hotspot gives way to the network before",
            not daemon.state()["device"]["hotspot"]["on"] and self.visit() == 200,
            f"{time.monotonic() - began:.1f} s",
        )
