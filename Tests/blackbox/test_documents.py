"""Every fenced block of the documents says what it is, and a test runs what is of its kind.

A kind that is new here needs its word in KINDS, and a test that takes every block of it as it stands.
"""

import re
import unittest

from daemon import REPOSITORY
from documents import blocks

#: The file of tests that runs all blocks of a kind: what stands behind the fence.
KINDS = {
    "sh": "blackbox/test_documents_shell.py",
    "ini hearth.conf": "blackbox/test_documents_files.py",
    "ini board.conf": "blackbox/test_documents_files.py",
    "ini answers.conf": "blackbox/test_documents_files.py",
    "ini fixture.conf": "blackbox/test_bench.py",
    "ini limits.conf": "blackbox/test_bench.py",
    "scenario": "blackbox/test_documents_files.py",
    "conf mosquitto": "blackbox/test_documents_files.py",
    "conf nginx": "blackbox/test_proxies.py",
    "conf nginx location": "blackbox/test_proxies.py",
    "conf Caddyfile": "blackbox/test_proxies.py",
    "yaml prometheus.yml": "blackbox/test_documents_files.py",
    "ini printer.cfg": "blackbox/test_documents_klipper.py",
    "ini moonraker.conf": "blackbox/test_documents_klipper.py",
    "gcode": "blackbox/test_documents_klipper.py",
    "gcode hearth": "blackbox/test_klipper_module.py",
    "ini hearth.cfg": "blackbox/test_klipper_module.py",
    "sh klipper": "blackbox/test_klipper_module.py",
    "json GET": "blackbox/test_documents_json.py",
    "json POST": "blackbox/test_documents_json.py",
    "json bundle": "blackbox/test_documents_json.py",
    "json panda_breath/ID/state": "blackbox/test_documents_json.py",
    "json webhook": "blackbox/test_notify.py",
    "python webhook": "blackbox/test_notify.py",
    "text GET": "blackbox/test_documents_json.py",
    "yaml config.yaml": "peers/test_octoprint.py",
    "yaml automation": "peers/test_home_assistant.py",
}

#: What no test runs, and why.
NOT_RUN = {
    "text": "a picture, a formula, a list of files, or what a program printed: nothing to type",
    "yaml playbook.yml": "Ansible is not installed for the tests; packaging/test-archive runs what its tasks run",
    "conf apt": "packaging/test-archive has a file like it",
    "conf dnsmasq": "one line for NetworkManager's dnsmasq, which only a machine with a radio starts",
}

#: How a line begins that somebody could type or put into a file.
TYPED = re.compile(r"^\s*(\$ |sudo |curl |hearth |script/|systemctl |apt |\[[a-z_ -]+\]$)")


def kind_of(block):
    """The language, without the address that an interface's answer stands under."""
    return re.sub(r" (GET|POST) /\S+$", r" \1", block.language)


class DocumentTests(unittest.TestCase):
    def test_every_block_says_what_it_is_and_is_run(self):
        for block in blocks():
            self.assertIn(
                kind_of(block), {**KINDS, **NOT_RUN}, f"{block.place}: no test runs blocks like this"
            )

    def test_each_kind_is_there_and_its_test_takes_all_of_it(self):
        there = {kind_of(block) for block in blocks()}
        self.assertEqual(there, {*KINDS, *NOT_RUN})
        for kind, file in KINDS.items():
            text = (REPOSITORY / "Tests" / file).read_text(encoding="utf-8")
            self.assertIn(f'"{kind}', text, f"{file} does not ask for blocks of {kind}")

    def test_what_is_not_run_holds_nothing_to_type(self):
        for block in blocks():
            if kind_of(block) == "text":
                typed = [line for line in block.text.splitlines() if TYPED.match(line)]
                self.assertEqual(typed, [], block.place)


if __name__ == "__main__":
    unittest.main()
