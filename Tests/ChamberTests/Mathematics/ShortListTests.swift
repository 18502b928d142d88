import Chamber
import Testing

@Suite struct ShortListTests {
    @Test func aNewListIsEmpty() {
        let list = ShortList<Int>()
        #expect(list.isEmpty)
        #expect(list.count == 0)
        #expect(Array(list) == [])
        #expect(list[0] == nil)
    }

    @Test(arguments: 1...8)
    func elementsKeepTheirOrder(count: Int) {
        var list = ShortList<Int>()
        for element in 0..<count { list.append(element * 10) }
        #expect(list.count == count)
        #expect(!list.isEmpty)
        #expect(Array(list) == (0..<count).map { $0 * 10 })
        for index in 0..<count { #expect(list[index] == index * 10) }
        #expect(list[count] == nil)
        #expect(list.dropped == 0)
    }

    @Test func whatDoesNotFitIsCountedAndLeavesTheRestAsItWas() {
        var list = ShortList<Int>()
        for element in 0..<11 { list.append(element) }
        #expect(ShortList<Int>.capacity == 8)
        #expect(Array(list) == Array(0..<8))
        #expect(list.count == 8)
        #expect(list.dropped == 3)
    }

    @Test(arguments: [-1, 8, 9, .max, .min])
    func anIndexOutsideIsNothing(index: Int) {
        var list = ShortList<Int>()
        for element in 0..<8 { list.append(element) }
        #expect(list[index] == nil)
    }

    @Test func aCopyIsItsOwn() {
        var first = ShortList<Int>()
        first.append(1)
        var second = first
        second.append(2)
        #expect(Array(first) == [1])
        #expect(Array(second) == [1, 2])
    }
}
