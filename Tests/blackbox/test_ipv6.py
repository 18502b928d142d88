"""A network with IPv6 beside IPv4, and one with IPv6 alone."""

import http.client
import unittest

from bus import Bus, NetworkDaemon
from daemon import PATIENCE, wait_until
from isolation import ADDRESS, ADDRESS_6, add_ipv6, enter_own_network, remove_ipv4, remove_ipv6

#: Of documents (RFC 3849), in two networks.
GLOBAL, STRANGER = "2001:db8:1::7", "2001:db8:2::9"


def setUpModule():
    global is_apart
    is_apart = enter_own_network() and add_ipv6()


class IPv6Tests(unittest.TestCase):
    def setUp(self):
        if not is_apart:
            self.skipTest("a network of the test's own with IPv6 needs root, and a kernel with IPv6")
        self.bus = self.enterContext(Bus())
        self.bus.run("avahi")

    def serve(self):
        return self.enterContext(NetworkDaemon(self.bus, announce="yes", host="[::]"))

    def ask(self, daemon, address, host, path, source=None):
        connection = http.client.HTTPConnection(
            address, daemon.port, timeout=PATIENCE, source_address=source and (source, 0)
        )
        self.addCleanup(connection.close)
        connection.request("GET", path, headers={"Host": f"{host}:{daemon.port}"})
        return connection.getresponse()

    def status(self, daemon, address, host, source=None):
        return self.ask(daemon, address, host, "/api/v1/version", source).status

    def has_route(self, daemon, source):
        """An address of a busy machine is there a moment before its route is."""
        try:
            return self.status(daemon, GLOBAL, f"[{GLOBAL}]", source=source) == 200
        except OSError:
            return False

    def wait_for_addresses(self, *addresses):
        rows = sorted(["address", "PandaBreath.local", address] for address in addresses)
        wait_until(
            lambda: sorted(row for row in self.bus.announced if row[0] == "address") == rows,
            f"{rows} are announced; there is {self.bus.announced}",
        )

    def test_0_the_internet_is_not_answered_without_a_password(self):
        daemon = self.serve()
        for address in (GLOBAL, STRANGER):
            add_ipv6(address)
            self.addCleanup(remove_ipv6, address)
        wait_until(lambda: self.has_route(daemon, source=STRANGER), "the kernel has a route for the new addresses")
        self.assertEqual(self.status(daemon, GLOBAL, f"[{GLOBAL}]", source=GLOBAL), 200)
        stranger = self.ask(daemon, GLOBAL, f"[{GLOBAL}]", "/api/v1/state", source=STRANGER)
        self.assertEqual(stranger.status, 403)
        self.assertIn(b'"code":"password_needed"', stranger.read())
        # What tells a program which device this is, tells everybody.
        self.assertEqual(self.status(daemon, GLOBAL, f"[{GLOBAL}]", source=STRANGER), 200)
        self.assertEqual(self.ask(daemon, GLOBAL, f"[{GLOBAL}]", "/", source=GLOBAL).status, 200)
        self.assertEqual(self.ask(daemon, GLOBAL, f"[{GLOBAL}]", "/", source=STRANGER).status, 403)

    # The names' order is the order of the tests: the network loses its IPv4 in the second.
    def test_1_both_families_are_announced_and_served(self):
        daemon = self.serve()
        self.wait_for_addresses(ADDRESS, ADDRESS_6)
        self.assertEqual(self.status(daemon, ADDRESS, ADDRESS), 200)
        self.assertEqual(self.status(daemon, ADDRESS_6, f"[{ADDRESS_6}]"), 200)
        self.assertEqual(daemon.printed_url, f"http://{ADDRESS}:{daemon.port}/")

    def test_2_a_network_of_ipv6_alone_is_enough(self):
        remove_ipv4()
        daemon = self.serve()
        self.wait_for_addresses(ADDRESS_6)
        self.assertEqual(daemon.printed_url, f"http://[{ADDRESS_6}]:{daemon.port}/")
        self.assertEqual(self.status(daemon, ADDRESS_6, f"[{ADDRESS_6}]"), 200)
