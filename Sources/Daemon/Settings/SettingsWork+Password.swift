import Access
import Chamber
import Cryptography
import Dialects
import JSON
import SwitchCore
import System

/// The password, as `POST /api/v1/access/password` changes it.
extension SettingsWork {
    /// Changes the password where the old one is right; without one, sets it.
    func changePassword(_ body: [UInt8]) throws(APIProblem) -> [UInt8] {
        let object: JSONObject?
        do throws(JSONError) {
            object = try JSONValue(parsing: body).object
        } catch {
            object = nil
        }
        guard let object, let new = object["new"], new == .null || new.string != nil else {
            throw APIProblem(
                status: 400,
                code: "bad_json",
                message: #"send {"old": "…", "new": "…"}; null as the new one removes the password"#
            )
        }
        let kinds: [Requester.Kind] = [.api, .page, .commandLine]
        let kind = kinds.first { $0.word == object["requester"]?.string } ?? .api
        let files = AccessFiles(in: host.statePath)
        var record = try read(files)
        try check(object["old"]?.string ?? "", against: record.password, from: Requester(kind))
        record.password = try hash(new.string)
        record.endSessions()
        try write(record.bytes, to: files.record)
        self.record(
            new == .null ? "The password was removed." : "The password was set.",
            by: Requester(kind)
        )
        return APIDeviceWish.accepted
    }

    private func read(_ files: AccessFiles) throws(APIProblem) -> AccessRecord {
        let words: String
        do throws(SystemError) {
            if case .success(let record) = try files.readRecord() { return record }
            words = "\(files.record) is damaged"
        } catch {
            words = error.summary
        }
        throw APIProblem(
            status: 500,
            code: "store_failed",
            message:
                "the password cannot be changed: \(words); use \"sudo hearth access\" on the machine"
        )
    }

    private func check(
        _ old: String,
        against hash: PasswordHash?,
        from requester: Requester
    ) throws(APIProblem) {
        guard let hash else { return }
        do throws(CryptographyError) {
            if try hash.matches(Array(old.utf8)) { return }
        } catch {
            throw APIProblem(
                status: 503,
                code: "busy",
                message: "the password could not be checked: \(error)"
            )
        }
        record("A change of the password had the wrong old one.", isTrouble: true, by: requester)
        throw APIProblem(
            status: 403,
            code: "wrong_password",
            message:
                "the old password is wrong; \"sudo hearth access password\" on the machine needs none"
        )
    }

    /// `nil` for none.
    private func hash(_ password: String?) throws(APIProblem) -> PasswordHash? {
        guard let password else { return nil }
        let bytes = Array(password.utf8)
        guard PasswordHash.allowedBytes.contains(bytes.count) else {
            let (least, most) = (
                PasswordHash.allowedBytes.lowerBound, PasswordHash.allowedBytes.upperBound
            )
            throw APIProblem(
                status: 422,
                code: "bad_value",
                message: "new: a password has \(least) to \(most) bytes"
            )
        }
        do throws(CryptographyError) {
            return try PasswordHash(of: bytes)
        } catch {
            throw APIProblem(status: 503, code: "busy", message: "\(error)")
        }
    }
}
