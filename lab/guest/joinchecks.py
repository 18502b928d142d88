"""Looking for networks and joining them, each way that this can go."""

import http.client
import subprocess
import time

import daemon
import radios
import trial
from hardware import until

WRONG = "not the password"


class JoinChecks:
    """A part of `NetworkChecks`."""

    def scan(self):
        names = sorted(network.name for network in radios.NETWORKS)
        began = time.monotonic()
        with self.client() as client:
            client.send({"wifi": {"scan": 1}})
            client.receive_until(lambda m: m.get("wifi", {}).get("scan") == 1, "it runs")
            found = client.receive_until(lambda m: m.get("wifi", {}).get("scan") == 2, "it ends")
        seconds = time.monotonic() - began
        listed = sorted(one["ssid"] for one in found["wifi"]["list"])
        self.report.check("a search finds each network once", listed == names, f"{seconds:.1f} s")
        shown = self.command("scan")
        self.report.check(
            "hearth network scan", sorted(shown.stdout.splitlines()) == names, repr(shown.stdout)
        )

    def command(self, *words, password=None):
        return subprocess.run(
            ["hearth", "network", *words], input=password and password + "\n",
            stdin=None if password else subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False,
        )

    def visit(self, address=None, name="house"):
        """Asks for the page from another machine; the answer's status."""
        address = address or self.network()["address"]
        with radios.inside(name):
            connection = http.client.HTTPConnection(address, timeout=20)
            try:
                connection.request("GET", "/")
                return connection.getresponse().status
            finally:
                connection.close()

    def wrong_password(self):
        began = time.monotonic()
        with self.client() as client:
            client.send({"wifi": {"ssid": "Workshop", "password": WRONG}})
            client.receive_until(
                lambda m: m.get("sta", {}).get("state") == 5, "wrong password", trial.PATIENCE
            )
            told = time.monotonic()
            client.receive_until(
                lambda m: m.get("sta", {}).get("state") == 3, "back", trial.PATIENCE
            )
        back = time.monotonic()
        words = self.network()["trouble"]
        self.report.check(
            "a wrong password is told, in words too", "refuses this password" in words,
            f"{told - began:.1f} s; {words}",
        )
        self.wait_for_link("connected", "Home")
        self.report.check(
            "after a wrong password the network before is back",
            self.visit() == 200 and self.profiles(trial.FORGOTTEN) == [],
            f"shown {back - told:.1f} s later",
        )

    def join_workshop(self):
        """Joins it by /ws; the moment that this was in effect."""
        with self.client() as client:
            began = time.monotonic()
            client.send({"wifi": {"ssid": "Workshop", "password": radios.PASSWORD}})
            client.receive_until(
                lambda m: m.get("sta", {}).get("state") == 3, "joined", trial.PATIENCE
            )
        now = time.monotonic()
        link = self.network()
        if link["name"] != "Workshop" or not link["address"].startswith("192.168.72."):
            raise RuntimeError(f"not joined, but {link}")
        return now, f"{now - began:.1f} s, {link['address']}"

    def roll_back(self):
        at, detail = self.join_workshop()
        self.report.check(
            "joined, and a restart of the machine would undo it",
            self.profiles(trial.FORGOTTEN) == ["Hearth Workshop"]
            and self.profiles(trial.SAVED) == [],
            detail,
        )
        self.wait_for_link("connected", "Home", limit=trial.CHECKPOINT)
        seconds = time.monotonic() - at
        is_gone = self.profiles(trial.FORGOTTEN) == []
        self.report.check(
            "nobody came: the network before is back",
            is_gone and seconds >= trial.TRIAL and self.visit() == 200
            and self.is_told(f"nobody reached this device within {trial.TRIAL} s"),
            f"{seconds:.1f} s",
        )

    def killed_on_trial(self):
        at, _ = self.join_workshop()
        old = daemon.daemon()
        daemon.kill(old)
        is_back = until(lambda: daemon.daemon() not in (None, old), 30)
        self.wait_for_link("connected", "Workshop")
        self.wait_for_link("connected", "Home", limit=2 * trial.CHECKPOINT)
        seconds = time.monotonic() - at
        self.report.check(
            "Hearth killed on trial: NetworkManager takes it back",
            is_back and seconds > trial.TRIAL + trial.MARGIN
            and self.profiles(trial.FORGOTTEN) == [] and self.visit() == 200,
            f"{seconds:.1f} s",
        )

    def kept(self):
        self.join_workshop()
        self.visit()
        is_saved = until(lambda: self.profiles(trial.SAVED) == ["Hearth Workshop"], 10)
        self.report.check("somebody came: the network is kept", is_saved)
        time.sleep(trial.CHECKPOINT + 5)
        link = self.network()
        self.report.check(
            "it is still there when the trial and the checkpoint are over",
            (link["state"], link["name"]) == ("connected", "Workshop"), str(link["address"]),
        )
        self.restart_services()
        self.wait_for_link("connected", "Workshop", "it is joined again after a restart")

    def kept_by_command(self):
        for name, *words in (("Café", "--open"), ("Gästezimmer",), ("Newest",)):
            password = None if words else radios.PASSWORD
            began = time.monotonic()
            joined = self.command("join", name, *words, password=password)
            seconds = time.monotonic() - began
            kept = self.command("keep")
            is_saved = until(lambda name=name: "Hearth " + name in self.profiles(trial.SAVED), 10)
            self.report.check(
                f"hearth network join {name}, and keep",
                joined.returncode == 0 and kept.returncode == 0 and is_saved,
                joined.stderr.strip() or f"{seconds:.1f} s",
            )
        refused = self.command("join", "Workshop", password=WRONG)
        self.report.check(
            "a wrong password is the command's failure",
            refused.returncode == 4 and "refuses this password" in refused.stderr,
            f"status {refused.returncode}",
        )
        self.wait_for_link("connected", "Newest")

    def secrets(self):
        """No password is in a log, and none in an event."""
        journal = subprocess.run(
            ["journalctl", "--no-pager", "--unit", daemon.UNIT],
            stdout=subprocess.PIPE, text=True, check=True,
        ).stdout
        text = journal + "".join(self.events())
        found = [word for word in (radios.PASSWORD, WRONG) if word in text]
        self.report.check("no password is in the log or an event", journal and not found)
