from laws.documented import documented
from laws.ladder import ladder
from laws.references import paths_named, symbol_links, tests_named
from laws.size import file_length, function_length
from laws.threads import thread_names
from laws.words import take, words

from support import LawTests


class SizeTests(LawTests):
    def test_a_file_has_at_most_300_lines(self):
        self.assertEqual(self.lines(file_length, "\n" * 301), [301])
        self.assertEqual(self.lines(file_length, "\n" * 300), [])

    def test_a_function_has_at_most_60_lines(self):
        def function(lines):
            return "struct A {\n    func f() {\n" + "        g()\n" * (lines - 2) + "    }\n}\n"

        self.assertEqual(self.lines(function_length, function(61)), [2])
        self.assertEqual(self.lines(function_length, function(60)), [])

    def test_a_property_s_accessors_count_too(self):
        text = "\nvar a: Int {\n" + "    f()\n" * 60 + "}\nlet b = [\n" + "    1,\n" * 70 + "]\n"
        self.assertEqual(self.lines(function_length, text), [2])


class DocumentedTests(LawTests):
    def test_what_is_package_has_a_comment(self):
        text = (
            "package struct A {\n"
            "    /// Kelvin.\n"
            "    package let b: Int\n"
            "    package let c: Int\n"
            "    let d: Int\n"
            "    /// As it was.\n"
            "    @discardableResult\n"
            "    package func e() -> Int { 1 }\n"
            "}\n"
        )
        self.assertEqual(self.lines(documented, text), [1, 4])

    def test_what_the_standard_library_asks_for_is_exempt(self):
        text = (
            "extension A {\n"
            "    package var description: String { f }\n"
            "    package static func == (one: A, other: A) -> Bool { true }\n"
            "    package init(from decoder: any Decoder) throws { f() }\n"
            "}\n"
        )
        self.assertEqual(self.lines(documented, text), [])

    def test_what_a_protocol_asks_for_is_documented_there(self):
        text = (
            "/// Speaks.\n"
            "package protocol A {\n"
            "    func b(_ c: Int)\n"
            "}\n"
            "/// Speaks aloud.\n"
            "package struct D: A {\n"
            "    package func b(_ c: Int) {}\n"
            "    package func b() {}\n"
            "}\n"
        )
        self.assertEqual(self.lines(documented, text), [3, 8])

    def test_a_memberwise_init_is_exempt_and_no_other(self):
        text = (
            "extension A {\n"
            "    package init(b: Int, c: Int) {\n"
            "        self.b = b\n"
            "        self.c = c\n"
            "    }\n"
            "    package init(d: Int) {\n"
            "        self.b = d\n"
            "    }\n"
            "}\n"
        )
        self.assertEqual(self.lines(documented, text), [6])


class ReferenceTests(LawTests):
    def test_a_test_that_a_comment_names_is_there(self):
        text = "/// A guard.\n/// Tests: `ATests` and\n/// `BTests`, `heats()`.\nstruct A {}\n"
        tests = {"Tests/RoomTests/ATests.swift": "struct ATests {\n    func heats() {}\n}\n"}
        self.assertEqual(self.lines(tests_named, text, **tests), [3])
        tests["Tests/RoomTests/BTests.swift"] = "struct BTests {}\n"
        self.assertEqual(self.lines(tests_named, text, **tests), [])

    def test_a_link_leads_to_a_declaration(self):
        text = (
            "/// ``A/step(_:at:)``, ``count``, ``Room/A``\n"
            "/// ``A/step(_:)``, ``gone``, ``B/count``,\n"
            "struct A {\n"
            "    /// ```\n"
            "    let count: Int\n"
            "    /// ```\n"
            "    func step(_ event: Int, at now: Int) {}\n"
            "}\n"
            "struct B {}\n"
        )
        self.assertEqual(self.lines(symbol_links, text), [2, 2, 2])


    def test_a_file_that_a_script_names_is_there(self):
        text = "cat Sources/Room/Here.swift\nsed 1d Sources/Room/Gone.swift\n"
        self.assertEqual(
            self.lines(paths_named, text, path="script/made", **{"Sources/Room/Here.swift": ""}), [2]
        )


class ThreadTests(LawTests):
    def test_a_thread_has_a_name_that_the_kernel_keeps(self):
        text = (
            'try Thread(named: "store") {}\n'
            "try Thread {}\n"
            "try Thread() {}\n"
            'try Worker(named: "sixteen bytes it") {}\n'
            'try Thread(named: "prove-\\(number)") {}\n'
            "try Thread(named: name) {}\n"
        )
        self.assertEqual(self.lines(thread_names, text), [2, 3, 4])

    def test_only_the_room_of_threads_starts_one(self):
        text = "pthread_create(&handle, nil, begin, nil)\n"
        self.assertEqual(self.lines(thread_names, text), [1])
        self.assertEqual(self.lines(thread_names, text, path="Sources/Threads/Thread.swift"), [])


class WordTests(LawTests):
    def test_a_phrase_is_found_across_lines_and_in_any_case(self):
        text = "/// Shall wait.\n/// It tries in\n/// vain.\nlet a = \"anew\"\n"
        self.assertEqual(self.lines(words, text), [1, 2, 4])

    def test_a_word_that_only_contains_one_is_let_be(self):
        self.assertEqual(self.lines(words, "/// Marshall Canewood, heedless; as long as.\n"), [])

    def test_documents_are_read_too(self):
        self.assertEqual(self.lines(words, "# A\n\nFor nothing.\n", path="docs/a.md"), [3])

    def test_no_function_is_called_take(self):
        text = "func take(_ a: Int) {}\nfunc takePending() {}\nfunc receive() {}\n"
        self.assertEqual(self.lines(take, text), [1])


class LadderTests(LawTests):
    def test_a_folder_uses_no_higher_one(self):
        files = {
            "Sources/Chamber/Configuration/A.swift": "struct A {\n    let b: Guard\n}\n",
            "Sources/Chamber/Guards/Guard.swift": "struct Guard {\n    let a: A\n}\n",
            "Sources/Chamber/Text/Words.swift": "extension Guard {\n    struct Text {}\n}\n",
        }
        self.assertEqual(
            self.breaches(ladder, files), [("Sources/Chamber/Configuration/A.swift", 2)]
        )

    def test_a_folder_that_is_no_rung_is_named(self):
        files = {"Sources/Chamber/Device/A.swift": "struct A {}\n"}
        self.assertEqual(self.breaches(ladder, files), [("Sources/Chamber/Device/A.swift", 1)])
