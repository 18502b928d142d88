import Chamber
import Dialects
import Plant
import Printers
import Surroundings
import SwitchCore

/// What programs, printers and their hosts say of a print, and wishes about printers.
extension FuzzedDecoder {
    /// Each line is a message to every reader; mode auto goes by what the print itself wants.
    static func printer(_ bytes: [UInt8]) {
        let lines = bytes.split(separator: UInt8(ascii: "\n")).prefix(32).map { Array($0) }
        var settings = PrinterSettings(deviceID: "0123456789ab")
        settings.follow(.print)
        settings.bedIdle = .minutes(45)
        var heater = Heater()
        tell(lines, settings, &heater)
        poll(lines, settings, &heater)
        subscribe(lines, settings, &heater)
        for line in lines { wish(line) }
    }

    private static func tell(
        _ lines: [[UInt8]],
        _ settings: PrinterSettings,
        _ heater: inout Heater
    ) {
        var told = ToldMachine(name: "Rat", settings)
        for line in lines {
            do throws(APIProblem) {
                let report = try APIPrinterReport(parsing: line).report
                precondition(report.age < ToldReport.freshFor, "a report that is not fresh")
                precondition(report.age >= .zero, "a report from the future")
                for case .news(let news) in told.step(.told(report), at: .zero) {
                    heater.receive(news)
                }
            } catch {
                precondition(!error.message.isEmpty, "refused without words")
            }
        }
    }

    private static func poll(
        _ lines: [[UInt8]],
        _ settings: PrinterSettings,
        _ heater: inout Heater
    ) {
        for dialect in [WebDialect.octoPrint, .prusaLink] {
            var binding = DeviceProfile.WebBinding()
            binding.address = "192.0.2.1"
            var machine = WebMachine(dialect, binding, settings, salt: "0123456789")
            var now = Instant.zero
            _ = machine.step(.begin, at: now)
            for line in lines {
                now = max(now, machine.deadline)
                _ = machine.step(.tick, at: now)
                for question in [WebQuestion.status, .job] {
                    let answer = WebOutcome.reply(status: 200, challenge: nil, body: line)
                    for case .news(let news) in machine.step(.answered(question, answer), at: now) {
                        heater.receive(news)
                    }
                }
            }
        }
    }

    private static func subscribe(
        _ lines: [[UInt8]],
        _ settings: PrinterSettings,
        _ heater: inout Heater
    ) {
        var bambu = DeviceProfile.BambuBinding()
        (bambu.serial, bambu.address) = ("01P00A000000001", "192.0.2.1")
        var printer = BambuMachine(bambu, settings, firstSequence: 0)
        _ = printer.step(.begin, at: .zero)
        _ = printer.step(.connected(certificate: String(repeating: "0", count: 64)), at: .zero)
        var klipper = DeviceProfile.KlipperBinding()
        klipper.address = "192.0.2.1"
        var follower = KlipperFollower(klipper, AutoJudge(settings), at: .zero)
        _ = follower.step(.tick, at: .zero)
        _ = follower.step(.opened, at: .zero)
        for line in lines {
            for case .news(let news) in printer.step(.message(line), at: .zero) {
                heater.receive(news)
            }
            let effects = line.withUnsafeBytes { follower.step(.received($0), at: .zero) }
            for case .news(let news) in effects { heater.receive(news) }
        }
    }

    private static func wish(_ line: [UInt8]) {
        var machine = DeviceMachine(profile: DeviceProfile(), address: "")
        do throws(APIProblem) {
            for wish in try APIDeviceWish(parsing: line).wishes {
                _ = machine.step(.wish(wish), at: .zero)
            }
        } catch {
            precondition(!error.message.isEmpty, "refused without words")
        }
        precondition(machine.view.autoChoice != .target, "heat without a printer, by a wish")
    }

    /// A controller in mode auto, whose probes were not read.
    private struct Heater {
        private var controller = Controller(NominalBoard.configuration, at: .zero)
        private var now = Instant.zero

        init() {
            step(.run(.auto), from: .api)
        }

        mutating func receive(_ news: PrinterNews) {
            guard case .bed(let report) = news else { return }
            if let target = report?.chamberTarget {
                precondition((0...100).contains(target.degrees), "a chamber that none has")
            }
            step(.reportBed(report), from: .printer)
        }

        private mutating func step(_ wish: Wish, from kind: Requester.Kind) {
            now = now.advanced(by: .milliseconds(100))
            var input = StepInput(reading: Reading(), report: SwitchReport())
            input.wishes.append(WishEnvelope(wish, from: Requester(kind)))
            let actions = controller.step(input, at: now)
            precondition(actions.command.heater == .off, "heat without a reading")
            let setPoint = actions.snapshot.setPoint ?? Celsius(0)
            precondition(setPoint <= Ceilings.target, "a set point above the ceiling")
        }
    }
}
