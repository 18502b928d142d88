/// A step from one version of the schema to the next.
package struct Migration: Sendable {
    /// The version that it leads to; the first is 1.
    package let version: Int64
    /// The statements, in order.
    package let statements: [String]

    package init(version: Int64, statements: [String]) {
        self.version = version
        self.statements = statements
    }
}

extension Database {
    /// The schema's version that the file says it has (`PRAGMA user_version`); 0 for a new one.
    package func schemaVersion() throws(StoreError) -> Int64 {
        try value("PRAGMA user_version").integer ?? 0
    }

    /// Takes the file's schema through the steps that are newer than it. Belongs in a transaction,
    /// so that a step that fails leaves everything as it was.
    package func migrate(through migrations: [Migration]) throws(StoreError) {
        operation = .migrate
        let present = try schemaVersion()
        for migration in migrations where migration.version > present {
            for statement in migration.statements {
                try execute(statement)
            }
            try execute("PRAGMA user_version = \(migration.version)")
        }
    }
}
