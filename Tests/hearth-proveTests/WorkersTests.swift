import Testing
import hearth_prove

@Suite struct WorkersTests {
    @Test(arguments: [1, 2, 7, 100])
    func theResultsDoNotDependOnTheNumberOfThreads(threads: Int) throws {
        let results = try Workers.map(count: 40, threads: threads) { $0 * $0 }
        #expect(results == (0..<40).map { $0 * $0 })
    }
}
