/// What the device calls itself towards other machines.
enum DeviceIdentity {
    /// 48 random bits in 12 hexadecimal digits: as many as a network card's address has.
    static func make(using generator: inout some RandomNumberGenerator) -> String {
        let digits = Array("0123456789abcdef")
        return String((0..<12).map { _ in digits[Int.random(in: 0..<16, using: &generator)] })
    }
}
