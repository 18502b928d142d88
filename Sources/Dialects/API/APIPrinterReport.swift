import Chamber
import JSON
package import Surroundings
import SwitchCore

/// What a program says of a printer: the body of `POST /api/v1/printer-report`, and the message at the
/// broker's topic for it.
package struct APIPrinterReport: Equatable, Sendable {
    /// Checked: each of its numbers is one that a printer can have.
    package let report: ToldReport

    /// Bytes of a file's name.
    private static let fileBytes = 255
    /// Bytes of a filament's type.
    private static let filamentBytes = 32
    private static let example = "{\"state\":\"printing\",\"bed_target_c\":100}"

    /// Reads the body; a report that is too old, or half understood, is a problem and changes nothing.
    package init(parsing body: [UInt8]) throws(APIProblem) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: body)
        } catch {
            throw .bad("bad_json", "the report is no JSON: \(error)")
        }
        guard value.object != nil else {
            throw .bad("bad_json", "the report must be an object such as \(Self.example)")
        }
        let fields = try APIWishValue("the report", value).fields(
            required: ["state"],
            optional: [
                "bed_target_c", "bed_c", "filament", "chamber_target_c", "file", "progress",
                "age_s",
            ]
        )
        guard let state = fields["state"] else { throw .bad("bad_value", "state is missing") }
        var report = ToldReport(try state.word())
        report.bedTarget = try fields["bed_target_c"]?.reported(in: Celsius(0)...Celsius(200))
        report.bed = try fields["bed_c"]?.reported(in: Celsius(-50)...Celsius(250))
        report.chamberTarget = try fields["chamber_target_c"]?.reported(
            in: Celsius(0)...Celsius(1000)
        )?.degrees
        report.filament = try fields["filament"]?.optionalText(bytes: Self.filamentBytes)
        report.file = try fields["file"]?.optionalText(bytes: Self.fileBytes) ?? ""
        report.progress = try fields["progress"]?.share()
        report.age = try fields["age_s"]?.age() ?? .zero
        self.report = report
    }

    /// The JSON of the answer.
    package static let taken = JSONWriter.object { json in
        json.member("ok", true)
        json.member("result", "taken")
    }

    /// The answer where the printer in force is none that is told of.
    package static let notTold = APIProblem(
        status: 409,
        code: "printer_refused",
        message:
            "no printer that is told of is bound: run \"hearth printer bind told NAME\" first"
    )
}

extension APIWishValue {
    /// A temperature, or `null` for one that is not known.
    fileprivate func reported(in range: ClosedRange<Celsius>) throws(APIProblem) -> Celsius? {
        if value == .null { return nil }
        guard let temperature = value.number.flatMap(Celsius.init(untrusted:)),
            range.contains(temperature)
        else {
            let (low, high) = (range.lowerBound.degrees, range.upperBound.degrees)
            throw problem("must be a temperature from \(low.fixed(0)) to \(high.fixed(0)) °C")
        }
        return temperature
    }

    fileprivate func optionalText(bytes: Int) throws(APIProblem) -> String? {
        value == .null ? nil : try text(bytes: bytes)
    }

    fileprivate func share() throws(APIProblem) -> Double? {
        if value == .null { return nil }
        guard let number = value.number, (0...1).contains(number) else {
            throw problem("must be a number from 0 to 1")
        }
        return number
    }

    fileprivate func age() throws(APIProblem) -> Duration {
        guard let seconds = value.number, seconds >= 0 else {
            throw problem("must be the report's age in seconds, from 0")
        }
        guard seconds < ToldReport.freshFor.inSeconds else {
            throw problem(
                "is \(min(seconds, 1e9).fixed(0)): mode auto goes by no report that is a minute old or more"
            )
        }
        return .milliseconds(Int64(seconds * 1000))
    }
}
