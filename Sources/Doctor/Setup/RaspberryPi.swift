/// What has to be known of a Raspberry Pi's models.
enum RaspberryPi {
    /// The GPIO chips of all models.
    static let chips = ["pinctrl-bcm2835", "pinctrl-bcm2711", "pinctrl-rp1"]

    /// The GPIO chip that a model's header belongs to, by the label that its driver gives it; `nil`
    /// where the machine is no Raspberry Pi.
    static func chip(of model: String) -> String? {
        guard model.hasPrefix("Raspberry Pi ") else { return nil }
        let words = model.split(separator: " ").dropFirst(2)
        // "Compute Module 4 Rev 1.0" and "400" go with the 4.
        let number = words.first { $0.first?.isNumber == true }?.first
        if words.first == "Zero" { return chips[0] }
        return switch number {
        case "5": chips[2]
        case "4": chips[1]
        default: chips[0]
        }
    }
}
