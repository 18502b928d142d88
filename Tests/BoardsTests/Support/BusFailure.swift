import Boards

/// The error that `body` throws; `nil` where it throws none.
func busError<Value>(_ body: () throws(BusError) -> Value) -> BusError? {
    do throws(BusError) {
        _ = try body()
        return nil
    } catch {
        return error
    }
}
