"""A thousand clients at once, and some of them rude."""

import contextlib
import os
import pathlib
import resource
import threading
import time

from daemon import DaemonTestCase, wait_until
from panda import Panda, Refused, connected

CROWD = 1000


def allow_open_files(count):
    """Lets this process hold so many files, after the daemon was started with the usual limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < count:
        raise AssertionError(f"only {hard} open files are allowed here, {count} are needed")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, count), hard))

#: It loads the machine on purpose.
ALONE = True


class CrowdTests(DaemonTestCase):
    def setUp(self):
        allow_open_files(CROWD + 200)

    def test_a_thousand_clients_are_served(self):
        with contextlib.ExitStack() as crowd:
            clients = [crowd.enter_context(Panda(self.daemon)) for _ in range(CROWD)]
            for client in clients:
                client.receive_dump()
            steps = self.daemon.get_state()["step"]
            clients[0].send({"settings": {"set_temp": 57}})
            for client in clients[1:]:
                client.receive_operating(set_temp=57)
            wait_until(lambda: self.daemon.get_state()["step"] > steps, "the controller's next step")

    def test_a_crowd_that_does_not_read_delays_nobody(self):
        with contextlib.ExitStack() as crowd:
            for _ in range(CROWD // 2):
                crowd.enter_context(Panda(self.daemon, receive_buffer=2048))
            with connected(self.daemon) as client:
                for _ in range(10):
                    client.receive_message(timeout=3)

    def test_clients_that_come_and_go_leave_nothing_behind(self):
        folder = pathlib.Path("/proc", str(self.daemon.process.pid), "fd")

        def open_sockets():
            """Other files come and go without clients: the recorder's, a database's journal."""
            count = 0
            for file in folder.iterdir():
                with contextlib.suppress(FileNotFoundError):
                    count += os.readlink(file).startswith("socket:")
            return count

        before = open_sockets()
        for number in range(300):
            client = Panda(self.daemon)
            if number % 3 == 0:
                client.receive_dump()
            client.socket.close()
        wait_until(lambda: open_sockets() <= before, "as few open sockets as before")

    def test_more_than_the_limit_are_turned_away_and_the_others_stay(self):
        allow_open_files(2500)
        with connected(self.daemon) as first, contextlib.ExitStack() as crowd:
            turned_away = 0
            for _ in range(1300):
                try:
                    crowd.enter_context(Panda(self.daemon))
                except (OSError, Refused):
                    turned_away += 1
            self.assertGreater(turned_away, 0)
            first.peer_settles()
        with connected(self.daemon):
            pass

    def test_a_flood_of_requests_does_not_stop_the_beat(self):
        ended = threading.Event()

        def flood():
            while not ended.is_set():
                with contextlib.suppress(OSError):
                    self.daemon.request("GET", "/api/v1/state")

        floods = [threading.Thread(target=flood) for _ in range(4)]
        for thread in floods:
            thread.start()
        try:
            with connected(self.daemon) as client:
                deadline = time.monotonic() + 4
                while time.monotonic() < deadline:
                    client.receive_message(timeout=3)
        finally:
            ended.set()
            for thread in floods:
                thread.join()
