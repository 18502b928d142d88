import SwitchCore

extension Thermistor {
    /// The thermistors with a name in a board file, in the order in which users see them.
    package static let catalogue: [(name: String, thermistor: Thermistor)] = entries.compactMap {
        entry in
        entry.thermistor.map { (entry.name, $0) }
    }

    /// The thermistor of this name in a board file, or `nil`.
    package static func named(_ name: String) -> Thermistor? {
        catalogue.first { $0.name == name }?.thermistor
    }

    /// Panda Breath, chamber and element: 100 kΩ at 25 °C (R/T points of the stock table).
    package static let pandaBreath = Thermistor(
        law: .table(
            points([
                (10, 198_700), (20, 124_900), (25, 100_000), (50, 35_900), (60, 24_700),
                (85, 10_500), (100, 6_600), (105, 5_700), (125, 3_200),
            ]).map(Point.init)
        )
    )

    private static let entries: [(name: String, thermistor: Thermistor?)] = [
        ("panda-breath", pandaBreath),
        // The public Klipper and Marlin names of the parts; points from the makers' data sheets.
        ("generic-3950", steinhartHart([(25, 100_000), (150, 1_770), (250, 230)])),
        ("104gt-2", steinhartHart([(20, 126_800), (150, 1_360), (300, 80.65)])),
        ("104nt-4-r025h42g", steinhartHart([(25, 100_000), (160, 1_074), (300, 82.78)])),
        ("epcos-b57560g104f", steinhartHart([(25, 100_000), (150, 1_641.9), (250, 226.15)])),
        ("tdk-ntcg104lh104jt1", steinhartHart([(25, 100_000), (50, 31_230), (125, 2_066)])),
        ("10k-b3950", beta(3_950, ohmsAt25: 10_000)),
        ("10k-b3435", beta(3_435, ohmsAt25: 10_000)),
    ]

    private static func points(_ pairs: [(degrees: Double, ohms: Double)]) -> [CalibrationPoint] {
        pairs.compactMap { pair in
            Ohms(pair.ohms).map { CalibrationPoint(Celsius(pair.degrees), $0) }
        }
    }

    private static func steinhartHart(_ pairs: [(degrees: Double, ohms: Double)]) -> Thermistor? {
        let points = points(pairs)
        return Thermistor(through: points[0], points[1], points[2])
    }

    private static func beta(_ beta: Double, ohmsAt25 ohms: Double) -> Thermistor? {
        points([(25, ohms)]).first.flatMap { Thermistor(beta: beta, through: $0) }
    }
}
