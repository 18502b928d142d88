"""The checks of the lab machine with radios: the real services, and Hearth as the package brings it."""

import glob
import os
import re
import shutil
import time
import traceback
import types

import daemon
import radios
import trial
from hardware import until
from hotspotchecks import HotspotChecks
from joinchecks import JoinChecks
from namechecks import NameChecks
from panda import connected
from report import say

SERVICES = (
    "dbus.service", "polkit.service", "wpa_supplicant.service", "NetworkManager.service",
    "avahi-daemon.service",
)


class NetworkChecks(JoinChecks, HotspotChecks, NameChecks):
    def __init__(self, report):
        self.report = report

    def run(self, *names):
        """The named checks, each guarded: one that ends in an error is one that failed."""
        radios.make()
        self.house = radios.House()
        for service in SERVICES:
            if not daemon.systemctl("start", service):
                raise RuntimeError(f"{service} does not start")
        daemon.start()
        self.wait_for_link("connected", "Home", "joined by somebody else")
        for name in names:
            began = time.monotonic()
            try:
                getattr(self, name)()
            except Exception:
                traceback.print_exc()
                self.report.check(name, False, traceback.format_exc().splitlines()[-1])
                for line in self.events():
                    print("event:", line, flush=True)
            say(f"took {name} {time.monotonic() - began:.0f} s")

    def client(self):
        """A client of /ws on the machine itself, which shows nothing about the network."""
        return connected(types.SimpleNamespace(port=80, host="127.0.0.1"))

    def network(self):
        return daemon.state()["device"]["network"]

    def wait_for_link(self, state, name, title=None, limit=trial.PATIENCE):
        """Waits until the link is told so; the seconds that it took."""
        began = time.monotonic()

        def is_there():
            if not daemon.is_answering():
                return False
            link = self.network()
            return (link["state"], link["name"]) == (state, name)

        has_come = until(is_there, limit, every=0.1)
        seconds = time.monotonic() - began
        link = {key: value for key, value in self.network().items() if key != "found"}
        if title:
            self.report.check(title, has_come, f"{seconds:.1f} s" if has_come else str(link))
        elif not has_come:
            raise RuntimeError(f"the link is not {state} to {name}, but {link}")
        return seconds

    def events(self):
        """What happened to the network, in words, newest first."""
        listed = daemon.request("GET", "/api/v1/events?limit=100")["events"]
        return [one["text"] for one in listed if one["kind"] == "network_news"]

    def is_told(self, words):
        return until(lambda: any(words in text for text in self.events()), 10, every=0.2)

    def answer(self, client, message):
        """What becomes of a wish, as the client is answered: whether it was done."""
        client.send(message)
        return client.receive_field("response", "type", trial.PATIENCE)["ok"] == 1

    def profiles(self, folder):
        """The names of the profiles of Hearth's own."""
        names = []
        for path in glob.glob(folder + "/*"):
            try:
                with open(path, encoding="utf-8") as file:
                    found = re.search("^id=(Hearth .*)$", file.read(), re.MULTILINE)
            except FileNotFoundError:
                continue  # Forgotten since the folder was listed.
            names += found.groups() if found else []
        return sorted(names)

    def restart_services(self):
        """NetworkManager and Hearth started again, without what a restart of the machine forgets."""
        daemon.systemctl("stop", daemon.UNIT)
        daemon.systemctl("stop", "NetworkManager.service")
        shutil.rmtree("/run/NetworkManager", ignore_errors=True)
        os.makedirs("/run/NetworkManager")
        daemon.systemctl("start", "NetworkManager.service")
        daemon.start()
