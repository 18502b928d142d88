package import Dialects

/// Called once, from any thread, with the JSON of an answer or what is wrong.
package typealias SettingsReply = @Sendable (Result<[UInt8], APIProblem>) -> Void

/// Keeps the settings of the service that clients may read and change. Called on the server's thread; waits for
/// no disk.
package protocol SettingsStore: Sendable {
    /// All settings, as JSON.
    func read(reply: @escaping SettingsReply)

    /// Checks and keeps what a body asks for, all of it or nothing.
    func change(_ body: [UInt8], reply: @escaping SettingsReply)

    /// Sets, changes or removes the password, as a body asks.
    func changePassword(_ body: [UInt8], reply: @escaping SettingsReply)

    /// Restarts the service, so that it uses what was set; refused while heat is on.
    func restart(reply: @escaping SettingsReply)
}
