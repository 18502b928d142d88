import CSQLite

/// One prepared statement; finalised when it goes out of scope.
package struct Statement: ~Copyable {
    private let handle: OpaquePointer
    private let database: Database

    /// Takes `handle` over.
    init(_ handle: OpaquePointer, of database: Database) {
        self.handle = handle
        self.database = database
    }

    deinit {
        // Its result repeats the last step's error, which was thrown already.
        sqlite3_finalize(handle)
    }

    /// Binds the statement's parameters in order, from ?1 on.
    package func bind(_ values: [SQLValue]) throws(StoreError) {
        for (index, value) in values.enumerated() {
            try bind(value, at: Int32(index + 1))
        }
    }

    private func bind(_ value: SQLValue, at index: Int32) throws(StoreError) {
        let result =
            switch value {
            case .null: sqlite3_bind_null(handle, index)
            case .integer(let number): sqlite3_bind_int64(handle, index, number)
            case .real(let number): sqlite3_bind_double(handle, index, number)
            case .text(let text):
                hearth_sqlite_bind_text(handle, index, text, Int32(clamping: text.utf8.count))
            }
        guard result == SQLITE_OK else { throw database.error(result) }
    }

    /// Goes to the next row; `false` when there is none.
    package func step() throws(StoreError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let result: throw database.error(result)
        }
    }

    /// Runs a statement that returns no rows, and resets it.
    package func run(_ values: [SQLValue] = []) throws(StoreError) {
        try bind(values)
        while try step() {}
        sqlite3_reset(handle)
    }

    /// The value in a column of the current row, counted from 0; a blob, which Hearth never writes,
    /// reads as NULL.
    package func value(_ column: Int32) -> SQLValue {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER:
            return .integer(sqlite3_column_int64(handle, column))
        case SQLITE_FLOAT:
            return .real(sqlite3_column_double(handle, column))
        case SQLITE_TEXT:
            guard let bytes = sqlite3_column_text(handle, column) else { return .null }
            let count = Int(sqlite3_column_bytes(handle, column))
            // Invalid UTF-8 is repaired here and then found by the row's checksum.
            let buffer = UnsafeBufferPointer(start: bytes, count: count)
            return .text(String(decoding: buffer, as: UTF8.self))
        default:
            return .null
        }
    }

    /// The whole current row.
    package func row() -> [SQLValue] {
        var values: [SQLValue] = []
        for column in 0..<sqlite3_column_count(handle) {
            values.append(value(column))
        }
        return values
    }
}
