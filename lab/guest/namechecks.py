"""The machine's name, by which others find it, and what Hearth may not do."""

import subprocess

import dns
import radios
from hardware import read, until

NETWORK = "org.freedesktop.NetworkManager"
NAMES = "org.freedesktop.hostname1"
SERVICES = "org.freedesktop.systemd1"


def call(service, path, interface, method, *words):
    return ("call", service, path, interface, method, *words)


# What the rule leaves out, though the same services offer it.
FORBIDDEN = {
    "the machine's restart": call(
        SERVICES, "/org/freedesktop/systemd1", SERVICES + ".Manager", "Reboot"
    ),
    "the end of another service": call(
        SERVICES, "/org/freedesktop/systemd1", SERVICES + ".Manager", "StopUnit", "ss",
        "avahi-daemon.service", "replace",
    ),
    "the machine's serial number": call(
        NAMES, "/org/freedesktop/hostname1", NAMES, "GetProductUUID", "b", "false"
    ),
    "NetworkManager's own settings read again": call(
        NETWORK, "/org/freedesktop/NetworkManager", NETWORK, "Reload", "u", "0"
    ),
    "all networks off": call(NETWORK, "/org/freedesktop/NetworkManager", NETWORK, "Enable", "b", "false"),
    "NetworkManager's log": call(
        NETWORK, "/org/freedesktop/NetworkManager", NETWORK, "SetLogging", "ss", "TRACE", "ALL"
    ),
}


def name_for_people(name):
    """What the rule is for."""
    return call(NAMES, "/org/freedesktop/hostname1", NAMES, "SetPrettyHostname", "sb", name, "false")


def as_user(user, words):
    """What the system's bus answers to a call of that user's."""
    answer = subprocess.run(
        ["setpriv", "--reuid", user, "--regid", user, "--clear-groups", "busctl", "--system", *words],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )
    return answer.returncode, answer.stdout.strip()


class NameChecks:
    """A part of `NetworkChecks`."""

    def announced(self, name):
        """What the house is told about that name, each part asked for by itself."""
        def ask(question, kind):
            return dns.ask_all("house", radios.HOME.address, question, kind)

        service = "_http._tcp.local"
        return {
            "found": f"{name}.{service}" in ask(service, dns.PTR),
            "text": ask(f"{name}.{service}", dns.TXT),
            "place": ask(f"{name}.{service}", dns.SRV),
            "address": ask(f"{name}.local", dns.A),
        }

    def expected(self, name):
        return {
            "found": True,
            "text": [(f"board={name}", "path=/")],
            "place": [(f"{name}.local", 80)],
            "address": [self.network()["address"]],
        }

    def announcement(self):
        found = self.announced("PandaBreath")
        self.report.check(
            "PandaBreath.local is found by others", found == self.expected("PandaBreath"), str(found)
        )

    def rename(self):
        with self.client() as client:
            is_done = self.answer(client, {"sta": {"hostname": "Chamber-1"}})
        kept = read("/etc/hostname").strip()
        self.report.check("the machine's name is changed", is_done and kept == "Chamber-1", kept)
        has_come = until(lambda: self.announced("Chamber-1") == self.expected("Chamber-1"), 30)
        self.report.check("it is found by its new name", has_come, str(self.announced("Chamber-1")))
        old = dns.ask_all("house", radios.HOME.address, "PandaBreath.local", dns.A)
        self.report.check("and no more by the old one", old == [], str(old))

    def permissions(self):
        for what, words in FORBIDDEN.items():
            status, text = as_user("hearth", words)
            is_refused = any(
                word in text.lower()
                for word in ("denied", "authentication required", "not authorized")
            )
            self.report.check(f"refused to the user hearth: {what}", status and is_refused, text)
        status, text = as_user("hearth", name_for_people("A chamber"))
        self.report.check("allowed to the user hearth: a name for people", status == 0, text)
        status, text = as_user("avahi", name_for_people("Another"))
        self.report.check("and to no other user", status != 0, text)
