from laws.measure import measured
from laws.tree import Tree

from support import LawTests


class MeasureTests(LawTests):
    def test_files_threads_errors_and_what_the_switch_links_are_counted(self):
        files = {
            "Package.swift": 'room("Core"),\nroom("Shell"),\n'
            '.executableTarget(name: "hearth-switch", dependencies: ["Core"]),\n',
            "Sources/Core/A.swift": "/// As ADS7828.\nstruct A: Error {}\n",
            "Sources/Shell/B.swift": 'let b = try Thread(named: "b") {}\nlet c = "ads7828"\n\n',
            "Sources/hearth-switch/Main.swift": "import Core\n",
        }
        counted = {}

        def measure(tree: Tree):
            numbers, touched = measured(tree)
            counted.update(numbers)
            counted.update(touched)
            return []

        self.breaches(measure, files)
        self.assertEqual(counted["Swift lines in Sources"], 6)
        self.assertEqual(counted["  without comments and blank lines"], 4)
        self.assertEqual(counted["  Shell lines"], 3)
        self.assertEqual(counted["lines linked by hearth-switch"], 3)
        self.assertEqual(counted["threads started by hand"], 1)
        self.assertEqual(counted["error types"], 1)
        self.assertEqual(counted["converter (ADS7828)"], ["Sources/Shell/B.swift"])
