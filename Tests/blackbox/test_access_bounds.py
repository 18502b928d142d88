"""Those who try by force: many tries, many connections, slow ones. Nothing heats, others are served."""

import contextlib
import pathlib
import re
import socket
import threading
import time
import unittest

from access import PASSWORD, GuardedDaemon
from daemon import PATIENCE, Daemon, DaemonTestCase, wait_until
from panda import Panda, Refused, connected
from test_crowd import allow_open_files

#: they load the machine on purpose
ALONE = True

TRIES = 10_000
SLOW = 1_000
ATTACKER = "127.0.0.66"
OWNER = "127.0.0.7"


def memory(daemon):
    """What the daemon has resident, in KiB."""
    status = pathlib.Path(f"/proc/{daemon.process.pid}/status").read_text(encoding="ascii")
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1])


class ManyTriesTests(unittest.TestCase):
    def test_ten_thousand_tries_lock_nobody_out_and_heat_nothing(self):
        with GuardedDaemon("[access]\ntrusted: 127.0.0.77\n") as daemon:
            token = daemon.token("klipper")
            session = daemon.cookie(source=OWNER)
            before = memory(daemon)
            statuses = {}
            lock = threading.Lock()

            def attack(addresses):
                for number in range(TRIES // 4):
                    status = self.guess(daemon, f"guess number {number}", addresses(number))
                    with lock:
                        statuses[status] = statuses.get(status, 0) + 1

            # One that tries and tries, and three that have many addresses.
            attackers = [threading.Thread(target=attack, args=[lambda _: ATTACKER])]
            attackers += [
                threading.Thread(target=attack, args=[lambda n, part=part: f"127.{part}.{n >> 8}.{n & 255}"])
                for part in (1, 2, 3)
            ]
            for thread in attackers:
                thread.start()
            served = 0
            with connected(daemon, headers=token) as client:
                while any(thread.is_alive() for thread in attackers):
                    self.assertEqual(daemon.request("GET", "/api/v1/state", headers=session)[0], 200)
                    self.assertEqual(
                        daemon.request("GET", "/api/v1/state", source="127.0.0.77")[0], 200
                    )
                    client.receive_message(timeout=3)
                    # The owner is let in while it goes on.
                    if daemon.log_in(source=OWNER)[0] == 303:
                        served += 1
                    time.sleep(0.2)
            for thread in attackers:
                thread.join()
            self.assertEqual(sum(statuses.values()), TRIES)
            self.assertNotIn(303, statuses)
            self.assertGreater(served, 0)
            self.assertLess(memory(daemon) - before, 12 * 1024, statuses)
            state = daemon.request("GET", "/api/v1/state", headers=token)[2]
            self.assertIn(b'"power":false', state)
            self.assertIn(b'"heater_on":false', state)
            # Whoever was sent away is told when to come back.
            status, headers, _ = daemon.log_in("wrong again", source=ATTACKER)
            self.assertIn(status, (401, 429))
            if status == 429:
                self.assertGreater(int(headers["Retry-After"]), 0)

    def guess(self, daemon, password, source):
        """Posts a password, waits a moment for the answer, and goes."""
        body = f"password={password}".replace(" ", "+")
        head = (
            f"POST /login HTTP/1.1\r\nHost: {daemon.host}\r\nContent-Length: {len(body)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        )
        try:
            with socket.create_connection(
                ("127.0.0.1", daemon.port), PATIENCE, source_address=(source, 0)
            ) as client:
                client.sendall((head + body).encode())
                client.settimeout(0.005)
                answer = client.recv(100)
        except OSError:
            return "no answer"
        return int(answer.split()[1]) if answer else "cut off"

    def test_a_stranger_with_a_fresh_address_gets_his_turn_in_between(self):
        with GuardedDaemon() as daemon:
            for _ in range(12):
                daemon.log_in("wrong password", source=ATTACKER)
            self.assertEqual(daemon.log_in(source=ATTACKER)[0], 429)
            self.assertEqual(daemon.log_in(source="127.0.0.67")[0], 303)


class SlowTests(DaemonTestCase):
    def test_a_thousand_slow_connections_delay_nobody(self):
        allow_open_files(SLOW + 300)
        before = memory(self.daemon)
        with contextlib.ExitStack() as crowd:
            slow = []
            for number in range(SLOW):
                client = crowd.enter_context(
                    socket.create_connection(
                        ("127.0.0.1", self.daemon.port), PATIENCE,
                        # A dozen addresses, each below its own limit.
                        source_address=(f"127.0.1.{number % 12 + 1}", 0),
                    )
                )
                client.sendall(b"GET /api/v1/state HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
                slow.append(client)
            with connected(self.daemon) as client:
                for _ in range(20):
                    for one in slow[:: 50]:
                        with contextlib.suppress(OSError):
                            one.sendall(b"x")
                    client.receive_message(timeout=3)
                    self.assertEqual(self.daemon.request("GET", "/api/v1/state")[0], 200)
            self.assertLess(memory(self.daemon) - before, 24 * 1024)
            # Within the time for a head, whatever trickles in, they are gone.
            wait_until(lambda: all(self.is_closed(one) for one in slow[:20]), "their end")
        self.assertFalse(self.daemon.get_state()["power"])

    def is_closed(self, client):
        client.setblocking(False)
        try:
            while client.recv(4096):
                pass
            return True
        except BlockingIOError:
            return False
        except OSError:
            return True


class BoundTests(DaemonTestCase):
    def test_an_address_has_a_hundred_connections_and_others_are_served(self):
        with contextlib.ExitStack() as crowd:
            turned_away = 0
            for _ in range(130):
                try:
                    crowd.enter_context(Panda(self.daemon, source="127.0.0.50"))
                except (OSError, Refused):
                    turned_away += 1
            self.assertEqual(turned_away, 30)
            with connected(self.daemon, source="127.0.0.51"):
                pass

    def test_too_many_requests_of_an_address_are_refused_and_others_answered(self):
        statuses = [
            self.daemon.request("GET", "/api/v1/version", source="127.0.0.52")[0] for _ in range(600)
        ]
        self.assertEqual(statuses[:150], [200] * 150)
        self.assertIn(429, statuses)
        self.assertEqual(self.daemon.request("GET", "/api/v1/version", source="127.0.0.53")[0], 200)
        self.assertEqual(self.daemon.request("GET", "/api/v1/version")[0], 200)

    def test_a_flood_of_frames_is_read_slowly_and_its_last_one_counts(self):
        with connected(self.daemon) as flood, connected(self.daemon) as client:
            for number in range(1_500):
                flood.send({"settings": {"set_temp": 40 + number % 2}})
            flood.send({"settings": {"set_temp": 47}})
            client.receive_operating(set_temp=47)
            flood.peer_settles()

    def test_a_page_from_elsewhere_heats_nothing(self):
        wish = {"power": True, "mode": "always_on", "set_target": 60}
        for headers in ({"Origin": "http://evil.example"}, {"Host": "rebound.example"}):
            self.assertEqual(self.daemon.post_wish(wish, headers)[0], 403)
            with self.assertRaises(Refused):
                Panda(self.daemon, host=headers.get("Host"), headers={"Origin": "http://evil.example"})
        state = self.daemon.get_state()
        self.assertFalse(state["power"] or state["heater_on"])
