import JSON
import Printers
import Testing

struct JSONRPCTests {
    private func read(_ text: String) throws -> JSONRPC.Message {
        try Array(text.utf8).withUnsafeBytes { bytes throws(JSONRPC.Malformed) in
            try JSONRPC.message(parsing: bytes)
        }
    }

    @Test func writesRequests() {
        let plain = JSONRPC.request(7, "server.info")
        #expect(
            String(decoding: plain, as: UTF8.self)
                == #"{"jsonrpc":"2.0","method":"server.info","id":7}"#
        )
        let full = JSONRPC.request(8, "a.b") { $0.member("c", 1) }
        #expect(
            String(decoding: full, as: UTF8.self)
                == #"{"jsonrpc":"2.0","method":"a.b","params":{"c":1},"id":8}"#
        )
    }

    @Test func readsAnswers() throws {
        #expect(
            try read(#"{"jsonrpc":"2.0","result":"ok","id":3}"#) == .result(id: 3, .string("ok"))
        )
        #expect(
            try read(#"{"jsonrpc":"2.0","error":{"code":401,"message":"Unauthorized"},"id":4}"#)
                == .failure(id: 4, code: 401, message: "Unauthorized")
        )
        #expect(
            try read(#"{"jsonrpc":"2.0","error":{"code":-32700},"id":null}"#)
                == .failure(id: nil, code: -32700, message: "")
        )
    }

    @Test func readsNotifications() throws {
        #expect(
            try read(#"{"jsonrpc":"2.0","method":"notify_klippy_ready"}"#)
                == .notification(method: "notify_klippy_ready", parameters: [])
        )
        #expect(
            try read(#"{"jsonrpc":"2.0","method":"m","params":[{},1.5]}"#)
                == .notification(
                    method: "m",
                    parameters: [.object(JSONObject([])), .real(1.5)]
                )
        )
    }

    @Test(arguments: [
        "", "nonsense", "[]", "{}", #"{"jsonrpc":"1.0","result":1,"id":1}"#,
        #"{"jsonrpc":"2.0","id":1}"#, #"{"jsonrpc":"2.0","result":1,"id":"x"}"#,
        #"{"jsonrpc":"2.0","result":1}"#,
    ])
    func refusesWhatIsNone(text: String) {
        #expect(throws: JSONRPC.Malformed.self) { try read(text) }
    }
}
