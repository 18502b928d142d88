import Testing
import Threads

@Suite struct MailboxTests {
    @Test func messagesAreCollectedInTheirOrderAndOnce() throws {
        let mailbox = try Mailbox<Int>(capacity: 3)
        for number in 1...3 { #expect(mailbox.post(number)) }
        #expect(mailbox.collect().messages == [1, 2, 3])
        #expect(mailbox.collect().messages.isEmpty)
    }

    @Test func aFullMailboxRefusesUntilItIsCollected() throws {
        let mailbox = try Mailbox<Int>(capacity: 2)
        #expect(mailbox.post(1))
        #expect(mailbox.post(2))
        #expect(!mailbox.post(3))
        #expect(mailbox.collect().messages == [1, 2])
        #expect(mailbox.post(4))
        #expect(mailbox.collect().messages == [4])
    }

    @Test func placesAreLeftForMessagesOfMoreWeight() throws {
        let mailbox = try Mailbox<Int>(capacity: 3)
        #expect(mailbox.post(1, leaving: 1))
        #expect(mailbox.post(2, leaving: 1))
        #expect(!mailbox.post(3, leaving: 1))
        #expect(mailbox.post(4))
        #expect(mailbox.collect().messages == [1, 2, 4])
    }

    @Test func aClosedMailboxKeepsWhatItHasAndRefusesMore() throws {
        let mailbox = try Mailbox<Int>(capacity: 2)
        #expect(mailbox.post(1))
        mailbox.close()
        #expect(!mailbox.post(2))
        let (messages, isClosed) = mailbox.collect()
        #expect(messages == [1] && isClosed)
    }
}
