from laws.rooms import BEGIN, END, arrows, imports, room_table, with_table

from support import LawTests

PACKAGE = """\
let package = Package(
    name: "hearth",
    targets: [
        .systemLibrary(name: "CZlib", pkgConfig: "zlib"),
        // The core.
        room("Core"),
        // What is
        // around it.
        room("Shell", imports: ["CZlib", "Core"]),
        tests(of: "Core", imports: ["Shell"]),
    ]
)
"""
FILES = {
    "Package.swift": PACKAGE,
    "Sources/Core/A.swift": "import Glibc\n",
    "Sources/Shell/B.swift": "package import Core\nimport CZlib\n",
    "Tests/CoreTests/ATests.swift": "import Core\nimport Foundation\nimport Shell\nimport Testing\n",
}


class ImportTests(LawTests):
    def test_what_is_imported_is_what_is_declared(self):
        self.assertEqual(self.breaches(imports, FILES), [])

    def test_an_import_that_is_not_declared_is_found(self):
        files = FILES | {"Sources/Core/A.swift": "import Glibc\n\nimport CZlib\nimport Foundation\n"}
        self.assertEqual(
            self.breaches(imports, files), [("Sources/Core/A.swift", 3), ("Sources/Core/A.swift", 4)]
        )

    def test_a_declaration_that_nobody_imports_is_found(self):
        files = FILES | {"Sources/Shell/B.swift": "package import Core\n"}
        self.assertEqual(self.breaches(imports, files), [("Package.swift", 9)])

    def test_a_room_imports_only_what_stands_above_it(self):
        self.assertEqual(self.breaches(arrows, FILES), [])
        files = {"Package.swift": PACKAGE.replace('"Core"),', '"Core", imports: ["Shell"]),')}
        self.assertEqual(self.breaches(arrows, files), [("Package.swift", 6)])


class RoomTableTests(LawTests):
    document = f"# Rooms\n\n{BEGIN}\n{END}\n"

    def test_the_table_says_what_the_package_says(self):
        written = with_table(self.document, PACKAGE)
        self.assertIn("| `Shell` | What is around it. | `CZlib`, `Core` |", written)
        files = {"Package.swift": PACKAGE, "docs/architecture.md": written}
        self.assertEqual(self.breaches(room_table, files), [])

    def test_an_old_table_is_found(self):
        written = with_table(self.document, PACKAGE).replace("The core.", "The old core.")
        files = {"Package.swift": PACKAGE, "docs/architecture.md": written}
        self.assertEqual(self.breaches(room_table, files), [("docs/architecture.md", 6)])

    def test_a_room_that_nobody_describes_is_found(self):
        package = PACKAGE.replace("        // The core.\n", "")
        files = {
            "Package.swift": package, "docs/architecture.md": with_table(self.document, package),
        }
        self.assertEqual(self.breaches(room_table, files), [("Package.swift", 5)])
