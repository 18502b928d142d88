import Boards
import Schema

/// Mistakes in the converter's inputs that probes and supply are on.
extension BoardFile {
    /// Records inputs that the converter does not have, and inputs with two uses.
    ///
    /// - Parameter channels: of chamber, second chamber probe and element, in this order.
    static func recordChannels(
        _ reader: inout SchemaReader,
        _ converter: ConverterDescription?,
        _ channels: [Int?]
    ) {
        recordSharedChannels(&reader, converter, channels)
        recordMissingChannels(&reader, converter, channels)
    }

    /// Records inputs with two uses: one of two probes would show the other's temperature.
    private static func recordSharedChannels(
        _ reader: inout SchemaReader,
        _ converter: ConverterDescription?,
        _ channels: [Int?]
    ) {
        let probes = [ProbeSection.chamber, .chamberSecond, .element]
        var taken: [Int: String] = [:]
        if let channel = converter?.supplyChannel { taken[channel] = "[adc] supply_channel" }
        for (probe, channel) in zip(probes, channels) {
            guard let channel else { continue }
            if let other = taken[channel] {
                reader.record(
                    ProbeSection.channel,
                    in: probe.schema,
                    found: "input \(channel) is taken by \(other)",
                    allowed: "give each its own"
                )
            } else {
                taken[channel] = "[\(probe.schema.name)]"
            }
        }
    }

    /// Records inputs that the converter does not have.
    private static func recordMissingChannels(
        _ reader: inout SchemaReader,
        _ converter: ConverterDescription?,
        _ channels: [Int?]
    ) {
        guard case .chip(let chip, _) = converter?.source else { return }
        let allowed = "give 0 to \(chip.facts.inputs - 1)"
        let probes = [ProbeSection.chamber, .chamberSecond, .element]
        for (probe, channel) in zip(probes, channels) {
            guard let channel, channel >= chip.facts.inputs else { continue }
            reader.record(
                ProbeSection.channel,
                in: probe.schema,
                found: "the \(chip.rawValue) has no input \(channel)",
                allowed: allowed
            )
        }
        if let channel = converter?.supplyChannel, channel >= chip.facts.inputs {
            reader.record(
                ConverterSection.supplyChannel,
                in: ConverterSection.schema,
                found: "the \(chip.rawValue) has no input \(channel)",
                allowed: allowed
            )
        }
    }
}
