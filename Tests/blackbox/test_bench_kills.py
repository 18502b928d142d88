"""A bench that dies at random moments: of a kill, with its terminal, and without its network.

Each is tried HEARTH_BENCH_KILLS times (once where nothing is said) at moments that HEARTH_SEED gives again.
"""

import concurrent.futures
import contextlib
import json
import os
import random
import select
import signal
import socket
import subprocess
import threading

import daemon
from daemon import PATIENCE, Daemon, wait_until
from test_bench import HEAT, Folder

COUNT = int(os.environ.get("HEARTH_BENCH_KILLS", "1"))
SEED = int(os.environ.get("HEARTH_SEED", random.randrange(1 << 32)))
#: The bench's lease in s, with what its end may be late.
LEASE = 30 + 5
#: The service's steps, ten a second, within which the bench dies: before it heats and after two renewals.
STEPS = 150


class Network:
    """A way to a daemon that can be cut: what is sent then is lost, and nobody is told."""

    def __init__(self, port):
        self.port = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.host = f"127.0.0.1:{self.listener.getsockname()[1]}"
        self.is_cut = threading.Event()
        self.thread = threading.Thread(target=self.carry, daemon=True)
        self.thread.start()

    def carry(self):
        others = {}
        while True:
            ready, _, _ = select.select([self.listener, *others], [], [], 0.1)
            if self.is_cut.is_set():
                # The connections stay open until the daemon closes them, and silent.
                self.lost = others
                return
            for one in ready:
                if one is self.listener:
                    near, _ = one.accept()
                    far = socket.create_connection(("127.0.0.1", self.port))
                    others |= {near: far, far: near}
                    continue
                if one not in others:
                    # The other end has closed just now.
                    continue
                with contextlib.suppress(OSError):
                    if data := one.recv(65536):
                        others[one].sendall(data)
                        continue
                for end in (one, others.pop(one)):
                    others.pop(end, None)
                    end.close()

    def cut(self):
        self.is_cut.set()
        self.thread.join()
        self.listener.close()


class KillTests(Folder):
    def command(self, host, name):
        return [daemon.HEARTH, "bench", str(self.scenario(HEAT + "1h end\n", name)), "--host", host,
                "--allow-heat", "--report", str(self.folder / name)]

    def wait_for_off(self, device, name):
        """The witness sees no heat after the lease, and the service is off without a fault."""
        def is_off():
            witness = json.loads(device.request("GET", "/api/v1/simulate")[2])["heat"]
            return not witness and not device.get_state()["power"]
        wait_until(is_off, f"no heat after {name}", timeout=LEASE)
        self.assertIsNone(device.get_state()["latch"], name)

    def die(self, kind, chance):
        """Kills benches of one service, one after the other."""
        with Daemon() as device:
            for number in range(COUNT):
                end = device.get_state()["step"] + chance.randrange(STEPS)
                name = f"{kind.__name__}-{number}"
                with kind(self, device, name) as kill:
                    wait_until(lambda: device.get_state()["step"] >= end, "the moment has come")
                    kill()
                    self.wait_for_off(device, name)

    # Ways to die: each starts a bench and gives what kills it.

    @contextlib.contextmanager
    def killed(self, device, name):
        process = subprocess.Popen(self.command(device.host, name), stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        try:
            yield process.kill
        finally:
            process.kill()
            process.wait()

    @contextlib.contextmanager
    def without_terminal(self, device, name):
        """Its session leader is the bench itself, which the kernel tells that the terminal has gone."""
        near, far = os.openpty()
        process = subprocess.Popen(["setsid", "--ctty", *self.command(device.host, name)],
                                   stdin=far, stdout=far, stderr=far)
        os.close(far)

        def hang_up():
            os.close(near)
            # It turns off by itself, and at once.
            process.wait(PATIENCE)
        try:
            yield hang_up
        finally:
            process.kill()
            process.wait()
        self.assertNotEqual(process.returncode, -signal.SIGKILL, name)

    @contextlib.contextmanager
    def without_network(self, device, name):
        network = Network(device.port)
        process = subprocess.Popen(self.command(network.host, name), stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            yield network.cut
            out, _ = process.communicate(timeout=2 * PATIENCE)
        finally:
            process.kill()
            process.wait()
        self.assertIn(process.returncode, (1, 3), out)

    def test_however_a_bench_dies_the_heat_ends_with_its_lease(self):
        chance = random.Random(SEED)
        kinds = (KillTests.killed, KillTests.without_terminal, KillTests.without_network)
        with self.subTest(seed=SEED), concurrent.futures.ThreadPoolExecutor() as pool:
            runs = [pool.submit(self.die, kind, random.Random(chance.random())) for kind in kinds]
            for run in runs:
                run.result()
