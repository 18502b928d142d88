package import CommandLine

extension CommandSpecification {
    /// Every command, in the order of the overview.
    package static let all: [CommandSpecification] = [
        run, simulate, replay, status, set, mode, dry, soak, off, clear, calibrate,
        events,
        printerScan, printerBind, printerStatus, printerUnbind,
        printerPause, printerResume, printerStop, printerLight, printerGCode, printerGCodeFile,
        printerFilament,
        setup, boardCheck, doctor, selfTest, recordStatus, recordExport,
        accessPassword, accessToken, accessSessions, accessOff,
        update, updateRollback, updateSlots, updateGuard,
        stockPageImport, stockPageStatus, stockPageRemove,
        networkStatus, networkScan, networkJoin, networkKeep, networkHotspot,
        safeOff, version,
    ]
}
