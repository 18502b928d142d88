package import CommandLine
import JSON
import SwitchCore

extension Program {
    /// The program `hearth`.
    package init(console: Console) {
        self.init("hearth", CommandSpecification.all, console)
    }
}

extension CommandSpecification {
    /// Every command, in the order of the overview.
    package static let all: [CommandSpecification] = [
        run, simulate, simulateFault, simulatePress, fault, bench, benchFixture, replay, status,
        watch,
        heat, on, set, mode,
        dry, dryChange, soak,
        off, clear, calibrate, relay, events, history, plot, runs, find,
        fleet, fleetOff,
        printerScan, printerBind, printerStatus, printerAuto, printerUnbind,
        printerPause, printerResume, printerStop, printerLight, printerGCode, printerGCodeFile,
        printerFilament,
        setup, boardNew, boardCheck, doctor, selfTest, recordStatus, recordExport,
        accessPassword, accessToken, accessSessions, accessOff,
        update, updateRollback, updateSlots, updateGuard,
        stockPageImport, stockPageStatus, stockPageRemove,
        settings, settingsSet, settingsApply, notifyStatus, notifyTest,
        networkStatus, networkScan, networkJoin, networkKeep, networkHotspot,
        safeOff, completion, version,
    ]
}

extension CommandSpecification {
    /// `hearth version`
    package static let version = CommandSpecification(
        words: ["version"],
        summary: "print the version, in one line",
        description: [
            "Prints Hearth's version, the compiler that built it and the processor it was built "
                + "for: the line to put into a bug report."
        ],
        options: [Flag.json],
        examples: [Example("hearth version", "For instance: \(ProgramVersion.line)")],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            console.line(
                arguments.has(.json)
                    ? JSONWriter.line { json in
                        json.member("version", ProgramVersion.number)
                        json.member("line", ProgramVersion.line)
                    } : ProgramVersion.line
            )
            return .done
        }
    )
}
