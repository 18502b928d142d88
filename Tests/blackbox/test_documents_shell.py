"""Every command line of the documents, run as it stands there: in a machine of this file's own, with a daemon
on a simulated board at the names that the documents use."""

import pathlib
import shutil
import subprocess
import tempfile
import unittest

from daemon import HEARTH, PATIENCE, REPOSITORY, SIMULATED_BOARD, Daemon, wait_until
from documents import blocks_of
from machine import add_address, enter_own_machine
from stockpage import image
from test_bambu import bambu
from test_klipper import Certificates, Moonraker
from test_printer_hosts import OctoPrint, PrusaLink

NAMES = dict.fromkeys(("PandaBreath.local", "pandabreath.local", "printer.local"), "127.0.0.1")
KLIPPER, BAMBU = "192.168.1.20", "192.168.1.21"
OCTOPRINT, PRUSA = "192.168.1.23", "192.168.1.24"

#: Lines that no test runs here, and why.
NOT_RUN = {
    "git clone <this repository> hearth": "this is what is cloned",
    "cd hearth": "as above",
    "script/run": "builds first; what it starts is what all these tests run",
    "script/package": "the stage Package of .ci/run",
    "script/package arm64": "the stage Package of .ci/run, and the lab's Pi runs what it makes",
    "sudo apt install ./.build/packages/hearth_*_arm64.deb": "for a Raspberry Pi; packaging/test installs",
    "sudo cp hearth.sources /etc/apt/sources.list.d/": "needs an archive: packaging/test-archive",
    "sudo apt update && sudo apt install hearth": "as above",
    "git tag --sign v0.2.0": "a release: .ci/release makes one of an untagged commit",
    "export HEARTH_RELEASE_KEYS=/media/keys/hearth HEARTH_ARCHIVE_URL=https://packages.example.org/hearth":
        "as above",
    "HEARTH_ARCHIVE=/srv/hearth/apt script/release 0.2.0": "as above",
    "script/release keys /media/keys/hearth": "as above",
    "sudo systemctl enable --now hearth@left": "needs a service manager; packaging/test starts an instance",
    "hearth status --instance left": "of the line before",
    "sudo hearth setup --from printer.cfg": "asks: test_setup.py",
    "sudo hearth setup --unattended answers.conf": "test_documents_files.py, for a card",
    "sudo hearth setup": "asks, and starts the service: test_setup.py and packaging/test",
    "sudo hearth selftest": "three minutes of real time: test_selftest.py, faster",
    "sudo systemctl stop hearth": "needs a service manager: packaging/test",
    "sudo systemctl start hearth": "as above",
    "script/lab vm": "a stage of .ci/run",
    "script/lab pi": "a stage of .ci/run",
    "script/lab update": "a stage of .ci/run",
    "script/lab network": "a stage of .ci/run",
    "$(script/build hearth-farm) simulate --count 500 --broker broker.room1.example.org --service-file farm.conf":
        "500 controllers; test_farm.py runs fewer",
    "hearth update hearth-0.2.0-arm64.bin": "restarts by the service's launcher: test_update.py",
    "hearth update slots": "as above",
    "hearth update rollback": "as above",
    "hearth fleet": "needs other heaters: test_fleet.py",
    "hearth fleet off": "as above",
    "hearth notify test": "needs somebody to tell: test_notify.py",
    "hearth notify status": "as above",
    "sudo install -m 640 -g hearth /dev/null /etc/hearth/webhook-secret": "needs the service's group",
    "openssl rand -hex 32 | sudo tee /etc/hearth/webhook-secret > /dev/null": "of the line before",
    "script/bundle --key ~/keys/hearth.pem": "builds a release; test_update.py makes bundles by the same maker",
    "script/bundle --key ~/keys/hearth.pem arm64": "as above",
    "hearth bench lab/scenarios/bench/acceptance --allow-heat --board boards/simulated.conf":
        "half an hour of real time: test_bench.py runs shorter ones, BenchSetTests the same in the simulation",
    "hearth bench lab/scenarios/bench/acceptance --host 127.0.0.1:8080 --allow-heat --report bench-report":
        "as above",
    "hearth bench fixture fixture.conf --listen 127.0.0.1:8090": "needs lines: FixtureLeaseTests",
}

#: What is typed at a line that asks.
TYPED = {
    "sudo hearth access password": "sesame-0815\nsesame-0815\n",
    f"hearth printer bind prusalink {PRUSA} --user maker": "a-key\n",
}


def setUpModule():
    if not enter_own_machine(NAMES):
        raise unittest.SkipTest("needs root, and namespaces of its own")
    for address in (KLIPPER, BAMBU, OCTOPRINT, PRUSA):
        add_address(address)


class ShellTestCase(unittest.TestCase):
    """A person's shell: `hearth` and `sudo` at hand, in a folder that looks like the work tree."""

    board = SIMULATED_BOARD
    service = ""

    def setUp(self):
        self.place = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        home, tools = self.place / "home", self.place / "tools"
        for folder in (home, tools, self.place / "packaging/keys", self.place / ".build/static/release"):
            folder.mkdir(parents=True)
        program = pathlib.Path(REPOSITORY, HEARTH)
        (tools / "hearth").symlink_to(program)
        (self.place / ".build/static/release/hearth").symlink_to(program)
        (tools / "sudo").write_text('#!/bin/sh\nexec "$@"\n')
        (tools / "sudo").chmod(0o755)
        for name in ("boards", "lab"):
            (self.place / name).symlink_to(REPOSITORY / name)
        self.environment = {
            "HOME": str(home), "PATH": f"{tools}:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8",
        }
        folders = [pathlib.Path("/etc/hearth"), pathlib.Path("/usr/share/hearth"),
                   pathlib.Path("/var/lib/hearth")]
        for folder in folders:
            subprocess.run(["rm", "-rf", folder], check=True)
            folder.mkdir()
        pathlib.Path("/usr/share/hearth/boards").symlink_to(REPOSITORY / "boards")
        pathlib.Path("/etc/hearth/board.conf").write_bytes(self.board.read_bytes())
        pathlib.Path("/etc/hearth/hearth.conf").write_text("[service]\n" + self.service)

    def start_daemon(self, port=80, state="/var/lib/hearth"):
        """The service, with its own files and its own state."""
        daemon = Daemon(board="/etc/hearth/board.conf", state=state, port=port)
        return self.enterContext(daemon)

    def commands(self, document):
        """(place, line) of each command line that is run, in order."""
        for block in blocks_of("sh"):
            for line in block.commands():
                if block.document == document and line not in NOT_RUN:
                    yield block.place, line

    def run_line(self, line, place):
        done = subprocess.run(
            ["bash", "-c", line], cwd=self.place, env=self.environment, text=True,
            input=TYPED.get(line, ""), capture_output=True, timeout=4 * PATIENCE,
        )
        self.assertEqual(done.returncode, 0, f"{place}: {line}\n{done.stdout}{done.stderr}")
        return done.stdout


class WishTests(ShellTestCase):
    def test_every_call_does_what_it_says(self):
        daemons = {80: self.start_daemon(), 8080: self.start_daemon(8080, self.place / "state")}
        ran = 0
        for block in blocks_of("sh"):
            for line in block.commands():
                if line.startswith("curl "):
                    ran += 1
                    daemon = daemons[8080 if ":8080/" in line else 80]
                    if "/settings" in line:
                        self.assertIn('"restart_needed":false', self.run_line(line, block.place))
                        continue
                    daemon.post_wish({"power": False})
                    self.assertIn('"applied"', self.run_line(line, block.place))
                    self.assertTrue(daemon.get_state()["power"], block.place)
        self.assertGreaterEqual(ran, 3)


class DocumentTestCase(ShellTestCase):
    def run_all_of(self, document):
        for place, line in self.commands(document):
            if not line.startswith("curl "):
                with self.subTest(place=place, line=line):
                    self.printed = self.run_line(line, place)


class SimulationTests(DocumentTestCase):
    def test_the_readme(self):
        self.run_all_of("README.md")
        self.assertTrue((self.place / "evening.svg").read_text().startswith("<svg "))

    def test_a_scenario_and_faults_of_a_running_daemon(self):
        (self.place / "evening.scenario").symlink_to(REPOSITORY / "lab/scenarios/evening.scenario")
        daemon = self.start_daemon()
        self.run_all_of("docs/simulation.md")
        self.assertIsNone(daemon.get_state()["latch"])

    def test_the_practice_kit_in_the_simulation(self):
        self.run_all_of("docs/bench.md")


class OneMachineTests(DocumentTestCase):
    def test_the_recorder(self):
        daemon = self.start_daemon()
        daemon.post_wish({"heat_to": 50})
        recording = pathlib.Path("/var/lib/hearth/recording")
        wait_until(lambda: any(one.stat().st_size for one in recording.glob("*")), "a recording")
        self.run_all_of("docs/recorder.md")
        self.assertTrue((self.place / "report.tar").stat().st_size)

    def test_a_password(self):
        self.start_daemon()
        self.run_all_of("docs/access.md")
        self.assertTrue(pathlib.Path("/var/lib/hearth/access").exists())

    def test_a_second_heater_s_files(self):
        self.run_all_of("docs/farm.md")
        self.assertTrue(pathlib.Path("/etc/hearth/left/board.conf").exists())

    def test_the_check_after_an_installation(self):
        self.start_daemon()
        self.run_all_of("docs/install.md")

    def test_the_stock_page(self):
        image(self.place).rename(self.place / "PandaBreath_V1.0.3.bin")
        self.run_all_of("docs/stock-page.md")
        self.assertTrue(pathlib.Path("/var/lib/hearth/stock-page.html").exists())

    def test_the_keys_of_a_release(self):
        self.run_all_of("docs/update.md")
        self.assertIn("PUBLIC KEY", (self.place / "packaging/keys/hearth.pub").read_text())


class PrinterTests(DocumentTestCase):
    service = "[printer]\ncommands: yes\nmoonraker_ca: /etc/hearth/moonraker-ca.pem\n"

    def lines(self, words):
        return [(place, line) for place, line in self.commands("docs/printers.md") if words(line)]

    def is_order(self, line):
        return line.split()[2] not in ("scan", "bind", "status", "unbind", "auto")

    def test_a_printer_is_found_followed_and_forgotten(self):
        self.start_daemon()
        certificates = Certificates(self.place)
        shutil.copy(certificates.authority, "/etc/hearth/moonraker-ca.pem")
        secure = certificates.make("printer.local")
        (self.place / "octoprint.key").write_text("a-key\n")
        # A search asks no address of the machine's own but the loopback interface's.
        with (
            Moonraker(address="0.0.0.0", port=7125),
            Moonraker(address=KLIPPER, port=7126),
            Moonraker(port=7130, prefix="/voron", certificate=secure),
            OctoPrint(address=OCTOPRINT, port=80),
            PrusaLink(address=PRUSA, port=80, user="maker"),
        ):
            for place, line in self.lines(lambda line: not self.is_order(line)):
                with self.subTest(line):
                    self.run_line(line, place)

    def test_orders_reach_a_bambu_printer(self):
        self.start_daemon()
        (self.place / "spool.json").write_text(
            '{"protocol": "openspool", "version": "1.0", "type": "PETG", "color_hex": "FFAABB",'
            ' "brand": "Generic", "min_temp": "220", "max_temp": "240"}'
        )
        (self.place / "code").write_text(bambu.ACCESS_CODE + "\n")
        with bambu.Printer(address=BAMBU, port=8883) as printer:
            self.run_line(
                f"hearth printer bind bambu {BAMBU} --serial {printer.serial} --secret-file code", "here"
            )
            orders = self.lines(self.is_order)
            self.assertGreaterEqual(len(orders), 7)
            for place, line in orders:
                with self.subTest(line):
                    before = len(printer.requests)
                    self.run_line(line, place)
                    self.assertGreater(len(printer.requests), before)


class ExceptionTests(unittest.TestCase):
    def test_every_line_that_is_not_run_is_in_a_document(self):
        there = {line for block in blocks_of("sh") for line in block.commands()}
        self.assertEqual(set(NOT_RUN) - there, set())

    def test_every_line_that_is_run_belongs_to_a_test(self):
        tests = pathlib.Path(__file__).read_text(encoding="utf-8")
        for block in blocks_of("sh"):
            for line in block.commands():
                self.assertTrue(
                    line in NOT_RUN or line.startswith("curl ") or f'("{block.document}")' in tests,
                    f"{block.place}: no test runs {line}",
                )


if __name__ == "__main__":
    unittest.main()
