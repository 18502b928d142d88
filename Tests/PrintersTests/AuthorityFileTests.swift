import Glibc
import TLS
import TestSupport
import Testing

/// What is said of a file of authorities that cannot be used.
@Suite struct AuthorityFileTests {
    private func complaint(_ path: String) -> String {
        for trust in [
            TLSTrust.authorities(path: path, commonName: "X"),
            .server(name: "x", authorities: path),
        ] {
            do throws(TLSError) {
                _ = try TLSContext(trust)
            } catch {
                #expect(!error.message.contains("error:"), "OpenSSL's words")
                #expect(!error.message.contains("::"), "OpenSSL's words")
                return error.message
            }
        }
        return ""
    }

    @Test func itSaysWhatIsWrongWithTheFile() throws {
        let folder = try TemporaryDirectory()
        #expect(complaint(folder.file("none.pem")).contains("there is no file"))
        #expect(complaint(folder.path).contains("is a folder"))
        #expect(complaint(try folder.write("empty.pem", "")).hasSuffix("is empty"))
        #expect(complaint(try folder.write("text.pem", "hello")).contains("no PEM file"))
        let key = "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n"
        #expect(complaint(try folder.write("key.pem", key)).contains("with a certificate"))
        let broken = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
        #expect(complaint(try folder.write("broken.pem", broken)).contains("is damaged"))
    }
}
