import Chamber
import SwitchCore

extension Bus {
    /// Asks again and again, a millisecond apart, until `isReady` says so, for at most `bound`.
    func poll(
        for bound: Duration,
        until isReady: () throws(BusError) -> Bool
    ) throws(BusError) {
        let deadline = now.advanced(by: bound)
        while try !isReady() {
            guard now < deadline else { throw BusError(.convert, .timedOut, at: place) }
            pause(.milliseconds(1))
        }
    }
}

extension ConverterScale {
    /// A code with the voltage that it stands for.
    func conversion(of code: Int32) -> Conversion {
        Conversion(code: code, volts: volts(code: code), isAtTop: code >= codes.upperBound)
    }
}
