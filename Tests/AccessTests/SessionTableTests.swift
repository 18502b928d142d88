import Access
import Chamber
import SwitchCore
import Testing

struct SessionTableTests {
    private let home: PeerAddress

    init() throws {
        home = try #require(PeerAddress("192.168.1.7"))
    }

    @Test func aSessionEndsWithItsAgeHoweverMuchItIsUsed() throws {
        var table = SessionTable(longest: .seconds(100))
        let id = try Token.random().digest
        table.begin(id, from: home, at: .zero)
        for second in stride(from: 10, to: 100, by: 10) {
            #expect(table.use(id, at: .zero.advanced(by: .seconds(second))) == true)
        }
        #expect(table.use(id, at: .zero.advanced(by: .seconds(100))) == false)
        #expect(table.count == 0)
    }

    @Test func theOneUsedLeastLatelyMakesRoom() throws {
        var table = SessionTable(longest: .seconds(10_000))
        var ids = [try Token.random().digest]
        table.begin(ids[0], from: home, at: .zero)
        for number in 1..<SessionTable.most {
            ids.append(try Token.random().digest)
            table.begin(ids[number], from: home, at: .zero.advanced(by: .seconds(number)))
        }
        let later = Instant.zero.advanced(by: .seconds(1_000))
        #expect(table.use(ids[0], at: later) == true)
        table.begin(try Token.random().digest, from: home, at: later)
        #expect(table.count == SessionTable.most)
        #expect(table.use(ids[0], at: later) == true)
        #expect(table.use(ids[1], at: later) == false)
    }

    @Test func whoNeverLoggedInHasNone() throws {
        var table = SessionTable(longest: .seconds(100))
        let id = try Token.random().digest
        #expect(table.use(id, at: .zero) == false)
    }

    @Test func endingEndsOneOrAll() throws {
        var table = SessionTable(longest: .seconds(100))
        let (one, other) = (try Token.random().digest, try Token.random().digest)
        for id in [one, other] { table.begin(id, from: home, at: .zero) }
        table.end(one)
        #expect(table.use(one, at: .zero) == false)
        #expect(table.use(other, at: .zero) == true)
        table.endAll()
        #expect(table.use(other, at: .zero) == false)
    }
}
