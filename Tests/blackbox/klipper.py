"""A stand-in for the interfaces of Klipper's host that packaging/klipper/hearth.py uses, after Klipper's documents
(Code_Overview, G-Codes, Status_Reference) and what was seen of it.

One thing runs at a time, as in Klipper: whoever holds `Reactor.turn`. `pause` and `Completion.wait` give the turn away.
"""

import importlib.util
import json
import queue
import re
import shlex
import threading
import time

from daemon import PATIENCE, REPOSITORY

MODULE = REPOSITORY / "packaging/klipper/hearth.py"
REQUIRED = object()


def load_module():
    """The module as Klipper imports it, afresh, so that a test may change its numbers."""
    spec = importlib.util.spec_from_file_location("hearth_of_klipper", MODULE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class CommandError(Exception):
    pass


class ConfigError(Exception):
    pass


class Timer:
    def __init__(self, callback, waketime):
        self.callback, self.waketime = callback, waketime


class Completion:
    def __init__(self, reactor):
        self._reactor, self._done, self._result = reactor, threading.Event(), None

    def complete(self, result):
        self._result = result
        self._done.set()

    def wait(self, waketime, default=None):
        with self._reactor.others_turn():
            is_done = self._done.wait(max(0, waketime - time.monotonic()))
        return self._result if is_done else default


class Reactor:
    NOW, NEVER = 0.0, 9e15

    def __init__(self):
        self.turn = threading.Lock()
        self.is_over = False
        self._timers, self._wake = [], threading.Condition()
        self._calls = queue.Queue()
        for work in (self._run_timers, self._run_calls):
            threading.Thread(target=work, daemon=True).start()

    def monotonic(self):
        return time.monotonic()

    def others_turn(self):
        """A with-block in which others run."""
        reactor = self

        class Away:
            def __enter__(self):
                reactor.turn.release()

            def __exit__(self, *_):
                reactor.turn.acquire()

        return Away()

    def pause(self, waketime):
        with self.others_turn():
            time.sleep(max(0.001, waketime - time.monotonic()))
        return time.monotonic()

    def completion(self):
        return Completion(self)

    def register_timer(self, callback, waketime=NEVER):
        timer = Timer(callback, waketime)
        with self._wake:
            self._timers.append(timer)
            self._wake.notify()
        return timer

    def update_timer(self, timer, waketime):
        with self._wake:
            timer.waketime = waketime
            self._wake.notify()

    def register_callback(self, callback):
        """May pause: has a thread of its own."""
        threading.Thread(target=self._call, args=(callback,), daemon=True).start()

    def register_async_callback(self, callback):
        self._calls.put(callback)

    def _call(self, callback):
        with self.turn:
            if not self.is_over:
                return callback(time.monotonic())

    def _run_calls(self):
        while not self.is_over:
            self._call(self._calls.get())

    def _run_timers(self):
        while not self.is_over:
            with self._wake:
                due = next((one for one in self._timers if one.waketime <= time.monotonic()), None)
                if due is None:
                    self._wake.wait(0.05)
                    continue
                due.waketime = self.NEVER
            waketime = self._call(due.callback)
            if waketime is not None:
                self.update_timer(due, min(waketime, due.waketime))


class Command:
    """What a handler gets."""

    error = CommandError

    def __init__(self, gcode, line, name, params):
        self._line, self._name, self._params = line, name, params
        self.respond_info, self.respond_raw = gcode.respond_info, gcode.respond_raw

    def get_command(self):
        return self._name

    def get_commandline(self):
        return self._line

    def get_command_parameters(self):
        return self._params

    def get(self, name, default=REQUIRED):
        if name not in self._params and default is REQUIRED:
            raise CommandError(f"Error on '{self._line}': missing {name}")
        return self._params.get(name, default)


class GCode:
    error = CommandError

    def __init__(self, reactor):
        self._reactor, self._is_busy = reactor, False
        self.handlers, self.mux, self.console = {}, {}, []

    def register_command(self, name, handler, when_not_ready=False, desc=None):
        if name in self.handlers:
            raise ConfigError(f"gcode command {name} already registered")
        self.handlers[name] = handler

    def register_mux_command(self, name, key, value, handler, desc=None):
        if name not in self.mux:
            self.register_command(name, lambda command: self._choose(name, command))
        if value in self.mux.setdefault(name, (key, {}))[1]:
            raise ConfigError(f"mux command {name} {key} {value} already registered")
        self.mux[name][1][value] = handler

    def _choose(self, name, command):
        key, handlers = self.mux[name]
        if command.get(key) not in handlers:
            raise CommandError(f"The value '{command.get(key)}' is not valid for {key}")
        handlers[command.get(key)](command)

    def run_script(self, script):
        while self._is_busy:
            self._reactor.pause(time.monotonic() + 0.01)
        self._is_busy = True
        try:
            self.run_script_from_command(script)
        finally:
            self._is_busy = False

    def run_script_from_command(self, script):
        for line in filter(None, map(str.strip, script.split("\n"))):
            words = line.split()
            if re.fullmatch(r"[A-Za-z]\d+", words[0]):
                # At its letters: `M191 S40 SOAK=1` has M, S and SOAK with "=1".
                parts = re.split("([A-Z_]+)", line.upper())
                params = {key: value.strip() for key, value in zip(parts[1::2], parts[2::2])}
            else:
                pairs = (word.split("=", 1) for word in shlex.split(line)[1:])
                params = {key.upper(): value for key, value in pairs}
            name = words[0].upper()
            if name not in self.handlers:
                self.respond_info(f'Unknown command:"{name}"')
                continue
            try:
                self.handlers[name](Command(self, line, name, params))
            except CommandError as error:
                self.respond_raw(f"!! {error}")
                raise

    def respond_info(self, text, log=True):
        self.respond_raw("// " + text)

    def respond_raw(self, text):
        self.console.append(text)


class Config:
    error = ConfigError

    def __init__(self, printer, sections, name):
        self._printer, self._sections, self._name = printer, sections, name

    def get_printer(self):
        return self._printer

    def get_name(self):
        return self._name

    def get(self, option, default=REQUIRED, note_valid=True):
        value = self._sections.get(self._name, {}).get(option, default)
        if value is REQUIRED:
            raise ConfigError(f"Option '{option}' in section '{self._name}' must be specified")
        return value

    def getfloat(self, option, default=REQUIRED, minval=None, maxval=None, above=None, below=None):
        value = float(self.get(option, default))
        self._printer.settings.setdefault(self._name.lower(), {})[option] = value
        return value

    def getint(self, option, default=REQUIRED, minval=None, maxval=None):
        return int(self.get(option, default))

    def getboolean(self, option, default=REQUIRED):
        return self.get(option, default) in (True, "True", "yes", "1")

    def getsection(self, name):
        return Config(self._printer, self._sections, name)

    def has_section(self, name):
        return name in self._sections

    def get_prefix_sections(self, prefix):
        return [self.getsection(name) for name in self._sections if name.startswith(prefix)]


class Heaters:
    def __init__(self, gcode):
        self.heaters, self.gcode_id_to_sensor = {}, {}
        self.available_heaters, self.available_sensors = [], []
        gcode.register_command("TURN_OFF_HEATERS", lambda command: self.turn_off())

    def turn_off(self, print_time=0.0):
        for heater in self.heaters.values():
            heater.set_temp(0.0)


class Macros:
    """Templates know one name: params.FAULT."""

    def create_template_context(self):
        return {}

    def load_template(self, config, option, default):
        script = config.get(option, default)

        class Template:
            def render(self, context):
                return script.replace("{params.FAULT}", context["params"]["FAULT"])

        return Template()


class Toolhead:
    def get_last_move_time(self):
        return 0.0

    def register_lookahead_callback(self, callback):
        callback(0.0)


class Card:
    """The virtual SD card: a print is under way, or not."""

    is_printing = False

    def is_active(self):
        return self.is_printing


class Display:
    message = None


class Klipper:
    """One host with the section [hearth] and others; a context manager that ends as Klipper does."""

    command_error, config_error = CommandError, ConfigError

    def __init__(self, module, options, **sections):
        self.settings, self._events, self._has_shut_down = {}, {}, False
        self.reactor = Reactor()
        self.gcode, self.card, self.display = GCode(self.reactor), Card(), Display()
        self.pauses = 0
        self.objects = {
            "gcode": self.gcode, "heaters": Heaters(self.gcode), "gcode_macro": Macros(), "toolhead": Toolhead(),
            "virtual_sdcard": self.card, "display_status": self.display,
        }
        self.gcode.register_command("PAUSE", lambda command: self._pause())
        self.gcode.register_command("M118", lambda command: self.gcode.respond_info(command.get_commandline()))
        with self.reactor.turn:
            self.hearth = module.load_config(Config(self, {**sections, "hearth": options}, "hearth"))
        self.objects["hearth"] = self.hearth

    def _pause(self):
        self.pauses += 1
        self.card.is_printing = False

    def __enter__(self):
        self.send_event("klippy:connect")
        return self

    def __exit__(self, *_):
        self.send_event("klippy:disconnect")
        self.reactor.is_over = True

    # What modules ask of it

    def get_reactor(self):
        return self.reactor

    def get_start_args(self):
        return {}

    def lookup_object(self, name, default=REQUIRED):
        if name not in self.objects and default is REQUIRED:
            raise ConfigError(f"Unknown config object '{name}'")
        return self.objects.get(name, default)

    def load_object(self, config, name):
        return self.objects[name]

    def add_object(self, name, one):
        if name in self.objects:
            raise ConfigError(f"Printer object '{name}' already created")
        self.objects[name] = one

    def register_event_handler(self, event, handler):
        self._events.setdefault(event, []).append(handler)

    def is_shutdown(self):
        return self._has_shut_down

    # What a test does with it

    def send_event(self, event):
        with self.reactor.turn:
            for handler in self._events.get(event, []):
                handler()

    def shut_down(self):
        self._has_shut_down = True
        self.send_event("klippy:shutdown")

    def run(self, script):
        """Runs commands to their end; a refusal is a CommandError."""
        with self.reactor.turn:
            self.gcode.run_script(script)

    def start(self, script):
        """Runs commands beside; returns a function that waits for their end and returns the error, or None."""
        errors = []

        def work():
            try:
                self.run(script)
            except CommandError as error:
                errors.append(str(error))

        thread = threading.Thread(target=work, daemon=True)
        thread.start()

        def end():
            thread.join(PATIENCE)
            if thread.is_alive():
                raise AssertionError(f"{script} does not end; the console: {self.gcode.console}")
            return errors[0] if errors else None

        return end

    def status(self, name):
        """An object's status, as Moonraker would send it on: JSON without NaN."""
        with self.reactor.turn:
            status = self.objects[name].get_status(time.monotonic())
        return json.loads(json.dumps(status, allow_nan=False))
