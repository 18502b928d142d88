import Chamber
import CommandLine
import Daemon
import Update

extension Flag {
    static let slots = Flag(
        name: "--slots",
        summary: "Take updates, and start the version that was chosen by them; for the service."
    )
}

extension ProgramVersion {
    /// The same number, for comparing.
    static let release = ReleaseVersion(number) ?? .none
}

extension UpdateOptions {
    /// What `hearth run` takes from its service file and from how it was started.
    init(_ settings: UpdateSettings, isLaunched: Bool) {
        let (programs, version) = ProgramStart.programs
        self.init(version: version)
        self.programs = programs
        self.isLaunched = isLaunched
        self.settings = settings
    }
}
