import Dialects
import WebSocket

/// Off as a form of the page: it works where the page's script does not.
///
/// Whatever the form holds means off. `SiteGuard` has seen by then that no other site sent it.
enum OffForm {
    /// Where the form is sent to; below `/hearth/` too.
    static let path = "/off"

    static var wish: APIWish {
        get throws(APIProblem) {
            try APIWish(parsing: Array(#"{"power":false,"requester":"page"}"#.utf8))
        }
    }

    /// It is off: the browser shows the page again, from where it was shown.
    static let done = Response(status: 303, headers: [Response.Header("Location", "./")])
}
