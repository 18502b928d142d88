import Glibc

/// Makes a system call again as long as a signal interrupts it; the result, or the error number.
///
/// Reads `errno` before any Swift code that may allocate.
func uninterrupted<Number: SignedInteger>(
    _ call: () -> Number
) -> (result: Number, code: CInt) {
    while true {
        let result = call()
        guard result < 0 else { return (result, 0) }
        let code = errno
        guard code == EINTR else { return (result, code) }
    }
}
