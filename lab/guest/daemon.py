"""The daemon under test, as the service manager and its clients see it."""

import ctypes
import http.client
import json
import os
import signal
import socket
import subprocess
import threading
import time

from hardware import until

UNIT = "hearth.service"
# Which lines it holds, for the stop hook.
NOTE = "/run/hearth/lines"
# How long the client of /ws waits (Tests/blackbox/panda.py), in s.
PATIENCE = 30
PTRACE_CONT, PTRACE_DETACH, PTRACE_SEIZE, PTRACE_INTERRUPT = 7, 17, 0x4206, 0x4207
WAIT_FOR_ALL = 0x40000000


class Refused(Exception):
    """The daemon did not do what it was asked for."""


def request(method, path, body=None):
    connection = http.client.HTTPConnection("127.0.0.1", 80, timeout=10)
    try:
        headers = {"Content-Type": "application/json"} if body else {}
        connection.request(method, path, body and json.dumps(body), headers)
        answer = connection.getresponse()
        text = answer.read()
    finally:
        connection.close()
    if answer.status != 200:
        raise Refused(f"{body or path}: {answer.status} {text.decode()}")
    return json.loads(text)


def wish(**body):
    return request("POST", "/api/v1/wish", body)


def state():
    return request("GET", "/api/v1/state")


def panda_frame():
    """The first frame that a Panda Breath client gets at /ws, as an object."""
    with socket.create_connection(("127.0.0.1", 80), timeout=30) as client:
        client.sendall(
            b"GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        stream = client.makefile("rb")
        status = stream.readline()
        if b" 101 " not in status:
            raise Refused(f"/ws: {status.decode().strip()}")
        while stream.readline().strip():
            pass
        head, length = stream.read(2)
        if length == 126:
            length = int.from_bytes(stream.read(2), "big")
        if head != 0x81 or length > 65535:
            raise Refused(f"/ws: a frame that begins with {head:#x} {length}")
        return json.loads(stream.read(length))


def latched_code():
    latch = state()["latch"]
    return latch and latch["code"]


def is_answering():
    try:
        state()
        return True
    except (OSError, http.client.HTTPException, Refused):
        return False


def systemctl(*words):
    return subprocess.run(["systemctl", *words], check=False).returncode == 0


def processes(name):
    """The numbers of the processes with this name."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/comm") as file:
                    if file.read().strip() == name:
                        found.append(int(entry))
            except OSError:
                pass
    return found


def daemon():
    return max(processes("hearth"), default=None)


def switch():
    return max(processes("hearth-switch"), default=None)


def kill(*numbers):
    for number in numbers:
        if number is not None:
            os.kill(number, signal.SIGKILL)


def start():
    systemctl("start", "--no-block", UNIT)
    if not until(is_answering, 60, every=0.1):
        raise Refused("the daemon does not answer")


def restart():
    """A new one at once: the old one is not waited for while it cools the element."""
    old = daemon()
    systemctl("restart", "--no-block", UNIT)
    kill(old)
    if not until(lambda: daemon() not in (None, old), 60, every=0.05):
        raise Refused("there is no new daemon")
    start()


def is_heating():
    return state()["activity"] in ("heating", "holding")


def heat(target=60):
    """Clears what latched and turns the heat on."""

    def is_clear():
        if latched_code() is None:
            return True
        try:
            wish(clear_latch=True)
        except Refused as refusal:
            if "409" not in str(refusal) and "503" not in str(refusal):
                raise
        return latched_code() is None

    if not until(is_answering, 60, every=0.05):
        raise Refused("the daemon does not answer")
    if not until(is_clear, 30, every=0.2):
        raise Refused(f"the latch cannot be cleared: {latched_code()}")
    def is_taken():
        try:
            wish(heat_to=target)
        except Refused as refusal:
            # Another chamber has just taken the place of the one before.
            if "no_reading" not in str(refusal):
                raise
            return False
        return True

    if not until(is_taken, 30, every=0.2):
        raise Refused("the probes give no good reading")


class HeldThread:
    """Holds one thread of a process where it is, as a dead-lock would, and lets the others run."""

    def __init__(self, process, name):
        self.thread = None
        for task in os.listdir(f"/proc/{process}/task"):
            with open(f"/proc/{process}/task/{task}/comm") as file:
                if file.read().strip() == name:
                    self.thread = int(task)
        if self.thread is None:
            raise RuntimeError(f"there is no thread {name}")
        self.let_go = threading.Event()
        self.is_held = threading.Event()
        # A tracer is a thread: the one that seized must be the one that lets go.
        self.tracer = threading.Thread(target=self.hold, daemon=True)
        self.tracer.start()
        self.is_held.wait(5)

    def hold(self):
        ptrace = ctypes.CDLL(None, use_errno=True).ptrace
        ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
        ptrace.restype = ctypes.c_long
        if ptrace(PTRACE_SEIZE, self.thread, None, None) < 0:
            print("lab: ptrace:", os.strerror(ctypes.get_errno()), flush=True)
            return
        ptrace(PTRACE_INTERRUPT, self.thread, None, None)
        os.waitpid(self.thread, WAIT_FOR_ALL)
        self.is_held.set()
        self.let_go.wait()
        ptrace(PTRACE_DETACH, self.thread, None, None)

    def release(self):
        self.let_go.set()
        self.tracer.join(5)


class SetClock:
    """Puts the wall clock elsewhere for a while."""

    def __init__(self, seconds):
        self.seconds = seconds

    def __enter__(self):
        time.clock_settime(time.CLOCK_REALTIME, time.time() + self.seconds)

    def __exit__(self, *_):
        time.clock_settime(time.CLOCK_REALTIME, time.time() - self.seconds)
