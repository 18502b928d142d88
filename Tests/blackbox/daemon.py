"""A `hearth run` process of the test's own, on a free port of the loopback interface."""

import contextlib
import http.client
import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest

HEARTH = os.environ.get("HEARTH", "hearth")
REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
SIMULATED_BOARD = REPOSITORY / "boards" / "simulated.conf"

#: The line that tells where to find the daemon; port 80 goes without saying.
ADDRESS = re.compile(r"http://(?:[0-9.]+|\[[0-9a-f:]+\])(?::(\d+))?/")
#: Stands behind the last line that a process printed.
END = ""

#: Seconds that nothing here should ever need; long, because a busy machine is no failure.
PATIENCE = 30.0


def wait_until(condition, what, timeout=PATIENCE, every=0.05):
    """Polls until `condition()` is true and returns its value, or fails saying `what` was meant."""
    deadline = time.monotonic() + timeout
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {timeout:g} s: {what}")
        time.sleep(every)


def lasting_port():
    """A free port that stays free while nobody listens there: the system gives none of these to a
    connection that goes out (ip_local_port_range begins at 32768)."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def run_hearth(*words, timeout=PATIENCE, **options):
    """Runs the program to its end and returns what it printed and its exit status."""
    return subprocess.run(
        [HEARTH, *map(str, words)], capture_output=True, text=True, timeout=timeout, **options
    )


class Daemon:
    """One daemon; a context manager that leaves no process and no file behind."""

    def __init__(self, *, board=SIMULATED_BOARD, speed=None, state=None, arguments=(), port=0):
        self._folder = tempfile.mkdtemp(prefix="hearth-blackbox-")
        self.state_directory = str(state or pathlib.Path(self._folder, "state"))
        self.board = str(board)
        self.speed = speed
        self.arguments = list(map(str, arguments))
        #: What starts it, with a program before it that becomes it, or that waits for it.
        self.program = [HEARTH]
        #: sent along with each request
        self.headers = {}
        #: Where it listens.
        self.address = "127.0.0.1"
        #: No test may change the network or the name of the machine that it runs on.
        self.bus_address = "unix:path=/nonexistent"
        #: What its environment has besides the test's own.
        self.environment = {}
        self._asked_port = port
        self.process = None
        self._printed = []
        self._printed_more = threading.Condition()

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def port(self):
        """The port it printed last: a daemon that restarts itself may get another one."""
        with self._printed_more:
            ports = [match[1] for match in map(ADDRESS.search, self._printed) if match]
        return int(ports[-1] or 80)

    @property
    def host(self):
        return f"127.0.0.1:{self.port}"

    @property
    def url(self):
        return f"http://{self.host}"

    @property
    def printed_url(self):
        """The address that it printed last, for a browser."""
        with self._printed_more:
            return [match[0] for match in map(ADDRESS.search, self._printed) if match][-1]

    @property
    def log(self):
        """What the daemon wrote to its standard error so far."""
        with contextlib.suppress(FileNotFoundError):
            return pathlib.Path(self._folder, "log").read_text(errors="replace")
        return ""

    def start(self):
        """Starts the process and waits until it has printed its address."""
        words = [*self.program, "run", "--board", self.board]
        words += ["--listen", f"{self.address}:{self._asked_port}"]
        words += ["--state", self.state_directory]
        if self.speed is not None:
            words += ["--speed", str(self.speed)]
        self._printed = []
        with open(pathlib.Path(self._folder, "log"), "a", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                words + self.arguments,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                cwd=REPOSITORY,
                env={
                    **os.environ, "DBUS_SYSTEM_BUS_ADDRESS": self.bus_address, **self.environment
                },
            )
        threading.Thread(
            target=self._collect, args=(self.process.stdout, self._printed), daemon=True
        ).start()

        def has_address_or_ended():
            return any(map(ADDRESS.search, self._printed)) or END in self._printed

        with self._printed_more:
            self._printed_more.wait_for(has_address_or_ended, PATIENCE)
            if any(map(ADDRESS.search, self._printed)):
                return self
        self.kill()
        raise AssertionError(
            f"the daemon printed no address but {self._printed}, and logged:\n{self.log}"
        )

    def _collect(self, lines, printed):
        with lines:
            for line in lines:
                with self._printed_more:
                    printed.append(line)
                    self._printed_more.notify_all()
        with self._printed_more:
            printed.append(END)
            self._printed_more.notify_all()

    def stop(self):
        """Asks it to end as a service manager would and returns its exit status."""
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"the daemon ignored SIGTERM; it logged:\n{self.log}") from None

    def kill(self):
        """Ends it without a chance to tidy up."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def request(self, method, path, body=None, headers=None, source=None):
        """Sends one HTTP request, from the address `source`; returns (status, headers, body bytes)."""
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=PATIENCE, source_address=source and (source, 0)
        )
        with contextlib.closing(connection):
            connection.request(method, path, body=body, headers={**self.headers, **(headers or {})})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()

    def get_state(self):
        """The snapshot, as the API gives it."""
        status, _, body = self.request("GET", "/api/v1/state")
        if status != 200:
            raise AssertionError(f"GET /api/v1/state: {status} {body!r}")
        return json.loads(body)

    def post_wish(self, wish, headers=None):
        """Posts a wish and returns (status, decoded answer)."""
        status, _, body = self.request(
            "POST",
            "/api/v1/wish",
            json.dumps(wish),
            {"Content-Type": "application/json", **(headers or {})},
        )
        return status, json.loads(body) if body else None


class DaemonTestCase(unittest.TestCase):
    """Tests that share one daemon, started for the class."""

    speed = None

    @classmethod
    def setUpClass(cls):
        cls.daemon = cls.enterClassContext(Daemon(speed=cls.speed))


def board_with(folder, **replacements):
    """A copy of the simulated board in `folder` with some of its values replaced.

    A name is `section_name__key`, for example `plant__room_c`.
    """
    text = SIMULATED_BOARD.read_text(encoding="utf-8")
    for name, value in replacements.items():
        section, key = name.split("__")
        text, count = re.subn(
            rf"(?ms)^(\[{section}\]$(?:(?!^\[).)*?^{key}\s*[:=]\s*)\S+", rf"\g<1>{value}", text
        )
        if count != 1:
            raise AssertionError(f"{SIMULATED_BOARD} has {count} lines of {name}, not one")
    path = pathlib.Path(folder, "board.conf")
    path.write_text(text, encoding="utf-8")
    return path
