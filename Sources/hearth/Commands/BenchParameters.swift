import CommandLine

extension Flag {
    static let benchAllowsHeat = Flag(
        name: "--allow-heat",
        summary: "Needed: the heater is in order, somebody can reach its plug, and it may heat now."
    )
    static let byHand = Flag(
        name: "--by-hand",
        summary:
            "Somebody stands beside the heater and makes the faults that the scenario asks for."
    )
}

extension Flag {
    static let resume = Flag(
        name: "--resume",
        summary: "Go on with the report in the folder: runs that it has are not made again."
    )
}

extension Parameter<String> {
    static let scenarios = textArguments(
        "SCENARIO",
        allowed: "a scenario's file, or a folder of them",
        summary: "A scenario, or a folder: all its files that end in .scenario, by their names."
    )
    static let benchReport = text(
        "--report",
        "DIR",
        allowed: "a directory's path",
        summary:
            "Where report.xml (JUnit), report.json and a page with curves for each scenario are "
            + "written; made where it is missing. Default: hearth-bench in the current directory."
    )
    static let fixture = path(
        "--fixture",
        summary: "What makes the faults and sees that the heater is off: a file with the sections "
            + "[fixture] and [witness] (docs/bench.md)."
    )
    static let figureLimits = path(
        "--limits",
        summary: "A file with a section [limits]: the most that the figures of a run may be, as in "
            + "warm_up_s: 600 (docs/bench.md)."
    )
    static let compare = path(
        "--compare",
        summary:
            "An earlier report.json: a figure or a time to off that is a quarter worse than its "
            + "median fails the run."
    )
    static let benchBoard = path(
        "--board",
        summary:
            "The heater's board file: the report then shows beside each time what the simulation "
            + "of this board says."
    )
}

extension Parameter<Int> {
    static let repetitions = number(
        "--repeat",
        1...1_000,
        summary:
            "How often each scenario is run (default 1); the report has the fastest, median and "
            + "slowest time."
    )
    static let patience = number(
        "--patience",
        5...3_600,
        summary: "How many seconds a person has for what they are asked to do (default 120)."
    )
}
