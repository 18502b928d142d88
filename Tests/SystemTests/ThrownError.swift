import System
import Testing

/// The error that `body` throws; the test ends where it throws none. The macro that returns the error is
/// newer than Swift 6.0.
func systemError<Value>(of body: () throws -> Value) throws -> SystemError {
    var thrown: SystemError?
    do {
        _ = try body()
    } catch let error as SystemError {
        thrown = error
    }
    return try #require(thrown, "nothing was thrown")
}
