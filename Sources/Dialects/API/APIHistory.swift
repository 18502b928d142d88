import JSON

/// Temperatures and duty over time, oldest first.
package struct APIHistory: Equatable, Sendable {
    /// One interval.
    package struct Row: Equatable, Sendable {
        /// Its beginning, in milliseconds since 1970-01-01 00:00 UTC.
        package var wallMilliseconds: Int64
        /// Means in °C; `nil` where nothing was known.
        package var chamber: Double?
        /// Mean of the second chamber probe, in °C.
        package var chamberSecond: Double?
        /// Mean of the element's probe, in °C.
        package var element: Double?
        /// The set point at its end, in °C; `nil` where nothing was held.
        package var setPoint: Double?
        /// Mean duty, 0…1.
        package var duty: Double

        package init(
            wallMilliseconds: Int64,
            chamber: Double?,
            chamberSecond: Double?,
            element: Double?,
            setPoint: Double?,
            duty: Double
        ) {
            self.wallMilliseconds = wallMilliseconds
            self.chamber = chamber
            self.chamberSecond = chamberSecond
            self.element = element
            self.setPoint = setPoint
            self.duty = duty
        }
    }

    /// How long one row lasts, in seconds.
    package var intervalSeconds: Double
    /// Oldest first; intervals without data are missing.
    package var rows: [Row]

    package init(intervalSeconds: Double, rows: [Row]) {
        self.intervalSeconds = intervalSeconds
        self.rows = rows
    }

    /// The JSON (`docs/api.md`): rows of columns, because an hour has 600 of them.
    package func encoded() -> [UInt8] {
        JSONWriter.object { json in
            json.member("interval_s", intervalSeconds, decimals: 1)
            json.array("columns") { json in
                for column in Self.columns { json.element(column) }
            }
            json.array("rows") { json in
                for row in rows { json.array { row.write(to: &$0) } }
            }
        }
    }

    private static let columns = [
        "time_ms", "chamber_c", "chamber_second_c", "element_c", "set_point_c", "duty",
    ]
}

extension APIHistory.Row {
    fileprivate func write(to json: inout JSONWriter) {
        json.element(wallMilliseconds)
        json.element(chamber, decimals: 2)
        json.element(chamberSecond, decimals: 2)
        json.element(element, decimals: 2)
        json.element(setPoint, decimals: 1)
        json.element(duty, decimals: 3)
    }
}
