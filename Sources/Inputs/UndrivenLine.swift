import CGpiod
import Glibc
package import Lines

extension GPIOChip {
    /// The level of a line while no program drives it. The line is then an input with its old bias.
    /// Throws a ``LineError`` where another program holds the line, or where the chip cannot do this.
    package func undrivenLevel(of line: LineReference) throws(LineError) -> IdleLevel {
        let number = try number(of: line)
        let level = hearth_gpio_read_undriven(handle, number, "hearth idle level")
        let code = errno
        guard level >= 0 else {
            throw try refusal(of: line, number, for: "idle level", errno: code)
        }
        return level > 0 ? .pulledUp : .pulledDown
    }
}
