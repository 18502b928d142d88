import Access
import CommandLine
import Daemon
import System

/// The file of who is let in, as commands change it.
struct AccessFile {
    private let files: AccessFiles
    private let directory: String

    init(_ arguments: Arguments) {
        directory = arguments.value(of: .state) ?? StatePath.standard
        files = AccessFiles(in: directory)
    }

    func read() throws(CommandFailure) -> AccessRecord {
        let result: Result<AccessRecord, AccessMistake>
        do throws(SystemError) {
            result = try files.readRecord()
        } catch {
            throw failure(error)
        }
        switch result {
        case .success(let record):
            return record
        case .failure(let mistake):
            throw failure(
                "\(files.record), line \(mistake.line), is damaged: restore it, or open the device "
                    + "to all with \"hearth access off\""
            )
        }
    }

    func write(_ record: AccessRecord) throws(CommandFailure) {
        do throws(SystemError) {
            try File.replace(files.record, with: record.bytes, forOwnerOfDirectory: true)
        } catch {
            throw failure(error)
        }
    }

    func remove() throws(CommandFailure) {
        do throws(SystemError) {
            try File.remove(files.record)
        } catch {
            throw failure(error)
        }
    }

    private func failure(_ error: SystemError) -> CommandFailure {
        failure(error.summary)
    }

    private func failure(_ words: String) -> CommandFailure {
        var message = "hearth: \(words)"
        if !File.exists(directory) {
            message +=
                "; the service makes the directory at its first start, or name it with --state"
        } else if !Directory.isWritable(directory) {
            message += "; run this as root: sudo hearth ..."
        }
        return CommandFailure(.unavailable, message)
    }
}
