import Chamber
package import CommandLine
import Schema

/// Limits for a run's figures, from a file with the section `[limits]`: what a board in order keeps to.
package struct FigureLimits: Equatable, Sendable {
    private let path: String
    private let limits: [String: Double]

    /// The limits in a file; mistakes end the command, all of them listed.
    package static func load(_ path: String) throws(CommandFailure) -> FigureLimits {
        let bytes = try ConfigurationFile.bytes(of: path)
        var reader = SchemaReader(ConfigurationFile(bytes, name: path), schemas: [schema])
        if !reader.has(schema) { reader.recordMissing(schema) }
        var limits: [String: Double] = [:]
        for field in fields {
            if let limit = reader.given(field, in: schema) { limits[field.key] = limit }
        }
        guard reader.mistakes.isEmpty else { throw reader.mistakes.commandFailure }
        return FigureLimits(path: path, limits: limits)
    }

    private static let fields = RunAccount().figures.map { figure in
        Field<Double>.number(
            figure.key,
            figure.unit,
            0...1_000_000,
            meaning: "\(figure.title): no run may have more."
        ).optional()
    }

    private static let schema = SectionSchema(
        "limits",
        isRequired: true,
        meaning: "The most that the figures of a run may be.",
        fields: fields
    )

    /// Each figure of a run that is above its limit.
    package func misses(of account: RunAccount) -> [BenchMiss] {
        account.figures.compactMap { figure in
            guard let limit = limits[figure.key], let value = figure.value, value > limit else {
                return nil
            }
            return BenchMiss(
                line: nil,
                text: "\(figure.title) of at most \(limit.plain) \(figure.unit), by \(path)",
                reason: "it was \(value.fixed(2)) \(figure.unit)"
            )
        }
    }
}
