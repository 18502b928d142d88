import Chamber
import SwitchCore

extension ControllerBench {
    /// A bench whose probes read well, with the power off.
    static func ready(
        _ configuration: ControllerConfiguration = Self.configuration,
        restored: RestoredState = RestoredState()
    ) -> ControllerBench {
        var bench = ControllerBench(configuration, restored: restored)
        bench.run(seconds: 3)
        return bench
    }

    /// A bench whose power is on in a mode of these settings.
    static func on(
        _ mode: OperatingMode,
        _ configuration: ControllerConfiguration = Self.configuration
    ) -> ControllerBench {
        var bench = ready(configuration)
        bench.wish(.setMode(mode))
        bench.wish(.setPower(true))
        bench.step()
        return bench
    }

    /// What happened while `body` ran.
    mutating func events(during body: (inout ControllerBench) -> Void) -> [Event] {
        let before = events.count
        body(&self)
        return Array(events[before...])
    }

    /// The events of a wish and of the step that receives it.
    mutating func events(
        of wish: Wish,
        from requester: Requester = Requester(.api)
    ) -> [Event] {
        events { bench in
            bench.wish(wish, from: requester)
            bench.step()
        }
    }

    /// Moves a temperature from `start` to `end` at 4 K/s, which no probe rejects, then waits for
    /// the filters.
    mutating func ramp(
        from start: Double,
        to end: Double,
        _ set: (inout ControllerBench, Input) -> Void
    ) {
        var degrees = start
        while degrees != end {
            degrees = start < end ? min(degrees + 0.4, end) : max(degrees - 0.4, end)
            set(&self, .degrees(degrees))
            step()
        }
        run(seconds: 10)
    }
}
