"""A phone: a radio of its own that joins a network, and asks there what phones ask."""

import http.client
import re

import radios
from hardware import write

ADDRESS = re.compile(r"inet ([0-9.]+)/")
# What each asks, in clear text, to see whether a page wants to be shown before there is a network.
PROBES = (
    ("connectivitycheck.gstatic.com", "/generate_204"),
    ("captive.apple.com", "/hotspot-detect.html"),
    ("www.msftconnecttest.com", "/connecttest.txt"),
    ("detectportal.firefox.com", "/canonical.html"),
    ("nmcheck.gnome.org", "/check_network_status.txt"),
)


class Phone:
    """A context manager: joined while it lasts."""

    def __init__(self, name, password):
        write(
            "/run/phone.conf",
            f'network={{\n ssid="{name}"\n psk="{password}"\n'
            " key_mgmt=WPA-PSK WPA-PSK-SHA256\n ieee80211w=1\n}\n",
        )

    def __enter__(self):
        self.supplicant = radios.Program(
            "phone", "wpa_supplicant", "-D", "nl80211", "-i", radios.PHONE, "-c", "/run/phone.conf"
        )
        return self

    def __exit__(self, *_):
        self.supplicant.end()

    def join(self, seconds):
        """Whether it has joined, within that time."""
        has_joined = self.supplicant.wait_for("CTRL-EVENT-CONNECTED", seconds)
        if not has_joined:
            self.supplicant.show()
        return has_joined

    def get_address(self):
        """The address that it is given."""
        radios.run_inside("phone", "udhcpc", "--interface", radios.PHONE, "-n", "-q", "-f")
        shown = radios.run_inside("phone", "ip", "-4", "address", "show", "dev", radios.PHONE)
        return ADDRESS.search(shown)[1]

    def get(self, address, path, host=None):
        """The status, the way shown on, and the page of an answer."""
        with radios.inside("phone"):
            connection = http.client.HTTPConnection(address, timeout=20)
            try:
                connection.request("GET", path, headers={"Host": host or address})
                answer = connection.getresponse()
                return answer.status, answer.headers["Location"], answer.read().decode()
            finally:
                connection.close()
