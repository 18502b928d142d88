"""What a lab machine tells the one who started it: lines on the console that begin with `lab: `."""


def say(text):
    print(f"\nlab: {text}", flush=True)


class Report:
    def __init__(self):
        self.failed = 0

    def check(self, name, is_good, detail=""):
        """One line for one check."""
        if not is_good:
            self.failed += 1
        say(f"{'ok' if is_good else 'FAILED'}  {name}{'  ' + detail if detail else ''}")
        return is_good

    def late(self, fault, detail):
        """A fault whose line went low too late: the host tries it again (lab/machine/lab.py)."""
        say(f"late  {fault}  {detail}")

    def time(self, fault, number, limit, seconds):
        """How long a fault's heat lasted; `None`: to the end."""
        text = "never" if seconds is None else f"{seconds:.4f}"
        say(f"time {fault.replace(' ', '_')} {number} {limit} {text}")
