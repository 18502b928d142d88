import Chamber
import FlightLog
import Plant
import Testing

@Suite struct ControllerStateTests {
    @Test func aControllerComesBackFromItsBytesAsItWas() throws {
        var faults = 0
        for seed in [11, 12, 13] {
            var life = RecordedLife(seed: UInt64(seed))
            for _ in 0..<40 {
                life.live(steps: 977)
                let node = ControllerState.node(of: life.controller)
                var writer = ByteWriter(limit: 1 << 20)
                node.write(to: &writer)
                #expect(!writer.isFull)
                var reader = ByteReader(writer.bytes[...])
                let read = try StateNode(from: &reader)
                #expect(reader.isAtEnd)
                var added: [String] = []
                let controller = try ControllerState.controller(in: read, added: &added)
                #expect(added.isEmpty)
                let again = ControllerState.node(of: controller)
                #expect(again.firstDifference(from: node)?.path == nil)
                life.controller = controller
            }
            faults += life.faults.count
        }
        #expect(faults > 1)
    }

    @Test func whatAnOlderControllerDidNotKnowStartsAsAtAFirstStart() throws {
        let node = ControllerState.node(of: RecordedLife(seed: 3).controller)
        guard case .fields(let fields) = node else {
            Issue.record("a controller has fields")
            return
        }
        let older = StateNode.fields(fields.filter { $0.name != "warnings" })
        var added: [String] = []
        let controller = try ControllerState.controller(in: older, added: &added)
        #expect(added == ["warnings"])
        #expect(ControllerState.node(of: controller)["warnings"] == node["warnings"])
    }

    @Test func aTreeThatIsNoControllerSaysWhatIsMissing() {
        var added: [String] = []
        #expect(throws: StateDecoder.Misfit(what: "configuration is missing")) {
            try ControllerState.controller(in: .fields([]), added: &added)
        }
    }
}
