"""Hearth, a chamber heater of its own, as a heater of Klipper's.

Copy or link this file into Klipper's folder klippy/extras and give printer.cfg a section [hearth];
docs/klipper.md of Hearth explains it. Python 3.7 or newer, nothing outside its library.

Hearth regulates and guards the heater. Klipper asks for a temperature and renews that wish while it runs:
Hearth ends the heat when no renewal has come for LEASE seconds.

Copyright (c) 2026 the Hearth developers
SPDX-License-Identifier: MIT
"""

import http.client
import json
import logging
import math
import os
import queue
import random
import re
import threading
import time

#: Seconds after which Hearth ends the heat unless this module renews it, so that no heat outlives a dead host by more
#: than a minute, and between two renewals.
LEASE = 58.0
BEAT = 15.0
#: Seconds between two looks at the state.
POLL = 1.0
#: Seconds for which a state may be shown.
FRESH = 10.0
#: Seconds that one request may take, and a command with all its requests.
REQUEST_TIME = 4.0
COMMAND_TIME = 10.0
#: Bytes of an answer at most: a state has 5 KB, an event 1 KB.
LONGEST_ANSWER = 262144

#: Who changed something, as the end of a sentence.
PEOPLE = {
    "page": "on Hearth's page", "panda": "by a Panda client", "button": "by a button", "printer": "by the printer",
    "command_line": "by the command line", "home_assistant": "by Home Assistant", "reefnet": "by reefnet",
    "device_link": "by the device link", "api": "by another program", "controller": "by Hearth",
    "dragonbreath": "by a DragonBreath client",
}
#: Why heat ended that nobody ended.
ENDINGS = {
    "boot": "Hearth was restarted",
    "session_limit": "a session of heat has reached its limit",
    "overrun": "a session of heat has reached its limit",
    "lease_expired": "Hearth heard nothing from Klipper for too long",
    "clock": "Hearth's clock jumped",
    "heat_balance": "the heat does not stay in the chamber",
}


class HearthError(Exception):
    """A sentence for a person."""


def number(value, default=None):
    """A finite number from JSON or a command, else `default`: NaN passes every comparison."""
    if isinstance(value, bool):
        return default
    try:
        value = float(value)
    except (TypeError, ValueError, OverflowError):
        return default
    return value if math.isfinite(value) else default


def line(value):
    """A text as one line of a console."""
    return " ".join(str(value).split())[:500] if value else ""


class State:
    """What Hearth said last; whatever is missing or no number is None."""

    def __init__(self, told):
        part = lambda key: told.get(key) if isinstance(told.get(key), dict) else {}
        self.version = line(told.get("version"))
        self.uptime = number(told.get("uptime_s"), 0.0)
        self.power = told.get("power") is True
        self.mode = line(told.get("mode"))
        self.activity = line(told.get("activity"))
        self.off_reason = line(told.get("off_reason"))
        self.changed_by = line(told.get("changed_by"))
        self.auto_reason = line(part("auto_reason").get("text"))
        self.set_target = number(told.get("target_c"), 0.0)
        self.set_point = number(told.get("set_point_c"))
        self.highest_target = number(told.get("highest_target_c"), 60.0)
        self.chamber = self._reading(part("chamber"))
        self.chamber_second = self._reading(part("chamber_second"))
        self.element = self._reading(part("element"))
        self.duty = min(max(number(told.get("duty"), 0.0), 0.0), 1.0)
        self.fan = 1.0 if told.get("fan_on") is True else 0.0
        self.ready_in = number(told.get("ready_in_s"))
        self.soak = part("soak").get("phase")
        self.drying_remaining = number(part("drying").get("remaining_s"), 0.0)
        self.is_drying = part("drying").get("running") is True
        latch = part("latch")
        self.fault_code = line(latch.get("code")) or None
        parts = (latch.get("title"), latch.get("what"), latch.get("remedy"))
        title, what, remedy = map(line, parts)
        self.fault = " ".join(filter(None, (title and title + ".", what, remedy))) or "A fault is latched."
        if not latch:
            self.fault = None
        warnings = told.get("warnings") if isinstance(told.get("warnings"), list) else []
        self.warnings = [line(one.get("title")) for one in warnings if isinstance(one, dict)]

    @staticmethod
    def _reading(probe):
        return number(probe.get("temperature_c")) if probe.get("condition") == "good" else None

    @property
    def is_heating_to_target(self):
        """Heat at a temperature that somebody set, not a drying run, not mode auto."""
        return self.power and self.mode == "always_on"

    @property
    def target(self):
        """What is held, 0 for nothing."""
        if not self.power:
            return 0.0
        if self.mode == "always_on":
            return self.set_target
        return self.set_point or 0.0


class Answer:
    """What became of a wish."""

    def __init__(self, is_granted, result="", trouble=""):
        self.is_granted, self.result, self.trouble = is_granted, result, trouble


class Client:
    """Hearth's HTTP interface; every failure is a HearthError."""

    def __init__(self, host, port, token_file):
        self._host, self._port, self._token_file = host, port, token_file
        self.place = "http://%s:%d" % ("[%s]" % host if ":" in host else host, port)

    def state(self):
        status, body = self._ask("GET", "/api/v1/state")
        if status != 200:
            raise HearthError(self._refusal(status, body))
        return State(body)

    def events(self):
        """The newest events, the newest first."""
        status, body = self._ask("GET", "/api/v1/events?limit=50")
        events = body.get("events")
        if status != 200 or not isinstance(events, list):
            raise HearthError(self._refusal(status, body))
        return [one for one in events if isinstance(one, dict)]

    def wish(self, wish):
        status, body = self._ask("POST", "/api/v1/wish", wish)
        if status == 200 and body.get("ok") is True:
            return Answer(True, line(body.get("result")))
        return Answer(False, line(body.get("code")), self._refusal(status, body))

    def _refusal(self, status, body):
        if status == 401:
            if not self._token_file:
                return (
                    "Hearth asks for a password: make a token with `hearth access token add klipper` and name a file "
                    "with it as token_file in [hearth]"
                )
            return "Hearth does not accept the token in %s: make a new one" % self._token_file
        return line(body.get("error")) or "%s answered with status %d: is that Hearth?" % (self.place, status)

    def _headers(self):
        headers = {"Content-Type": "application/json", "Connection": "close"}
        if self._token_file:
            try:
                with open(self._token_file) as file:
                    token = file.readline(200).strip()
                token.encode("ascii")
            except (OSError, ValueError) as error:
                raise HearthError("cannot read the token file %s: %s" % (self._token_file, error))
            headers["Authorization"] = "Bearer " + token
        return headers

    def _ask(self, method, path, body=None):
        headers = self._headers()
        text = None if body is None else json.dumps(body)
        connection = http.client.HTTPConnection(self._host, self._port, timeout=REQUEST_TIME)
        try:
            connection.request(method, path, text, headers)
            answer = connection.getresponse()
            told = answer.read(LONGEST_ANSWER + 1)
            status = answer.status
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise HearthError("no answer from Hearth at %s (%s)" % (self.place, line(error) or type(error).__name__))
        finally:
            connection.close()
        try:
            told = json.loads(told.decode("utf-8")) if len(told) <= LONGEST_ANSWER else None
        except (ValueError, RecursionError):
            told = None
        return status, told if isinstance(told, dict) else {}


class Job:
    """Wishes to send one after the other, until `end` on the monotonic clock.

    `is_owed`: an off, which is tried again until then. `decides`: it takes the place of an off that is still owed; a
    renewal does not. `may`: asked before, on the link's thread.
    """

    def __init__(self, wishes, done, seconds, is_owed=False, decides=True, may=None):
        self.wishes, self.done, self.may = wishes, done, may
        self.end = time.monotonic() + seconds
        self.is_owed, self.decides = is_owed, decides


class Link(threading.Thread):
    """The one thread that talks to Hearth: Klipper's own never waits for the network.

    `deliver(trouble, state, answers)` is called here, after each look at Hearth; `answers` are the functions of the
    jobs that ended, with what they get.
    """

    def __init__(self, client, deliver):
        threading.Thread.__init__(self, name="hearth", daemon=True)
        self._client, self._deliver = client, deliver
        self._jobs = queue.Queue()
        self._owed = None
        self._is_over = False

    def post(self, job):
        self._jobs.put(job)

    def stop(self):
        """Ends the thread once it has sent what was posted; nobody is told any more."""
        self._is_over = True
        self._jobs.put(None)

    def run(self):
        while True:
            try:
                job = self._jobs.get(timeout=POLL)
            except queue.Empty:
                job = self._owed
            else:
                if job is None:
                    return
                if job.decides:
                    self._owed = None
            answers = []
            if job is not None:
                answer = self._carry_out(job)
                if answer is not None:
                    answers.append((job.done, answer))
            if self._is_over:
                continue
            try:
                state, trouble = self._client.state(), None
            except HearthError as error:
                state, trouble = None, str(error)
            except Exception as error:
                logging.exception("hearth: reading the state")
                state, trouble = None, "Hearth's answer is not understood (%s)" % line(error)
            if not self._is_over:
                self._deliver(trouble, state, answers)

    def _paid(self, job):
        """Owes this job no longer; another one that is owed stays so."""
        if self._owed is job:
            self._owed = None

    def _carry_out(self, job):
        """The answer, or None where an owed job is to be tried again."""
        if time.monotonic() > job.end:
            self._paid(job)
            return Answer(False, "late", "Hearth was not reached in time")
        try:
            if job.may and not job.may(self._client):
                self._paid(job)
                return Answer(False, "ended", "heat that stops so is not asked for again")
            for wish in job.wishes:
                answer = self._client.wish(wish)
                if not answer.is_granted:
                    break
            if job.is_owed and not answer.is_granted:
                self._owed = job
                return None
            self._paid(job)
            return answer
        except HearthError as error:
            if job.is_owed:
                self._owed = job
                return None
            return Answer(False, "unreachable", str(error))
        except Exception as error:
            logging.exception("hearth: sending a wish")
            self._paid(job)
            return Answer(False, "unreachable", "Hearth's answer is not understood (%s)" % line(error))


class ChamberHeater:
    """What Klipper, its macros and the dashboards expect of a heater."""

    def __init__(self, hearth, name):
        self._hearth, self.name, self.short_name = hearth, "heater_generic " + name, name
        self.min_temp, self.max_temp = 0.0, hearth.max_temp
        self.can_extrude = True
        self.min_extrude_temp = 0.0

    def get_name(self):
        return self.name

    def get_max_power(self):
        return 1.0

    def get_pwm_delay(self):
        return POLL

    def get_smooth_time(self):
        return 1.0

    def set_control(self, control):
        raise self._hearth.printer.command_error(
            "Hearth regulates the chamber heater: calibrate it on its page or with `hearth calibrate`"
        )

    def alter_target(self, target):
        self.set_temp(target)

    def set_temp(self, degrees):
        """Of TURN_OFF_HEATERS, a restart, and of others' code: nobody waits here."""
        self._hearth.set_from_klipper(degrees)

    def get_temp(self, eventtime):
        state = self._hearth.current(eventtime)
        if state is None or state.chamber is None:
            # 0, as Klipper's own heaters say where no reading is fresh.
            return 0.0, state.target if state else 0.0
        return state.chamber, state.target

    def check_busy(self, eventtime):
        return self._hearth.is_below(eventtime)

    def stats(self, eventtime):
        temperature, target = self.get_temp(eventtime)
        return False, "%s: target=%.0f temp=%.1f" % (self.short_name, target, temperature)

    def get_status(self, eventtime):
        state = self._hearth.current(eventtime)
        if state is None:
            return {"temperature": None, "target": 0.0, "power": 0.0}
        chamber = state.chamber if state.chamber is None else round(state.chamber, 2)
        return {"temperature": chamber, "target": state.target, "power": round(state.duty, 3)}


class Probe:
    """One more thermometer of the dashboards."""

    def __init__(self, hearth, key):
        self._hearth, self._key = hearth, key
        self._lowest = self._highest = None

    def get_temp(self, eventtime):
        state = self._hearth.current(eventtime)
        return (getattr(state, self._key) or 0.0) if state else 0.0, 0.0

    def get_status(self, eventtime):
        state = self._hearth.current(eventtime)
        value = getattr(state, self._key) if state else None
        if value is not None:
            value = round(value, 2)
            self._lowest = value if self._lowest is None else min(self._lowest, value)
            self._highest = value if self._highest is None else max(self._highest, value)
        return {"temperature": value, "measured_min_temp": self._lowest, "measured_max_temp": self._highest}


class Blower:
    """A fan that nobody sets: Hearth runs it with the heater."""

    def __init__(self, hearth):
        self._hearth = hearth

    def get_status(self, eventtime):
        state = self._hearth.current(eventtime)
        return {"speed": state.fan if state else 0.0, "rpm": None}


class Hearth:
    """The section [hearth]."""

    def __init__(self, config):
        self.printer = config.get_printer()
        self.reactor = self.printer.get_reactor()
        self.gcode = self.printer.lookup_object("gcode")
        self.name = config.get("name", "chamber")
        if not re.match(r"^[A-Za-z][A-Za-z0-9_]*$", self.name):
            raise config.error("name in [hearth] is %r: use letters, digits and _" % self.name)
        self.max_temp = config.getfloat("max_temp", 60.0, above=0.0, maxval=100.0)
        self.tolerance = config.getfloat("tolerance", 1.0, above=0.0, maxval=10.0)
        if number(self.max_temp) is None or number(self.tolerance) is None:
            raise config.error("max_temp and tolerance in [hearth] must be numbers")
        self.pause_on_fault = config.getboolean("pause_on_fault", False)
        macros = self.printer.load_object(config, "gcode_macro")
        self.on_fault = macros.load_template(config, "on_fault_gcode", "")
        self.macros = macros
        host, token_file = config.get("host").strip("[] "), config.get("token_file", None)
        if not re.match(r"^[A-Za-z0-9._:%-]+$", host):
            raise config.error("host in [hearth] is %r: use Hearth's address or name, as in 192.168.1.30" % host)
        self.client = Client(
            host, config.getint("port", 80, minval=1, maxval=65535),
            os.path.expanduser(token_file) if token_file else None,
        )
        #: Tells this start of this Klipper from every other: only the one that asked renews.
        self.session = random.getrandbits(31)
        self.state, self.seen, self.renewed = None, None, None
        #: The heat is this Klipper's wish, which it renews.
        self.leads = False
        #: Wishes for heat that Hearth has not answered yet: an off has to follow them.
        self.asking = 0
        #: A wish was granted, and the state is the one before it.
        self.is_outdated = False
        self.is_beating = self.is_restoring = False
        #: Looks at Hearth in a row that failed, and whether somebody was told.
        self.missed, self.is_unreachable_told = 0, False
        #: Commands that wait for a warm chamber.
        self.waiting = 0
        #: What ended the heat last, how often that was, and whether nobody had asked for it.
        self.ending, self.endings, self.was_unasked = None, 0, False
        self.link = self.timer = None
        self._join(config)
        self._register_commands(config)
        if self.printer.get_start_args().get("debugoutput") is None:
            for event, handler in (
                ("klippy:connect", self._connect), ("klippy:disconnect", self._disconnect),
                ("klippy:shutdown", self._shutdown),
            ):
                self.printer.register_event_handler(event, handler)

    def _join(self, config):
        """Takes the places where Klipper and the dashboards look for heaters, sensors and fans."""
        full = "heater_generic " + self.name
        self.heaters = self.printer.load_object(config, "heaters")
        if config.has_section(full) or self.name in self.heaters.heaters:
            raise config.error("[%s] exists already: give [hearth] another name" % full)
        self.heater = ChamberHeater(self, self.name)
        objects = {full: self.heater, "heater_fan %s_fan" % self.name: Blower(self)}
        element, second = "temperature_sensor %s_element" % self.name, "temperature_sensor %s_second" % self.name
        sensors = {full: self.heater}
        if config.getboolean("element_sensor", True):
            sensors[element] = objects[element] = Probe(self, "element")
        if config.getboolean("second_sensor", False):
            sensors[second] = objects[second] = Probe(self, "chamber_second")
        for name, one in objects.items():
            self.printer.add_object(name, one)
        self.heaters.heaters[self.name] = self.heater
        self.heaters.available_heaters.append(full)
        for name, sensor in sensors.items():
            self.heaters.available_sensors.append(name)
            self.gcode.register_mux_command(
                "TEMPERATURE_WAIT", "SENSOR", name, lambda gcmd, sensor=sensor: self.cmd_TEMPERATURE_WAIT(gcmd, sensor),
                desc="Wait for a temperature on a sensor",
            )
        gcode_id = config.get("gcode_id", "C")
        if self.heaters.gcode_id_to_sensor.setdefault(gcode_id, self.heater) is not self.heater:
            raise config.error("gcode_id %s is taken by another sensor: give [hearth] another one" % gcode_id)
        # The dashboards read a heater's limits in its section.
        shown = config.getsection(full)
        shown.getfloat("min_temp", 0.0)
        shown.getfloat("max_temp", self.max_temp)

    def _register_commands(self, config):
        self.gcode.register_mux_command(
            "SET_HEATER_TEMPERATURE", "HEATER", self.name, self.cmd_SET_HEATER_TEMPERATURE,
            desc="Sets a heater temperature",
        )
        for name in ("HEARTH_DRY", "HEARTH_AUTO", "HEARTH_OFF", "HEARTH_CLEAR_FAULT", "HEARTH_STATUS"):
            handler = getattr(self, "cmd_" + name)
            self.gcode.register_command(name, handler, desc=handler.__doc__)
        macros = {one.get_name().split()[-1].upper(): one for one in config.get_prefix_sections("gcode_macro ")}
        for name, handler in (("M141", self.cmd_M141), ("M191", self.cmd_M191)):
            if name in macros and macros[name].get("rename_existing", None, note_valid=False) is None:
                logging.info("hearth: %s stays the macro of your configuration", name)
                continue
            self.gcode.register_command(name, handler)

    # The link

    def _connect(self):
        self.link = Link(
            self.client,
            lambda *told: self.reactor.register_async_callback(lambda eventtime: self._received(eventtime, *told)),
        )
        self.link.start()
        self.seen = self.started = self.reactor.monotonic()
        # The renewals come from Klipper's own thread: when that hangs, the heat ends.
        self.timer = self.reactor.register_timer(self._beat, self.reactor.monotonic() + BEAT)

    def _disconnect(self):
        if self.link is None:
            return
        was_leading = self.leads or self.asking > 0
        if was_leading:
            self._post_off()
        self.link.stop()
        if was_leading:
            # A Klipper that ends takes its threads with it; the off should be out before.
            self.link.join(2.0)
        self.link = None

    def _shutdown(self):
        state = self.current(self.reactor.monotonic())
        if self.leads or self.asking or state is None or state.power:
            self._post_off()
        self.leads = False

    def _post(self, *wishes, seconds=COMMAND_TIME, done=lambda answer: None, **facts):
        wishes = [dict(wish, requester="api", session=self.session) for wish in wishes]
        if self.link is not None:
            self.link.post(Job(wishes, done, seconds, **facts))

    def _post_off(self, **facts):
        self.leads = False
        self._post({"power": False}, seconds=LEASE, done=self._granted_off, is_owed=True, **facts)

    def _granted_off(self, answer):
        if not answer.is_granted and answer.result != "ended":
            self.gcode.respond_raw("!! The chamber heater was not turned off: %s" % answer.trouble)

    def _ask(self, gcmd, *wishes, decides=True):
        """Sends wishes and waits for the answer while Klipper goes on; a refusal is an error of the command's."""
        if self.link is None:
            return Answer(True)
        completion = self.reactor.completion()
        self._post(*wishes, done=completion.complete, decides=decides)
        late = Answer(False, "late", "no answer from Hearth at %s" % self.client.place)
        answer = completion.wait(self.reactor.monotonic() + COMMAND_TIME + REQUEST_TIME, late)
        if not answer.is_granted:
            fault = self.state.fault if self.state and answer.result == "latched" else None
            raise gcmd.error("Chamber heater: %s" % (fault or answer.trouble))
        return answer

    def _beat(self, eventtime):
        if self.leads and not self.is_beating and not self.printer.is_shutdown():
            self.is_beating = True
            self._renew("renew_session" if self._is_printing() else "renew_lease")
        return eventtime + BEAT

    def _renew(self, word):
        def done(answer):
            self.is_beating = False
            if answer.result == "unknown_wish" and word != "renew_lease":
                # A Hearth of before that word: its session ends at its limit.
                return self._renew("renew_lease")
            if answer.is_granted and answer.result == "applied":
                self.renewed = self.reactor.monotonic()
            elif answer.is_granted and self.leads and self.state and self.state.power:
                self.leads = False
                self._say("The chamber heater was taken over %s." % self._somebody())

        self._post({word: True}, done=done, decides=False)

    def _received(self, eventtime, trouble, state, answers):
        """What the link saw, on Klipper's own thread."""
        before = self.state
        if state is None:
            self._missed(eventtime, trouble)
        else:
            if self.is_unreachable_told:
                self._say("Hearth answers at %s." % self.client.place)
            if self.missed:
                # The term goes on running: do not wait for the next beat.
                self.reactor.update_timer(self.timer, self.reactor.NOW)
            self.missed, self.is_unreachable_told = 0, False
            self.state, self.seen, self.is_outdated = state, eventtime, False
        for done, answer in answers:
            self.is_outdated = self.is_outdated or (state is None and answer.is_granted)
            done(answer)
        if state is not None:
            self._compare(before, state, eventtime)

    def _missed(self, eventtime, trouble):
        self.missed += 1
        if not self.is_unreachable_told and self.missed >= 3:
            self.is_unreachable_told = True
            self._say("Chamber heater: %s. Trying again each second." % trouble)
        if self.leads and eventtime - (self.renewed or eventtime) > LEASE:
            self.leads = False
            self._heat_ended("the heat has ended: %s for %d s" % (trouble, LEASE))

    def _compare(self, before, state, eventtime):
        """Tells what has happened at Hearth since the last look."""
        if state.fault and (before is None or before.fault_code != state.fault_code):
            self.leads = False
            if before is None:
                self._say("Chamber heater: a fault is latched. %s" % state.fault)
            else:
                self._heat_ended(state.fault)
        if not self.leads or self.is_restoring:
            return
        if not state.power:
            if state.off_reason == "boot" and before is not None and eventtime - self.renewed <= LEASE:
                return self._restore(before)
            self.leads = False
            if state.off_reason == "wish":
                self._note_ending("turned off %s" % self._somebody(), was_unasked=False)
                self._say("Chamber heater: %s." % self.ending)
            else:
                reason = ENDINGS.get(state.off_reason, state.off_reason)
                self._heat_ended("the heat has ended: %s" % reason)
        elif not state.is_heating_to_target:
            self.leads = False
            self._say("The chamber heater was put into mode %s %s." % (state.mode, self._somebody()))

    def _restore(self, before):
        """Hearth was restarted: asks for the same again, where the wish was still this Klipper's when it stopped."""
        self.is_restoring = True

        def done(answer):
            self.is_restoring = False
            if not self.leads:
                return
            if answer.is_granted:
                self.renewed = self.reactor.monotonic()
                self._say("Hearth was restarted: the chamber heats to %.0f °C again." % before.set_target)
            else:
                self.leads = False
                self._heat_ended("the heat has ended: Hearth was restarted, and %s" % answer.trouble)

        self._post(self._heat_wish(before.set_target), done=done, decides=False, may=self._is_still_wished)

    def _is_still_wished(self, client):
        """Whether Hearth was stopped in order, out of this Klipper's heat: then its events hold every wish. After a crash or
        a power cut the last ones may be missing, and somebody may have pulled the plug. On the link's thread."""
        was_stopped = False
        for event in client.events():
            kind, session = event.get("kind"), event.get("session")
            if kind == "powered_off" and event.get("requester") == "controller" and event.get("reason") == "wish":
                was_stopped = True
            elif kind == "powered_on":
                return was_stopped and session == self.session
            elif kind == "powered_off":
                return False
        return False

    def _somebody(self):
        return PEOPLE.get(self.state.changed_by, "by somebody else") if self.state else "by somebody else"

    # What happens then

    def _say(self, sentence):
        self.gcode.respond_info(sentence)

    def _heat_ended(self, sentence):
        """Heat ended that nobody ended: says so, and does what the configuration asks for."""
        self._note_ending(sentence, was_unasked=True)
        logging.warning("hearth: %s", sentence)
        display = self.printer.lookup_object("display_status", None)
        if display is not None:
            display.message = sentence[:120]
        if self.waiting:
            # The command says it and ends.
            return
        self.gcode.respond_raw("!! Chamber heater: %s" % sentence)
        if not self.printer.is_shutdown():
            self.reactor.register_callback(lambda eventtime: self._act(sentence, self.gcode.run_script))

    def _note_ending(self, sentence, was_unasked):
        self.ending, self.was_unasked = sentence, was_unasked
        self.endings += 1

    def _act(self, sentence, run):
        """Pauses the print and runs on_fault_gcode; returns whether a print pauses."""
        pauses = self.pause_on_fault and self._is_printing()
        try:
            if pauses:
                run("PAUSE")
            context = self.macros.create_template_context()
            context["params"] = {"FAULT": sentence}
            script = self.on_fault.render(context)
            if script.strip():
                run(script)
        except self.gcode.error as error:
            self.gcode.respond_raw("!! on_fault_gcode in [hearth]: %s" % line(error))
        return pauses

    def _is_printing(self):
        card = self.printer.lookup_object("virtual_sdcard", None)
        return card is not None and card.is_active()

    # What is asked of the heater

    def current(self, eventtime):
        """The state, or None where there is no fresh one."""
        return self.state if self.state is not None and eventtime - self.seen <= FRESH else None

    def is_below(self, eventtime):
        """Whether the chamber has to get warmer; False where that will not happen."""
        state = self.current(eventtime)
        if state is None or not state.power or state.chamber is None:
            return False
        return state.chamber < state.target - self.tolerance

    def set_from_klipper(self, degrees):
        degrees = number(degrees, 0.0)
        if degrees > 0.0:
            self.asking += 1
            self._post(self._heat_wish(degrees), done=self._asked)
        elif self.leads or self.asking:
            self._post_off()
        else:
            state = self.current(self.reactor.monotonic())
            if state is None or self.is_outdated:
                # A drying run or mode auto is not Klipper's to end: Hearth is asked first, once it answers.
                self._post_off(may=lambda client: client.state().is_heating_to_target)
            elif state.is_heating_to_target:
                self._post_off()

    def _heat_wish(self, degrees):
        return {"heat_to": degrees, "lease_s": LEASE}

    def _asked(self, answer):
        self.asking -= 1
        self._granted(answer)

    def _granted(self, answer):
        if answer.is_granted and self.printer.is_shutdown():
            # It was under way when Klipper stopped.
            self._post_off()
        elif answer.is_granted:
            self.leads, self.renewed = True, self.reactor.monotonic()
        elif answer.trouble:
            self.gcode.respond_raw("!! Chamber heater: %s" % answer.trouble)

    def _heat(self, gcmd, degrees):
        """Heats to a temperature, or turns off at 0."""
        if degrees is None or degrees < 0.0:
            raise gcmd.error("Chamber heater: the temperature must be a number of °C, 0 for off")
        toolhead = self.printer.lookup_object("toolhead")
        toolhead.register_lookahead_callback(lambda print_time: None)
        if degrees == 0.0:
            # An end of a print must not fail here: this is tried until it is told.
            self._post_off()
            return
        self.asking += 1
        try:
            answer = self._ask(gcmd, self._heat_wish(degrees))
        finally:
            self.asking -= 1
        self._granted(answer)
        if answer.result == "clamped" and self.state:
            self._say("The chamber heats to %.0f °C, which is this board's limit." % self.state.set_target)

    def _words(self, gcmd, *known):
        """The letter S and the options of a command such as `M191 S55 SOAK=20`.

        Klipper splits the line of a command of this kind at its letters: SOAK is "=20" then.
        """
        options = {}
        for word, value in gcmd.get_command_parameters().items():
            if word in known:
                options[word] = number(value.lstrip("= "))
                if options[word] is None or options[word] < 0.0:
                    raise gcmd.error("%s: %s= must be a number of minutes" % (gcmd.get_command(), word))
            elif len(word) > 1:
                raise gcmd.error("%s takes no %s" % (gcmd.get_command(), word))
        target = gcmd.get("S", None)
        return None if target is None else target.lstrip("= "), options

    def cmd_SET_HEATER_TEMPERATURE(self, gcmd):
        self._heat(gcmd, number(gcmd.get("TARGET", "0")))

    def cmd_M141(self, gcmd):
        target, _ = self._words(gcmd)
        if target is None:
            return self.cmd_HEARTH_STATUS(gcmd)
        self._heat(gcmd, number(target))

    def cmd_M191(self, gcmd):
        target, options = self._words(gcmd, "SOAK", "TIMEOUT")
        if target is None:
            raise gcmd.error("M191: S is missing, the temperature in °C")
        endings = self.endings
        self._heat(gcmd, number(target))
        if self.link is not None and number(target) > 0.0:
            self._wait(gcmd, endings, 60.0 * options.get("SOAK", 0.0), 60.0 * options.get("TIMEOUT", math.inf))

    def _wait(self, gcmd, endings, soak, timeout):
        """Until the chamber is warm and was so for `soak` seconds; ends at once where the heat has ended."""
        begin = eventtime = self.reactor.monotonic()
        warm = None
        toolhead = self.printer.lookup_object("toolhead")
        self.waiting += 1
        try:
            while not self.printer.is_shutdown():
                ending = self._ending(endings, eventtime)
                if ending:
                    return self._give_up(gcmd, ending)
                state = self.current(eventtime)
                chamber = state.chamber if state and not self.is_outdated else None
                # Whoever changes the target meanwhile is followed.
                if warm is None and chamber is not None and chamber >= state.target - self.tolerance > 0.0:
                    warm = eventtime
                if warm is not None and eventtime - warm >= soak:
                    return
                if eventtime - begin >= timeout:
                    now = "unknown" if chamber is None else "%.1f °C" % chamber
                    self._say("M191: the time is over, the chamber is at %s; the print goes on" % now)
                    return
                # Keeps idle_timeout away, as Klipper's own waiting does.
                toolhead.get_last_move_time()
                gcmd.respond_raw("C:%.1f /%.1f" % self.heater.get_temp(eventtime))
                eventtime = self.reactor.pause(eventtime + 1.0)
        finally:
            self.waiting -= 1

    def _ending(self, endings, eventtime):
        """Why the chamber will not get warmer, or None; a short silence of the network ends nothing."""
        if self.endings != endings:
            return self.ending
        if eventtime - self.seen > LEASE:
            return "no answer from Hearth at %s" % self.client.place
        state = self.current(eventtime)
        if state and not self.leads and not state.is_heating_to_target:
            return state.fault or "turned off, or put into another mode, %s" % self._somebody()
        return None

    def _give_up(self, gcmd, sentence):
        if sentence == self.ending and self.was_unasked:
            if self._act(sentence, self.gcode.run_script_from_command):
                # The print goes on when somebody resumes it; any other ends with the error.
                self.gcode.respond_raw("!! Chamber heater: %s" % sentence)
                return
        raise gcmd.error("Chamber heater: %s" % sentence)

    def cmd_TEMPERATURE_WAIT(self, gcmd, sensor):
        lowest, highest = number(gcmd.get("MINIMUM", None)), number(gcmd.get("MAXIMUM", None))
        if lowest is None and highest is None:
            raise gcmd.error("Error on 'TEMPERATURE_WAIT': missing MINIMUM or MAXIMUM.")
        if self.link is None:
            return
        lowest, highest = -math.inf if lowest is None else lowest, math.inf if highest is None else highest
        toolhead = self.printer.lookup_object("toolhead")
        endings = self.endings
        is_for_heat = lowest > -math.inf
        self.waiting += is_for_heat
        try:
            while not self.printer.is_shutdown():
                eventtime = self.reactor.monotonic()
                value = sensor.get_status(eventtime)["temperature"]
                if value is not None and lowest <= value <= highest:
                    return
                # Without heat nothing gets warmer; a wait for cooling goes on.
                if is_for_heat and self.endings != endings:
                    return self._give_up(gcmd, self.ending)
                toolhead.get_last_move_time()
                gcmd.respond_raw("C:%.1f /%.1f" % self.heater.get_temp(eventtime))
                self.reactor.pause(eventtime + 1.0)
        finally:
            self.waiting -= is_for_heat

    def cmd_HEARTH_DRY(self, gcmd):
        """Starts a drying run: PRESET=PLA, PETG or CUSTOM, or TARGET= in °C and HOURS="""
        preset, target, hours = (gcmd.get(word, None) for word in ("PRESET", "TARGET", "HOURS"))
        if preset is not None and target is None and hours is None:
            wish = preset.lower()
        elif preset is None and number(target) is not None and number(hours) is not None:
            wish = {"target_c": number(target), "hours": int(number(hours))}
        else:
            raise gcmd.error("HEARTH_DRY takes PRESET=PLA, PETG or CUSTOM, or TARGET= (°C) and HOURS= (whole hours)")
        # A run has an end of its own, so it does not depend on Klipper.
        self._ask(gcmd, {"dry": wish})
        self.leads = False

    def cmd_HEARTH_AUTO(self, gcmd):
        """Lets Hearth follow the printer that it is bound to"""
        self._ask(gcmd, {"mode": "auto"}, {"power": True})
        self.leads = False

    def cmd_HEARTH_OFF(self, gcmd):
        """Turns the chamber heater off, a drying run too"""
        self._post_off()

    def cmd_HEARTH_CLEAR_FAULT(self, gcmd):
        """Clears the chamber heater's fault, where its cause is gone"""
        # An off that Hearth did not get yet stays owed.
        self._ask(gcmd, {"clear_latch": True}, decides=False)
        self._say("The fault is cleared.")

    def cmd_HEARTH_STATUS(self, gcmd):
        """Says what the chamber heater does"""
        state = self.current(self.reactor.monotonic())
        if state is None:
            raise gcmd.error("Chamber heater: no answer from Hearth at %s" % self.client.place)
        chamber = "unknown" if state.chamber is None else "%.1f °C" % state.chamber
        words = ["Chamber %s, target %.0f °C, %s" % (chamber, state.target, state.activity.replace("_", " "))]
        if state.is_drying:
            words.append("Drying: %d min left" % (state.drying_remaining // 60))
        if state.auto_reason:
            words.append("Auto: %s" % state.auto_reason)
        words += ["Warning: %s" % one for one in state.warnings]
        if state.fault:
            words.append("Fault: %s" % state.fault)
        self._say("\n".join(words))

    def get_status(self, eventtime):
        """For macros and dashboards, as `printer.hearth`."""
        state = self.current(eventtime)
        if state is None:
            return {"connected": False, "leads": self.leads, "fault": None, "power": False}
        return {
            "connected": True, "leads": self.leads, "version": state.version, "power": state.power,
            "mode": state.mode, "activity": state.activity, "temperature": state.chamber,
            "element_temperature": state.element, "target": state.target, "set_point": state.set_point,
            "highest_target": state.highest_target, "duty": state.duty, "fan": state.fan > 0.0,
            "ready_in": state.ready_in, "drying": state.is_drying, "drying_remaining": state.drying_remaining,
            "fault": state.fault, "fault_code": state.fault_code, "warnings": state.warnings,
            "off_reason": state.off_reason, "auto_reason": state.auto_reason,
        }


def load_config(config):
    return Hearth(config)
