"""Files and parts of files in the documents, taken as they stand there by the program that they are for."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from daemon import REPOSITORY, SIMULATED_BOARD, Daemon, run_hearth, wait_until
from documents import blocks_of
from machine import enter_own_machine

NAMES = dict.fromkeys(
    ("homeassistant.local", "broker.room1.example.org", "broker.factory.example.org"), "127.0.0.1"
)


def setUpModule():
    global promtool
    # It may have to be fetched, to which this file's own network has no way.
    promtool = os.environ.get("PROMTOOL") or subprocess.run(
        [REPOSITORY / "script" / "promtool"], capture_output=True, text=True, check=True
    ).stdout.strip()
    if not enter_own_machine(NAMES):
        raise unittest.SkipTest("needs root, and namespaces of its own")


def openssl(*words):
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)


def certificate(folder, chain, key):
    """One that signed itself, for all that a file names one."""
    openssl(
        "req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-days", "2",
        "-subj", "/CN=Example", "-keyout", folder / key, "-out", folder / chain,
    )


def merged(board, head, lines):
    """A board file with these lines in the section, as a person puts them in."""
    keys = {line.partition(":")[0] for line in lines}
    before, found, after = board.partition(f"\n{head}\n")
    section, more, rest = after.partition("\n[")
    kept = [line for line in section.splitlines() if line.partition(":")[0] not in keys]
    return "\n".join([before, head, *lines, *kept]) + "\n" + (more + rest if found else "")


class FileTestCase(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))


class AnswersFileTests(FileTestCase):
    def test_a_card_is_prepared_by_them(self):
        for block in blocks_of("ini answers.conf"):
            answers = self.folder / "answers.conf"
            answers.write_text(block.text, encoding="utf-8")
            answer = run_hearth("setup", "--root", self.folder, "--unattended", answers)
            self.assertEqual(answer.returncode, 0, f"{block.place}: {answer.stderr}")
            self.assertTrue((self.folder / "etc/hearth/board.conf").exists())


class ServiceFileTests(FileTestCase):
    def test_a_daemon_starts_with_each_section(self):
        """What it names is there: a password, certificates, no broker and no hub that answers."""
        configured = pathlib.Path("/etc/hearth")
        configured.mkdir()
        certificate(configured, "fullchain.pem", "key.pem")
        for name in ("bambu-ca.pem", "moonraker-ca.pem"):
            shutil.copy(configured / "fullchain.pem", configured / name)
        for name in ("mqtt-password", "webhook-secret"):
            (configured / name).write_text("sesame\n")
        seen = 0
        for block in blocks_of("ini hearth.conf"):
            with self.subTest(block.place):
                seen += 1
                path = self.folder / "hearth.conf"
                path.write_text(block.text, encoding="utf-8")
                with Daemon(arguments=["--service-file", path]) as daemon:
                    self.assertEqual(daemon.stop(), 0)
                    self.assertNotIn("error", daemon.log)
        self.assertGreaterEqual(seen, 8)

    def test_a_line_that_nobody_knows_is_refused(self):
        path = self.folder / "hearth.conf"
        path.write_text("[printer]\nstand_alone: maybe\n")
        answer = run_hearth("run", "--board", SIMULATED_BOARD, "--service-file", path)
        self.assertEqual(answer.returncode, 5)


class BoardFileTests(FileTestCase):
    def test_each_section_fits_into_a_board_file(self):
        """Its keys in place of those of the section with its name, where the file has that one."""
        board = (REPOSITORY / "boards/raspberry-pi.conf").read_text(encoding="utf-8")
        for block in blocks_of("ini board.conf"):
            with self.subTest(block.place):
                head, *lines = block.text.splitlines()
                path = self.folder / "board.conf"
                path.write_text(merged(board, head, lines), encoding="utf-8")
                answer = run_hearth("board", "check", path)
                self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)


class ScenarioTests(FileTestCase):
    def test_each_scenario_runs_and_meets_its_expectations(self):
        for block in blocks_of("scenario"):
            with self.subTest(block.place):
                path = self.folder / "a.scenario"
                path.write_text(block.text, encoding="utf-8")
                answer = run_hearth(
                    "simulate", "--board", SIMULATED_BOARD, "--scenario", path, timeout=120
                )
                self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)


class MosquittoTests(FileTestCase):
    def test_a_broker_takes_each_file(self):
        for block in blocks_of("conf mosquitto"):
            with self.subTest(block.place):
                main = self.written(block)
                log = self.folder / "log"
                with open(log, "wb") as printed:
                    broker = subprocess.Popen(
                        [shutil.which("mosquitto", path="/usr/sbin:/usr/bin"), "-v", "-c", main],
                        stdin=subprocess.DEVNULL, stdout=printed, stderr=printed,
                    )
                try:
                    wait_until(
                        lambda: b"running" in log.read_bytes() or broker.poll() is not None, "its start"
                    )
                    said = log.read_text(encoding="utf-8", errors="replace")
                    self.assertIsNone(broker.poll(), said)
                    self.assertNotRegex(said, r"(?i)error: (?!connection refused)|unknown|deprecated")
                finally:
                    broker.kill()
                    broker.wait()

    def written(self, block):
        """Writes the files of a block, each of which begins with its path, and all that they name."""
        place = pathlib.Path("/etc/mosquitto")
        shutil.rmtree(place, ignore_errors=True)
        (place / "conf.d").mkdir(parents=True)
        for _, path, text in re.findall(r"(?ms)^(# (/\S+)\n)(.*?)(?=^# /|\Z)", block.text):
            # Where a person puts a password.
            pathlib.Path(path).write_text(text.replace("…", "sesame"), encoding="utf-8")
        certificate(place, "broker.pem", "broker.key")
        shutil.copy(place / "broker.pem", place / "ca.pem")
        subprocess.run(
            ["mosquitto_passwd", "-c", "-b", place / "passwords", "press_left", "sesame"],
            check=True, capture_output=True,
        )
        for path in place.iterdir():
            os.chmod(path, 0o755 if path.is_dir() else 0o644)
        main = place / "mosquitto.conf"
        main.write_text("user root\ninclude_dir /etc/mosquitto/conf.d\n")
        return main


class PrometheusTests(FileTestCase):
    def test_prometheus_takes_each_part(self):
        for block in blocks_of("yaml prometheus.yml"):
            with self.subTest(block.place):
                path = self.folder / "prometheus.yml"
                path.write_text(block.text, encoding="utf-8")
                checked = subprocess.run([promtool, "check", "config", path], capture_output=True, text=True)
                self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)


if __name__ == "__main__":
    unittest.main()
