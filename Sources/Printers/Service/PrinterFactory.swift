import Chamber
package import Surroundings
import System

/// Makes factories by the owner's settings, which may change while the service runs.
struct PrinterFactories: Sendable {
    /// For the links and searches that are made from now on.
    var settings: PrinterSettings
    private let fixed: PrinterFactory?

    /// - Parameter fixed: the factory in any case; `nil`: the real links and searches.
    init(_ settings: PrinterSettings, fixed: PrinterFactory?) {
        self.settings = settings
        self.fixed = fixed
    }

    var current: PrinterFactory { fixed ?? .standard(settings) }
}

/// Makes the link and the search for each kind of printer.
package struct PrinterFactory: Sendable {
    /// Makes the link for a bound printer, not yet started; its news go to the sink.
    package var link: PrinterLinkMaker
    /// `port`: where to look for Klipper's; `nil`: printers of the kind cannot be searched for.
    package var search:
        @Sendable (DeviceProfile.PrinterKind, _ port: Int?, NewsSink) -> (any PrinterSearch)?

    package init(
        link: @escaping PrinterLinkMaker,
        search:
            @escaping @Sendable (DeviceProfile.PrinterKind, Int?, NewsSink) ->
            (any PrinterSearch)?
    ) {
        self.link = link
        self.search = search
    }

    /// The real links and searches.
    package static func standard(_ settings: PrinterSettings) -> PrinterFactory {
        PrinterFactory(
            link: { (binding, sink) throws(SystemError) -> any PrinterLink in
                switch binding {
                case .bambu(let binding): return try BambuLink(binding, settings, sink)
                case .klipper(let binding): return KlipperLink(binding, settings, sink)
                case .octoPrint(let binding):
                    return try WebLink(.octoPrint, binding, settings, sink)
                case .prusaLink(let binding):
                    return try WebLink(.prusaLink, binding, settings, sink)
                case .told(let name): return try ToldLink(name: name, settings, sink)
                }
            },
            search: { kind, port, sink in
                switch kind {
                case .bambu: BambuSearch(on: settings.searchInterfaces, sink)
                case .klipper:
                    MoonrakerSearch(
                        port: port ?? DeviceProfile.KlipperBinding().port,
                        on: settings.searchInterfaces,
                        sink
                    )
                case .octoPrint, .prusaLink, .told: nil
                }
            }
        )
    }
}
