import Testing
import WebSocket

struct RequestHeadTests {
    @Test(arguments: [
        ("a", "1"), ("b", "x=y"), ("c", ""), ("d", ""), ("e", nil),
    ])
    func findsAnArgumentOfTheQuery(name: String, value: String?) {
        let request = RequestHead(
            method: .get,
            path: "/",
            query: ["a=1", "b=x=y", "c=", "d", "a=2"]
        )
        #expect(request.argument(name) == value)
    }
}
