import Chamber

extension Wish {
    /// The wish may turn heat on, whatever the settings are.
    var turnsHeatOn: Bool {
        switch self {
        case .setPower(let isOn): isOn
        case .heat, .dry, .dryFor, .dryPreset, .startDrying, .startDryingInMode, .run, .calibrate,
            .soak, .soakAtTarget:
            true
        case .tune(let tuning): tuning.isHeating
        case .setMode, .setTarget, .setFanBedThreshold, .setHeatBedThreshold, .selectDryingPreset,
            .setCustomDryingTarget, .setDryingTarget, .setShownTarget, .setCustomDryingHours,
            .changeDrying, .stopDrying, .renewLease, .renewSession, .stopCalibration,
            .forgetCalibration,
            .restartRelayCount, .skipSoak, .reportBed,
            .reportPandaClients, .setOffset, .clearLatch, .confirmLatchCleared,
            .restoreFactorySettings, .silence, .setVolume, .setBrightness:
            false
        }
    }

    /// The wish says whether and how to heat: after it, nothing is resumed. A target of 0 °C is off, by
    /// whatever wish it comes.
    var decidesOnHeat: Bool {
        switch self {
        case .setPower, .setMode, .setTarget, .setShownTarget, .tune, .stopDrying, .stopCalibration,
            .clearLatch,
            .restoreFactorySettings:
            true
        default: turnsHeatOn
        }
    }
}
