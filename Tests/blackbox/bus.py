"""A bus of the test's own with stand-ins of NetworkManager, hostnamed, Avahi and logind on it."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import dbus


from daemon import Daemon, PATIENCE, REPOSITORY, SIMULATED_BOARD, wait_until

SERVICES = pathlib.Path(__file__).resolve().parent / "services"
NETWORK, NAMES, AVAHI, LOGIN = (
    "org.freedesktop.NetworkManager", "org.freedesktop.hostname1", "org.freedesktop.Avahi",
    "org.freedesktop.login1",
)


def access_point(ssid, password="", strength=50, keys=None):
    """A network in the air, for the stand-in of NetworkManager."""
    keys = (0x100 if password else 0) if keys is None else keys
    return {"ssid": ssid, "password": password, "strength": strength, "keys": keys}


class Bus:
    """A dbus-daemon and what runs on it; a context manager that leaves no process behind."""

    def __init__(self):
        self.processes = {}

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="hearth-bus-")
        self.process = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1",
             f"--address=unix:path={self.folder}/bus"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )
        self.address = self.process.stdout.readline().strip()
        self.connection = dbus.bus.BusConnection(self.address)
        return self

    def __exit__(self, *_):
        self.connection.close()
        for name in list(self.processes):
            self.end(name)
        self.process.terminate()
        self.process.wait(PATIENCE)
        self.process.stdout.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, service, **parameters):
        """Starts a stand-in and waits until it is there with all its objects."""
        process = subprocess.Popen(
            [sys.executable, "-B", "-m", "dbusmock", "--system",
             "--template", str(SERVICES / f"{service}.py"),
             "--parameters", json.dumps(parameters)],
            env={**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": self.address},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )
        self.processes[service] = process
        name = {
            "networkmanager": NETWORK, "hostnamed": NAMES, "avahi": AVAHI, "logind": LOGIN,
        }[service]
        wait_until(lambda: self.has(name, process), f"{service} is on the bus")
        return self

    def has(self, name, process):
        if process.poll() is not None:
            raise AssertionError(f"the stand-in of {name} ended by itself")
        return self.connection.name_has_owner(name)

    def end(self, service):
        """Ends a stand-in, as if it had crashed."""
        process = self.processes.pop(service)
        process.kill()
        process.wait(PATIENCE)

    def report(self, name, path, interface):
        """What a stand-in knows, as lists of texts."""
        rows = dbus.Interface(self.connection.get_object(name, path), interface).Report()
        return [list(map(str, row)) for row in rows]

    @property
    def profiles(self):
        """Purpose, name, saved, key management, password and addressing of each known network."""
        return self.report(NETWORK, "/org/freedesktop/NetworkManager", NETWORK)

    @property
    def announced(self):
        """What Avahi publishes."""
        return self.report(AVAHI, "/", "org.freedesktop.Avahi.Server")

    @property
    def orders(self):
        """What logind was told to do, and which inhibitors are held now."""
        return self.report(LOGIN, "/org/freedesktop/login1", LOGIN + ".Manager")

    def name(self, which):
        """A property of hostnamed."""
        properties = dbus.Interface(
            self.connection.get_object(NAMES, "/org/freedesktop/hostname1"),
            "org.freedesktop.DBus.Properties",
        )
        return str(properties.Get(NAMES, which))


class NetworkDaemon(Daemon):
    """A daemon with a simulated chamber that looks after the network of the machine on `bus`."""

    def __init__(self, bus, *, manage="yes", announce="no", trial=600, host="127.0.0.1"):
        folder = tempfile.mkdtemp(prefix="hearth-network-")
        path = pathlib.Path(folder, "hearth.conf")
        path.write_text(
            f"[network]\nmanage: {manage}\nannounce: {announce}\ntrial_s: {trial}\n",
            encoding="utf-8",
        )
        super().__init__(arguments=["--service-file", path])
        self._configuration = folder
        self.address = host
        self.bus_address = bus.address if bus else "unix:path=/nonexistent"

    def __exit__(self, *exception):
        super().__exit__(*exception)
        shutil.rmtree(self._configuration, ignore_errors=True)

    def events(self):
        """The texts of what happened to the network, newest first."""
        _, _, body = self.request("GET", "/api/v1/events?limit=100")
        return [one["text"] for one in json.loads(body)["events"] if one["kind"] == "network_news"]

    def network(self):
        """The link, as the interface shows it."""
        return self.get_state()["device"]["network"]
