import CGpiod
import Glibc
package import Lines

/// The button lines of a board, held by this process.
package final class InputLines {
    /// The buttons, in the order of ``descriptors`` and ``levels``.
    package let names: [ButtonName]
    private let handles: [OpaquePointer]

    /// Acquires the lines of a chip. Throws a ``LineError`` and holds no line where one is unavailable.
    package init(_ buttons: [ButtonLine], of chip: String) throws(LineError) {
        handles = try GPIOChip.hold(buttons, of: chip) {
            (chip: GPIOChip, button: ButtonLine) throws(LineError) -> OpaquePointer in
            try chip.requestInput(
                button.line,
                isActiveLow: button.isActiveLow,
                button.bias,
                consumer: "hearth button",
                for: "button \(button.name.rawValue)"
            )
        }
        names = buttons.map(\.name)
    }

    deinit {
        for handle in handles { hearth_gpio_release(handle) }
    }

    /// Descriptors for `poll`, in the order of ``names``: each is readable when its line has an edge.
    package var descriptors: [CInt] { handles.map { hearth_gpio_descriptor($0) } }

    /// Discards one edge of the line with this descriptor: the edge only wakes the thread.
    package func forgetEdge(on descriptor: CInt) {
        for handle in handles where hearth_gpio_descriptor(handle) == descriptor {
            var edge = hearth_gpio_edge()
            hearth_gpio_read_edge(handle, &edge)
        }
    }

    /// Whether each button is down now, in the order of ``names``; an unreadable button counts as up.
    package var levels: [Bool] {
        handles.map { hearth_gpio_get($0) == 1 }
    }
}

extension GPIOChip {
    /// Requests a line as an input that reports its edges. Throws a ``LineError`` where it is
    /// unavailable.
    func requestInput(
        _ line: LineReference,
        isActiveLow: Bool,
        _ bias: LineBias,
        consumer: String,
        for purpose: String
    ) throws(LineError) -> OpaquePointer {
        let number = try number(of: line)
        let input = hearth_gpio_request_input(handle, number, isActiveLow, bias.code, consumer)
        if let input { return input }
        let code = errno
        throw try refusal(of: line, number, for: purpose, errno: code)
    }
}

extension LineBias {
    var code: hearth_gpio_bias {
        switch self {
        case .pullUp: HEARTH_GPIO_PULL_UP
        case .pullDown: HEARTH_GPIO_PULL_DOWN
        case .none: HEARTH_GPIO_NO_PULL
        }
    }
}
