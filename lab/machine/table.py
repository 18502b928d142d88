"""The times from fault to line low."""

import statistics


class Table:
    def __init__(self):
        self.rows = {}
        # Between the times that a change was seen to lie between, in s, at most.
        self.widest = 0.0

    def add(self, fault, limit, seconds):
        self.rows.setdefault((fault, limit), []).append(seconds)

    def print(self):
        if not self.rows:
            return
        form = "{:42} {:>8} {:>8} {:>8} {:>6} {:>6}"
        print(form.format("fault to line low, s", "fastest", "median", "slowest", "of", "limit"))
        # The boots run side by side: each one's rows together, in the order that they came.
        rows = sorted(self.rows.items(), key=lambda row: row[0][0].rpartition("(")[2])
        for (fault, limit), times in rows:
            known = [time for time in times if time is not None]
            cells = ["never"] * 3
            if len(known) == len(times):
                cells = [f"{f(known):.3f}" for f in (min, statistics.median, max)]
            print(form.format(fault, *cells, len(times), f"{limit:.1f}"))
        if self.widest:
            print(f"seen from outside; each time may be up to {self.widest * 1000:.1f} ms less")
