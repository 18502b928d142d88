import Chamber
import Dialects
import SwitchCore
import Testing

@Suite struct APIStopTests {
    @Test func aStopTellsTheSecondsBeforeIt() throws {
        let event = Event(at: .zero, kind: .poweredOff(.leaseExpired), requester: .controller)
        let lastMinutes = LastMinutes(points: [
            .init(chamber: 50.126, element: nil, setPoint: 55, duty: 0.5),
            .init(chamber: nil, element: 90, setPoint: nil, duty: 0),
        ])
        let stop = APIEvent(id: 4, wallMilliseconds: 9, event: event, lastMinutes: lastMinutes)
        let text = String(decoding: APIEvent.encoded(stop: stop), as: UTF8.self)
        #expect(text.contains(#""has_run_up":true"#))
        #expect(
            text.hasSuffix(
                #""interval_s":1.0,"columns":["before_s","chamber_c","element_c","set_point_c","#
                    + #""duty"],"rows":[[2,50.13,null,55.00,0.500],[1,null,90.00,null,0.000]]}"#
            )
        )
        #expect(String(decoding: APIEvent.encoded(stop: nil), as: UTF8.self) == #"{"event":null}"#)
    }

    @Test func onlyARuleThatStopsTheHeatIsWorthTheMinutesBefore() {
        #expect(Event.Kind.poweredOff(.clock).isStopByRule)
        #expect(!Event.Kind.poweredOff(.wish).isStopByRule)
        #expect(!Event.Kind.poweredOff(.fault).isStopByRule)
        let record = FaultRecord(number: 1, code: .overTemperature, at: .zero)
        #expect(Event.Kind.latched(record).isStopByRule)
    }
}
