import WebSocket

/// The small pages around a login. They have no script, and keep the title by which programs find
/// the device.
enum LoginPage {
    private static let template = String(decoding: PackageResources.login_html, as: UTF8.self)
    private static let password =
        "<label for=\"password\">Password</label>\n<input id=\"password\" name=\"password\" "
        + "type=\"password\" autocomplete=\"current-password\" maxlength=\"128\" required autofocus>"

    /// Asks for the password; `said` is our text for the person.
    static func login(_ status: Int, saying said: String = "") -> Response {
        page(status, said: said, action: "login", fields: password, button: "Log in")
    }

    /// Asks whether to log out.
    static func logout() -> Response {
        page(200, said: "End this session?", action: "logout", fields: "", button: "Log out")
    }

    private static func page(
        _ status: Int,
        said: String,
        action: String,
        fields: String,
        button: String
    ) -> Response {
        var text = ""
        // Piece by piece, so that inserted text is not searched again.
        for (index, piece) in template.split(separator: "{", omittingEmptySubsequences: false)
            .enumerated()
        {
            guard index > 0, let end = piece.firstIndex(of: "}") else {
                text += (index > 0 ? "{" : "") + piece
                continue
            }
            switch piece[..<end] {
            case "said": text += said
            case "action": text += action
            case "fields": text += fields
            case "button": text += button
            default:
                text += "{" + piece
                continue
            }
            text += piece[piece.index(after: end)...]
        }
        var response = PageDocument(Array(text.utf8), formAction: "'self'").response()
        response.status = status
        return response
    }
}

/// The fields of a form as a browser posts it (`application/x-www-form-urlencoded`, WHATWG URL 5.1).
struct FormBody {
    private var fields: [String: [UInt8]] = [:]

    init(_ body: [UInt8]) {
        for part in body.split(separator: UInt8(ascii: "&")) {
            let pair = part.split(separator: UInt8(ascii: "="), maxSplits: 1)
            guard let name = pair.first else { continue }
            let value = pair.count == 2 ? pair[1] : []
            fields[String(decoding: Self.decoded(name), as: UTF8.self)] = Self.decoded(value)
        }
    }

    /// The bytes of a field; `nil` where there is none.
    subscript(name: String) -> [UInt8]? { fields[name] }

    private static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            if byte == UInt8(ascii: "%"), index + 2 < text.endIndex,
                let value = UInt8(
                    String(decoding: text[index + 1...index + 2], as: UTF8.self),
                    radix: 16
                )
            {
                bytes.append(value)
                index += 3
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                index += 1
            }
        }
        return bytes
    }
}
