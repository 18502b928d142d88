package import Boards
import Chamber
package import Plant
package import Schema
import SwitchCore

/// Reads board and plant files: returns a checked description, or throws all mistakes.
package enum BoardFile {
    /// Every section of a board file, in the order of the documentation.
    package static let schemas =
        [
            BoardSection.schema, ConverterSection.schema, ProbeSection.chamber.schema,
            ProbeSection.chamberSecond.schema, ProbeSection.element.schema, GPIOSection.schema,
            HeaterSection.schema, FanSection.schema, TachometerSection.schema,
        ] + OutputSection.all.map(\.schema) + ButtonSection.all.map(\.schema)
        + ContactSection.all.map(\.schema) + [
            LimitsSection.schema, GuardsSection.schema, RegulationSection.schema,
            ModelSection.schema,
            PlantSection.schema,
        ]

    /// The board that `bytes` describe; `fileName` is for messages. Throws all mistakes together.
    package static func board(
        _ bytes: some Collection<UInt8>,
        name fileName: String
    ) throws(Mistakes) -> BoardDescription {
        let file = ConfigurationFile(bytes, name: fileName)
        var reader = SchemaReader(file, schemas: schemas)
        let name = reader.value(BoardSection.name, in: BoardSection.schema)
        let kind = reader.value(BoardSection.kind, in: BoardSection.schema)
        let mains = reader.value(BoardSection.mains, in: BoardSection.schema)
        let converter = ConverterSection.read(&reader, on: kind)
        let chamber = ProbeSection.chamber.read(&reader)
        let chamberSecond = ProbeSection.chamberSecond.read(&reader)
        let element = ProbeSection.element.read(&reader)
        let heater = HeaterSection(&reader)
        let fan = FanSection(&reader)
        let lines = BoardLines.read(
            &reader,
            isReal: kind.map { $0 == .linux },
            isFanFitted: fan?.isFitted ?? false
        )
        let limits = LimitsSection.read(&reader)
        let pandaClientTimeout = LimitsSection.readPandaClientTimeout(&reader)
        let guards = GuardsSection.read(&reader)
        let (regulation, model) = (RegulationSection.read(&reader), ModelSection.read(&reader))
        let plant = PlantSection.read(&reader)
        recordChannels(&reader, converter, [chamber, chamberSecond, element].map { $0?.channel })
        guard reader.mistakes.isEmpty, let name, let kind, let mains, let converter, let chamber,
            let heater, let fan, let model
        else { throw reader.mistakes }
        var configuration = ControllerConfiguration(
            chamber: chamber.probe,
            chamberSecond: chamberSecond?.probe,
            element: element?.probe
        )
        configuration.contacts = ContactSection.contacts(in: reader)
        configuration.limits = limits
        configuration.guards = guards
        configuration.regulation = regulation
        configuration.model = model
        configuration.modulation.mains = mains
        heater.fill(&configuration)
        fan.fill(&configuration)
        configuration.pandaClientTimeout = pandaClientTimeout
        configuration.fingerprint = fingerprint(name: name, configuration)
        return BoardDescription(
            name: name,
            kind: kind,
            configuration: configuration,
            converter: converter,
            channels: ProbeChannels(
                chamber: chamber.channel,
                chamberSecond: chamberSecond?.channel,
                element: element?.channel
            ),
            lines: lines,
            extras: OutputSection.extras(in: reader),
            buttons: ButtonSection.all.filter { reader.has($0.schema) }.map(\.name),
            plant: plant
        )
    }

    /// The plant that `bytes` describe, in one `[plant]` section; `fileName` is for messages. Throws all
    /// mistakes together.
    package static func plant(
        _ bytes: some Collection<UInt8>,
        name fileName: String
    ) throws(Mistakes) -> PlantParameters {
        let file = ConfigurationFile(bytes, name: fileName)
        var reader = SchemaReader(file, schemas: [PlantSection.schema])
        if !reader.has(PlantSection.schema), reader.mistakes.isEmpty {
            reader.recordMissing(PlantSection.schema)
        }
        let plant = PlantSection.read(&reader)
        guard reader.mistakes.isEmpty else { throw reader.mistakes }
        return plant
    }
}
