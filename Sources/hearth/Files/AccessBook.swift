import Access
import Daemon
import Glibc

/// The file of who is let in, as commands change it.
struct AccessBook {
    private let files: AccessFiles
    private let directory: String

    init(_ arguments: Arguments) {
        directory = arguments.value(of: .state) ?? StatePath.standard
        files = AccessFiles(in: directory)
    }

    func read() throws(CommandFailure) -> AccessRecord {
        do throws(PrivateFileError) {
            switch try files.readRecord() {
            case .success(let record):
                return record
            case .failure(let mistake):
                throw PrivateFileError.damaged(files.record, line: mistake.line)
            }
        } catch {
            throw failure(error)
        }
    }

    func write(_ record: AccessRecord) throws(CommandFailure) {
        do throws(PrivateFileError) {
            try PrivateFile.replace(files.record, by: record.bytes)
        } catch {
            throw failure(error)
        }
    }

    func remove() throws(CommandFailure) {
        do throws(PrivateFileError) {
            _ = try PrivateFile.remove(files.record)
        } catch {
            throw failure(error)
        }
    }

    private func failure(_ error: PrivateFileError) -> CommandFailure {
        var message = "hearth: \(error.message)"
        if access(directory, F_OK) != 0 {
            message +=
                "; the service makes the directory at its first start, or name it with --state"
        } else if access(directory, W_OK) != 0 {
            message += "; run this as root: sudo hearth ..."
        }
        return CommandFailure(.unavailable, message)
    }
}
