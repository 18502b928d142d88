import Chamber

extension APIHistory {
    /// The rows as comma-separated values (RFC 4180): times in UTC (RFC 3339), °C, and a duty from 0 to 1.
    package var table: [UInt8] {
        var lines = ["time,chamber_c,chamber_second_c,element_c,set_point_c,duty"]
        for row in rows {
            let values = [
                UTCTime.text(milliseconds: row.wallMilliseconds),
                row.chamber?.fixed(2) ?? "", row.chamberSecond?.fixed(2) ?? "",
                row.element?.fixed(2) ?? "", row.setPoint?.fixed(1) ?? "", row.duty.fixed(3),
            ]
            lines.append(values.joined(separator: ","))
        }
        return Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
    }
}
