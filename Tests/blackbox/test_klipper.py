"""A Klipper printer behind the heater: bound as the stock page does it, followed, and lost."""

import pathlib
import sys
import unittest

from daemon import REPOSITORY, Daemon, DaemonTestCase, run_hearth, wait_until
from panda import connected

sys.path.insert(0, str(pathlib.Path(REPOSITORY, "lab", "printers")))

from moonraker import Moonraker  # noqa: E402: the folder has to be on the path first

#: `printer.state` of the wire in Klipper mode.
UNBOUND, INVALID, CONNECTING, CONNECTED, FAILED = 0, 1, 2, 3, 4


def choose_klipper(client):
    client.send({"settings": {"printer_type": 2}})
    client.receive_until(
        lambda m: m.get("response") == {"type": "printer_type", "ok": 1}, "Klipper chosen"
    )


def bind(client, port, address="127.0.0.1"):
    """Binds as the stock page does and returns the states that are told until one other than 2."""
    client.send({"printer": {"name": "Voron", "ip": address, "port": port}})
    states = []
    while not states or states[-1] == CONNECTING:
        message = client.receive_until(lambda m: "state" in m.get("printer", {}), "a state")
        states.append(message["printer"]["state"])
    return states


def printer_of(daemon):
    return daemon.get_state()["device"]["printer"]


class BindingTests(unittest.TestCase):
    def setUp(self):
        self.daemon = self.enterContext(Daemon())
        self.client = self.enterContext(connected(self.daemon))
        choose_klipper(self.client)

    def test_the_stock_pages_write_leads_from_connecting_to_connected(self):
        with Moonraker() as printer:
            self.assertEqual(bind(self.client, printer.port)[-1], CONNECTED)
            state = self.daemon.get_state()
            self.assertEqual(state["bed"], {"target_c": 0.0, "printing": False})
            printer.start_print(bed=95)
            wait_until(
                lambda: self.daemon.get_state()["bed"] == {"target_c": 95.0, "printing": True},
                "the print",
            )
            printer.pause()
            printer.end_print()
            wait_until(
                lambda: self.daemon.get_state()["bed"] == {"target_c": 0.0, "printing": False},
                "its end",
            )

    def test_it_is_followed_again_after_a_restart_and_forgotten_when_unbound(self):
        with Moonraker() as printer:
            bind(self.client, printer.port)
            seen = self.daemon.get_state()["uptime_s"]
            wait_until(lambda: self.daemon.get_state()["uptime_s"] > seen + 3, "three seconds")
            self.daemon.stop()
            self.daemon.start()
            wait_until(lambda: printer_of(self.daemon)["state"] == CONNECTED, "connected again")
            with connected(self.daemon) as client:
                client.send({"printer": {"disconnect": 1}})
                client.receive_until(
                    lambda m: m.get("printer", {}).get("state") == UNBOUND, "unbound"
                )
            wait_until(lambda: printer.connections == 0, "no connection")
            self.assertIsNone(self.daemon.get_state()["bed"])


if __name__ == "__main__":
    unittest.main()
