extension ListenAddress {
    /// Why nobody can listen here now; `nil`: a server can. Tried by listening for a moment.
    package var refusal: ServerError? {
        do throws(ServerError) {
            _ = try Listener(on: self)
            return nil
        } catch {
            return error
        }
    }

    /// Another program listens here.
    package var isTaken: Bool { refusal?.kind == .addressInUse }
}
