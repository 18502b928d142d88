"""The radios around a lab machine: the kernel's mac80211_hwsim, which hear each other as in the air.

The first is the machine's own. The second offers the networks of the house, and the third is a
phone's. Those two have network namespaces of their own, so that NetworkManager does not see them and
every way between them and the machine leads through the air.
"""

import contextlib
import ctypes
import re
import subprocess
import threading

from hardware import write

OWN, HOUSE, PHONE = "wlan0", "wlan1", "wlan2"
# One without 6 GHz: these radios have that band, which no Raspberry Pi has, and searching it takes long.
COUNTRY = "CN"
CLONE_NEWNET = 0x40000000
PASSWORD, HOME_PASSWORD = "a long secret", "the password of home"


class Network:
    """A network of the house: the interface that offers it, and the address of the house there."""

    def __init__(self, number, name, *lines, encoding="utf-8"):
        self.interface = HOUSE if number == 0 else f"{HOUSE}_{number}"
        self.address = f"192.168.{71 + number}.1"
        self.name = name
        #: As hostapd reads bytes.
        self.bytes = name.encode(encoding).hex()
        self.lines = lines


def wpa2(password):
    return ("wpa=2", "wpa_key_mgmt=WPA-PSK", "rsn_pairwise=CCMP", "wpa_passphrase=" + password)


HOME = Network(0, "Home", *wpa2(HOME_PASSWORD))
WORKSHOP = Network(1, "Workshop", *wpa2(PASSWORD))
CAFE = Network(2, "Café")
NEWEST = Network(
    3, "Newest", "wpa=2", "wpa_key_mgmt=SAE", "rsn_pairwise=CCMP", "ieee80211w=2",
    "sae_password=" + PASSWORD,
)
# As older access points send it.
GUESTS = Network(4, "Gästezimmer", *wpa2(PASSWORD), encoding="iso-8859-1")
NETWORKS = (HOME, WORKSHOP, CAFE, NEWEST, GUESTS)


@contextlib.contextmanager
def inside(name):
    """This thread's new sockets belong to that namespace."""
    libc = ctypes.CDLL(None, use_errno=True)

    def enter(file):
        if libc.setns(file.fileno(), CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns")

    with open("/proc/thread-self/ns/net") as own, open("/run/netns/" + name) as other:
        enter(other)
        try:
            yield
        finally:
            enter(own)


def run_inside(name, *words):
    """What a program prints that is run in a namespace."""
    return subprocess.run(
        ["ip", "netns", "exec", name, *words], check=True, stdout=subprocess.PIPE, text=True
    ).stdout


class Program:
    """A program that goes on running in a namespace, and what it has printed."""

    def __init__(self, name, *words):
        self.title = words[0]
        self.lines = []
        self.changed = threading.Condition()
        self.process = subprocess.Popen(
            ["ip", "netns", "exec", name, *words], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
        )
        threading.Thread(target=self.follow, daemon=True).start()

    def follow(self):
        for line in self.process.stdout:
            with self.changed:
                self.lines.append(line.rstrip())
                self.changed.notify_all()

    def wait_for(self, pattern, seconds):
        """Waits until it has printed such a line; whether it has."""
        wanted = re.compile(pattern)
        with self.changed:
            return self.changed.wait_for(
                lambda: any(wanted.search(line) for line in self.lines), seconds
            )

    def show(self, count=60):
        """Puts its last lines on the console."""
        for line in self.lines[-count:]:
            print(f"{self.title}: {line}", flush=True)

    def end(self):
        self.process.terminate()
        self.process.wait(10)


def make():
    """The three radios, each in its place."""
    subprocess.run(["modprobe", "mac80211_hwsim", "radios=3"], check=True)
    subprocess.run(["iw", "reg", "set", COUNTRY], check=True)
    subprocess.run(["udevadm", "settle"], check=True)
    for name, interface in (("house", HOUSE), ("phone", PHONE)):
        with open(f"/sys/class/net/{interface}/phy80211/name") as file:
            radio = file.read().strip()
        subprocess.run(["ip", "netns", "add", name], check=True)
        subprocess.run(["iw", "phy", radio, "set", "netns", "name", name], check=True)
        run_inside(name, "ip", "link", "set", "lo", "up")


class House:
    """The networks of the house, each with addresses to give."""

    def __init__(self):
        blocks = []
        for network in NETWORKS:
            is_first = network is HOME
            block = [f"{'interface' if is_first else 'bss'}={network.interface}"]
            if is_first:
                block += ["driver=nl80211", "hw_mode=g", "channel=6"]
            blocks += [*block, "ssid2=" + network.bytes, *network.lines, ""]
        write("/run/house.conf", "\n".join(blocks))
        self.hostapd = Program("house", "hostapd", "/run/house.conf")
        if not self.hostapd.wait_for("AP-ENABLED", 30):
            self.hostapd.show()
            raise RuntimeError("hostapd does not offer its networks")
        words = ["dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--port=0", "--user=root"]
        words += ["--bind-dynamic", "--no-ping", "--log-facility=-", "--dhcp-authoritative"]
        words += ["--dhcp-leasefile=/run/house.leases"]
        for network in NETWORKS:
            run_inside(
                "house", "ip", "address", "add", network.address + "/24", "dev", network.interface
            )
            start = network.address.rpartition(".")[0]
            words.append(f"--dhcp-range={start}.20,{start}.90,1h")
        self.dnsmasq = Program("house", *words)
        if not self.dnsmasq.wait_for("started", 30):
            self.dnsmasq.show()
            raise RuntimeError("dnsmasq does not give addresses")
