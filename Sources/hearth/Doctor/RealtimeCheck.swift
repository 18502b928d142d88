import Glibc

/// The permission to run the controller ahead of everything else, tried on this very process.
enum RealtimeCheck {
    static func finding() -> Finding {
        var priority = sched_param()
        priority.sched_priority = 10
        guard sched_setscheduler(0, SCHED_FIFO, &priority) == 0 else {
            return .warning(
                "realtime",
                "not permitted, so a loaded machine can delay the controller",
                advice: "give the service LimitRTPRIO=20, or the user an rtprio limit"
            )
        }
        priority.sched_priority = 0
        sched_setscheduler(0, SCHED_OTHER, &priority)
        return .ok("realtime", "permitted")
    }
}
