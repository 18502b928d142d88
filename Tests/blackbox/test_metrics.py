"""`GET /metrics`: what a monitoring system scrapes."""

import json
import os
import re
import subprocess
import unittest

from daemon import REPOSITORY, Daemon, wait_until

MONITORING = REPOSITORY / "docs" / "monitoring"


def samples(page):
    """The page as {series: value}."""
    lines = [line for line in page.splitlines() if line and not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


class MetricsTests(unittest.TestCase):
    def setUp(self):
        self.daemon = self.enterContext(Daemon(speed=20))

    def scrape(self):
        status, headers, body = self.daemon.request("GET", "/metrics")
        self.assertEqual(200, status)
        self.assertEqual("text/plain; version=0.0.4; charset=utf-8", headers["Content-Type"])
        return body.decode()

    def test_the_format_is_kept(self):
        page = self.scrape()
        self.assertTrue(page.endswith("\n"))
        families = re.findall(r"^# TYPE (\S+) (\S+)$", page, re.MULTILINE)
        helped = re.findall(r"^# HELP (\S+) \S.*$", page, re.MULTILINE)
        self.assertEqual([name for name, _ in families], helped)
        for name, kind in families:
            self.assertEqual(kind == "counter", name.endswith("_total"), name)

    def test_a_heating_chamber_shows(self):
        chamber = 'hearth_temperature_celsius{probe="chamber"}'
        before = wait_until(
            lambda: (page := samples(self.scrape())) and chamber in page and page, "a reading"
        )
        self.assertEqual(0, before["hearth_power_on"])
        self.daemon.request(
            "POST",
            "/api/v1/wish",
            body=b'{"heat_to":50}',
            headers={"Content-Type": "application/json"},
        )

        def warmer():
            now = samples(self.scrape())
            return now if now[chamber] > before[chamber] + 2 else None

        now = wait_until(warmer, "a chamber that gets warmer")
        self.assertEqual(1, now["hearth_power_on"])
        self.assertEqual(50, now["hearth_set_point_celsius"])
        self.assertGreater(now["hearth_heater_energy_joules_total"], 0)
        self.assertGreater(now["hearth_beat_delay_seconds_count"], 0)
        self.assertEqual(
            now["hearth_beat_delay_seconds_count"],
            now['hearth_beat_delay_seconds_bucket{le="+Inf"}'],
        )


class CheckerTests(unittest.TestCase):
    """What Prometheus' own checker says, which has to be nothing."""

    def promtool(self, *words, page=None):
        path = os.environ.get("PROMTOOL") or subprocess.run(
            [REPOSITORY / "script" / "promtool"], capture_output=True, text=True, check=True
        ).stdout.strip()
        return subprocess.run([path, *words], input=page, capture_output=True, text=True)

    def test_the_page_has_no_flaw(self):
        with Daemon() as daemon:
            page = daemon.request("GET", "/metrics")[2].decode()
        checked = self.promtool("check", "metrics", page=page)
        self.assertEqual((0, "", ""), (checked.returncode, checked.stdout, checked.stderr))

    def test_the_checker_sees_a_flaw(self):
        checked = self.promtool("check", "metrics", page="# TYPE x counter\nx 1\n")
        self.assertNotEqual(0, checked.returncode)

    def test_the_rules_and_the_scrape_configuration_are_right(self):
        for words in (
            ("check", "rules", MONITORING / "alerts.yml"),
            ("check", "config", MONITORING / "prometheus.yml"),
            ("check", "config", MONITORING / "federation.yml"),
        ):
            checked = self.promtool(*words)
            self.assertEqual(0, checked.returncode, checked.stdout + checked.stderr)

    def test_rules_and_dashboard_ask_for_nothing_that_is_not_there(self):
        with Daemon() as daemon:
            page = daemon.request("GET", "/metrics")[2].decode()
        told = set(re.findall(r"^# TYPE (\S+)", page, re.MULTILINE))
        dashboard = (MONITORING / "dashboard.json").read_text()
        json.loads(dashboard)
        texts = [(MONITORING / name).read_text() for name in ("alerts.yml", "federation.yml")]
        for text in (dashboard, *texts):
            asked = set(re.findall(r"hearth_[a-z_]+", text))
            asked = {re.sub(r"_(bucket|count|sum)$", "", name) for name in asked}
            self.assertLess(3, len(asked))
            self.assertEqual(set(), asked - told)


if __name__ == "__main__":
    unittest.main()
