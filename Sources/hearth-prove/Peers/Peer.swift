import Chamber

/// The controllers that are compared.
enum Peer: String, CaseIterable, Sendable {
    case hearth = "Hearth"
    case stock = "stock"
    case hysteresis = "hysteresis"
    case watermark = "Klipper mark"
    case strictPID = "Klipper PID 120"
    case patientPID = "Klipper PID 480"
    case marlin = "Marlin"
}
