package import Chamber

/// Which class follows which kind of printer, and which looks for it.
package struct PrinterFactory: Sendable {
    package var link: @Sendable (PrinterBinding, PrinterTeller) -> any PrinterLink
    /// `port`: where to look for Klipper's.
    package var search:
        @Sendable (DeviceProfile.PrinterKind, _ port: Int?, PrinterTeller) -> any PrinterSearch

    package init(
        link: @escaping @Sendable (PrinterBinding, PrinterTeller) -> any PrinterLink,
        search:
            @escaping @Sendable (DeviceProfile.PrinterKind, Int?, PrinterTeller) ->
            any PrinterSearch
    ) {
        self.link = link
        self.search = search
    }

    /// The printers there are.
    package static func standard(_ settings: PrinterSettings) -> PrinterFactory {
        PrinterFactory(
            link: { binding, teller in
                switch binding {
                case .bambu: AbsentLink("Bambu printers cannot be reached yet", teller)
                case .klipper(let binding): KlipperLink(binding, teller)
                }
            },
            search: { kind, port, teller in
                switch kind {
                case .bambu: AbsentSearch(teller)
                case .klipper:
                    MoonrakerSearch(
                        port: port ?? DeviceProfile.KlipperBinding().port,
                        on: settings.searchInterfaces,
                        teller
                    )
                }
            }
        )
    }
}

/// Stands where a kind of printer has no link in this version: it says so.
final class AbsentLink: PrinterLink {
    private let trouble: String
    private let teller: PrinterTeller

    init(_ trouble: String, _ teller: PrinterTeller) {
        self.trouble = trouble
        self.teller = teller
    }

    func start() { teller.tell(.link(.failed, trouble: trouble)) }
    func stop() {}
    func send(_ command: PrinterCommand, answer: @escaping @Sendable (PrinterAnswer) -> Void) {
        answer(.refused(trouble))
    }
}

/// Stands where a kind of printer has no search in this version: it finds nothing.
final class AbsentSearch: PrinterSearch {
    private let teller: PrinterTeller

    init(_ teller: PrinterTeller) {
        self.teller = teller
    }

    func start() { teller.tell(.found([])) }
    func stop() {}
}
