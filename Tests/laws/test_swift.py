import unittest

from laws.declarations import declarations
from laws.swift import without_comments_and_strings


class SwiftReaderTests(unittest.TestCase):
    def test_comments_and_strings_become_blanks_of_the_same_length(self):
        text = 'let a = "{ // no" // {\n/* { /* } */ } */ let b = #"\\"{"# + "x\\"{"\n'
        code = without_comments_and_strings(text)
        self.assertEqual(len(code), len(text))
        self.assertNotIn("{", code)
        self.assertIn("let b", code)

    def test_an_interpolation_stays_code(self):
        code = without_comments_and_strings('"a \\(f("}", g(1))) }" + """\n } \\(h) "\n"""')
        self.assertNotIn("}", code)
        for call in ("f(", "g(1)", "(h)"):
            self.assertIn(call, code)

    def test_a_declaration_knows_its_labels_lines_and_parent(self):
        made = declarations(
            "extension Wish.Kind {\n"
            "    package mutating func step<T>(_ event: [T: Int], at now: Instant)\n"
            "        throws(Failure) -> Int\n"
            "    {\n"
            "        let local = 1\n"
            "    }\n"
            "    case a, cleared(Int, by: Requester = .page)\n"
            "    package var isSet: Bool { true }\n"
            "    let value: Int?\n"
            "    let first, second: Int\n"
            "    subscript(at index: Int) -> Int { 0 }\n"
            "}\n"
        )
        self.assertEqual(
            [(one.kind, one.name, one.labels, one.line, one.end_line) for one in made],
            [
                ("extension", "Wish.Kind", "", 1, 12),
                ("func", "step", "(_:at:)", 2, 6),
                ("let", "local", "", 5, 5),
                ("var", "isSet", "", 8, 8),
                ("let", "value", "", 9, 9),
                ("let", "first", "", 10, 10),
                ("let", "second", "", 10, 10),
                ("subscript", "subscript", "(at:)", 11, 11),
            ],
        )
        self.assertTrue(made[1].is_package)
        self.assertTrue(made[2].is_local)
        self.assertFalse(made[3].is_local)

    def test_cases_are_an_enum_s_and_not_a_switch_s(self):
        made = declarations(
            "enum Event {\n"
            "    case a, cleared(Int, by: Requester)\n"
            "    func f() {\n"
            "        switch self {\n"
            "        case .a: break\n"
            "        }\n"
            "    }\n"
            "}\n"
        )
        cases = [one.name + one.labels for one in made if one.kind == "case"]
        self.assertEqual(cases, ["a", "cleared(_:by:)"])
