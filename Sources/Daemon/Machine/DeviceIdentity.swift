/// Makes the device's identity for other machines.
enum DeviceIdentity {
    /// 48 random bits as 12 lower-case hexadecimal digits, as long as a network card's address.
    static func make(using generator: inout some RandomNumberGenerator) -> String {
        let digits = Array("0123456789abcdef")
        return String((0..<12).map { _ in digits[Int.random(in: 0..<16, using: &generator)] })
    }
}
