import JSON
package import Surroundings

/// The ways of messages to people as JSON (`docs/api.md`).
package enum APINotify {
    /// How each way does.
    package static func encoded(_ ways: [NotifyWayStatus]) -> [UInt8] {
        JSONWriter.object { json in
            json.array("ways") { list in
                for way in ways {
                    list.object { json in
                        write(way, to: &json)
                        json.member("waiting", way.waiting)
                    }
                }
            }
        }
    }

    /// What came of a test.
    package static func answer(
        _ answer: NotifyTestAnswer
    ) -> Result<[UInt8], APIProblem> {
        switch answer {
        case .noWay:
            .failure(
                APIProblem(
                    status: 409,
                    code: "no_way",
                    message: "no way for messages is set: name one below [notify] in hearth.conf "
                        + "(docs/notifications.md), and restart the service"
                )
            )
        case .isRunning:
            .failure(
                APIProblem(
                    status: 409,
                    code: "test_running",
                    message: "another test has not come to its end: wait for some seconds"
                )
            )
        case .tried(let ways):
            .success(
                JSONWriter.object { json in
                    let isSent = ways.allSatisfy { $0.trouble == nil }
                    json.member("result", isSent ? "sent" : "failed")
                    json.array("ways") { list in
                        for way in ways { list.object { write(way, to: &$0) } }
                    }
                }
            )
        }
    }

    private static func write(_ way: NotifyWayStatus, to json: inout JSONWriter) {
        json.member("way", way.way)
        json.member("place", way.place)
        json.member("trouble", way.trouble)
    }
}
