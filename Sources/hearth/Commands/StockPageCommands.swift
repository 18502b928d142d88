import CommandLine
import Daemon
import Glibc
import JSON
import Settings
import StockPage
import System

extension Parameter<String> {
    fileprivate static let image = textArgument(
        "FILE",
        summary: "A firmware image of the stock device, or the page by itself."
    )
}

extension CommandSpecification {
    /// `hearth stock-page import`
    static let stockPageImport = CommandSpecification(
        words: ["stock-page", "import"],
        summary: "take the stock web page from a firmware image of yours",
        description: [
            "Looks through a firmware image that you have for its web page, checks it, and keeps it in "
                + "the state directory. With \"page: stock\" in the service file it is at / then, and "
                + "Hearth's own page at /hearth/. Hearth brings no stock page along: it is its "
                + "maker's, and yours to use."
        ],
        arguments: [Parameter.image],
        options: [Parameter.state],
        examples: [
            Example("sudo hearth stock-page import PandaBreath_V1.0.3.bin", "Takes its page.")
        ],
        statuses: [.refused, .unavailable],
        files: [.stateDirectory, .serviceFile],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let path = try arguments.required(.image)
            let image: [UInt8]
            do throws(SystemError) {
                image = try File.beginning(of: path, PageFinder.largestImage + 1)
            } catch {
                throw error.commandFailure
            }
            let page: [UInt8]
            do throws(PageProblem) {
                page = try PageFinder.page(in: image)
            } catch {
                throw CommandFailure(.refused, "hearth: \(path): \(error)")
            }
            let target = stockPagePath(arguments)
            do throws(SystemError) {
                try File.replace(target, with: page, forOwnerOfDirectory: true)
            } catch {
                throw CommandFailure(.unavailable, "hearth: \(error.description)")
            }
            console.line("\(target): the stock page, \(page.count) bytes")
            console.line("It is served at / with \"page: stock\" in /etc/hearth/hearth.conf.")
            return .done
        }
    )

    /// `hearth stock-page status`
    static let stockPageStatus = CommandSpecification(
        words: ["stock-page", "status"],
        summary: "say whether a stock page was imported",
        description: [
            "Tells whether there is an imported page, and whether the service file has it served."
        ],
        options: [Parameter.state, Parameter.serviceFile, Flag.json],
        examples: [Example("sudo hearth stock-page status", "Is it there?")],
        statuses: [.failed, .misconfigured, .unavailable],
        files: [.stateDirectory, .serviceFile],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let service = try ServiceFile.load(arguments.value(of: .serviceFile))
            let path = stockPagePath(arguments)
            let page: [UInt8]?
            do throws(SystemError) {
                page = try File.readIfPresent(
                    path,
                    most: PageFinder.largestPage,
                    for: .readingNoLink
                )
            } catch {
                throw CommandFailure(.unavailable, "hearth: \(error.description)")
            }
            let isAsked = service.access.servesStockPage
            if arguments.has(.json) {
                console.line(
                    JSONWriter.line { json in
                        json.member("imported", page != nil)
                        json.member("served", page != nil && isAsked)
                        json.member("bytes", page?.count ?? 0)
                    }
                )
                return page == nil && isAsked ? .failed : .done
            }
            guard let page else {
                console.line("No stock page was imported, so / shows Hearth's own.")
                return isAsked ? .failed : .done
            }
            console.line("\(path): the stock page, \(page.count) bytes")
            console.line(
                isAsked
                    ? "It is at /, and Hearth's own at /hearth/."
                    : "It is not served: \"page: stock\" in the service file puts it at /."
            )
            return .done
        }
    )

    /// `hearth stock-page remove`
    static let stockPageRemove = CommandSpecification(
        words: ["stock-page", "remove"],
        summary: "forget the imported stock page",
        description: ["Removes it from the state directory; / shows Hearth's own page again."],
        options: [Parameter.state],
        examples: [Example("sudo hearth stock-page remove", "It is gone.")],
        statuses: [.unavailable],
        files: [.stateDirectory],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            do throws(SystemError) {
                let wasThere = try File.remove(stockPagePath(arguments))
                console.line(wasThere ? "The stock page is removed." : "There was none.")
            } catch {
                throw CommandFailure(.unavailable, "hearth: \(error.description)")
            }
            return .done
        }
    )

    private static func stockPagePath(_ arguments: Arguments) -> String {
        AccessFiles(in: arguments.value(of: .state) ?? StatePath.standard).stockPage
    }
}
