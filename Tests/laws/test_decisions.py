from laws.decisions import PATH, decision_index

from support import LawTests

INDEX = "# Decisions\n\n- **[One](#one)**\n  - [A [b]](#a-b)\n  - [C](#c)\n\n"


class DecisionIndexTests(LawTests):
    def told(self, sections):
        return self.breaches(decision_index, {PATH: INDEX + sections})

    def test_the_index_names_every_section(self):
        self.assertEqual(self.told("## One\n\n### A [b]\n\nText.\n\n### C\n"), [])

    def test_a_section_that_the_index_lacks_is_found(self):
        self.assertEqual(self.told("## One\n### A [b]\n### C\n### D\n"), [(PATH, 10)])
        self.assertEqual(self.told("## One\n### A [b]\n### B\n### C\n"), [(PATH, 9)])

    def test_a_section_that_is_gone_is_found(self):
        self.assertEqual(self.told("## One\n### A [b]\n"), [(PATH, 5)])

    def test_no_document_is_no_breach(self):
        self.assertEqual(self.breaches(decision_index, {}), [])
