import Chamber
import Dialects
import SwitchCore
import Testing

/// An update, from its request to its outcome, with everything that may interrupt it.
@Suite struct DeviceLinkSessionUpdateTests {
    private typealias Base = DeviceLinkSessionTests

    private static func piece(
        _ bytes: [UInt8],
        _ session: inout DeviceLinkSession,
        at seconds: Double = 0
    ) -> [DeviceLinkSession.Effect] {
        bytes.withUnsafeBytes { session.step(.piece($0, Base.device), at: Base.at(seconds)) }
    }

    /// The reply to news of the update.
    private static func reply(
        to news: DeviceLinkNews,
        _ session: inout DeviceLinkSession
    ) -> [UInt8]? {
        session.step(.news(news, Base.device), at: .zero).replies.first
    }

    private static func words(_ reply: [UInt8]?) -> String {
        String(decoding: reply ?? [], as: UTF8.self)
    }

    @Test func anUpdateIsHandedOnAsItArrives() {
        var session = DeviceLinkSession()
        let request = Base.receive(#"{"cmd":"request_ota","size":3}"#, &session)
        #expect(request.transfer == .begin(byteCount: 3))
        #expect(request.replies.isEmpty)
        #expect(Self.reply(to: .ready, &session) != nil)
        #expect(Self.reply(to: .ready, &session) == nil)
        #expect(Self.piece([1, 2], &session).transfer == .part([1, 2]))
        #expect(Self.piece([3], &session).transfer == .part([3]))
        let reaction = Base.receive("OTA_COMPLETE", &session)
        #expect(reaction.transfer == .end)
        #expect(reaction.replies.isEmpty)
        let busy = Base.receive(#"{"cmd":"request_ota"}"#, &session)
        #expect(Self.words(busy.replies.first).hasPrefix(#"{"status":"error""#))
        #expect(busy.transfer == nil)
        let verdict = Self.reply(to: .accepted("Version 2 was accepted."), &session)
        #expect(
            Self.words(verdict)
                == #"{"status":"ok","message":"Version 2 was accepted.","# + Base.id
        )
    }

    @Test func withoutASizeTheMostIsAskedFor() {
        var session = DeviceLinkSession()
        let request = Base.receive(#"{"cmd":"request_ota"}"#, &session)
        #expect(request.transfer == .begin(byteCount: 0x480000))
    }

    @Test func chunksAreAnsweredOneByOne() {
        var session = DeviceLinkSession()
        _ = Base.receive(
            #"{"cmd":"request_ota","size":3,"chunk_size":2,"total_chunks":2}"#,
            &session
        )
        let first = DeviceLinkReceiverTests.chunk(0, [1, 2])
        let damaged = DeviceLinkReceiverTests.chunk(0, [1, 2], damage: 8)
        func answer(_ frame: [UInt8]) -> String {
            Self.piece(frame, &session).acknowledgements.map { String(decoding: $0, as: UTF8.self) }
                .joined()
        }
        #expect(answer(damaged) == #"{"ota_nack":0}"#)
        #expect(answer(first) == #"{"ota_ack":0}"#)
        #expect(answer(first) == #"{"ota_ack":0}"#)
        #expect(answer([1]) == #"{"ota_nack":1}"#)
        #expect(answer(DeviceLinkReceiverTests.chunk(1, [3])) == #"{"ota_ack":1}"#)
        #expect(Base.receive("OTA_COMPLETE", &session).transfer == .end)
    }

    @Test func aChunkIsHandedOnOnce() {
        var session = DeviceLinkSession()
        _ = Base.receive(
            #"{"cmd":"request_ota","size":3,"chunk_size":2,"total_chunks":2}"#,
            &session
        )
        let first = DeviceLinkReceiverTests.chunk(0, [1, 2])
        #expect(Self.piece(first, &session).transfer == .part([1, 2]))
        #expect(Self.piece(first, &session).transfer == nil)
        let gap = DeviceLinkReceiverTests.chunk(2, [3])
        #expect(Self.piece(gap, &session).transfer == nil)
    }

    /// The public server else waits 15 s for each of thousands of chunks.
    @Test(arguments: [
        "", #"{"cmd":"request_ota","size":"3"}"#, #"{"cmd":"request_ota","size":3,"chunk_size":2}"#,
        #"{"cmd":"request_ota","size":3,"chunk_size":2,"total_chunks":9}"#, "refused",
    ])
    func aChunkWithoutAnAcceptedRequestIsAnsweredWithANack(request: String) {
        var session = DeviceLinkSession()
        if request == "refused" {
            _ = Base.receive(
                #"{"cmd":"request_ota","size":3,"chunk_size":2,"total_chunks":2}"#,
                &session
            )
            _ = Self.reply(to: .refused(Self.refusal), &session)
        } else if !request.isEmpty {
            #expect(Base.receive(request, &session).transfer == nil)
        }
        for number: UInt32 in [0, 1, 7] {
            let late = Self.piece(DeviceLinkReceiverTests.chunk(number, [1, 2]), &session)
            #expect(late.acknowledgements.map { Self.words($0) } == [#"{"ota_nack":0}"#])
            #expect(late.transfer == nil)
        }
    }

    /// The text of an update that is refused before its end.
    private static let refusal = "The update was refused: heat is on."
    private static let refusalReply =
        #"{"status":"error","message":"The update was refused: heat is on.","# + Base.id

    @Test(arguments: [true, false])
    func aRefusalIsToldAtOnceAndAgainAtTheEnd(isReady: Bool) {
        var session = DeviceLinkSession()
        _ = Base.receive(
            #"{"cmd":"request_ota","size":3,"chunk_size":2,"total_chunks":2}"#,
            &session
        )
        if isReady { _ = Self.reply(to: .ready, &session) }
        #expect(
            Self.words(Self.reply(to: .refused(Self.refusal), &session)) == Self.refusalReply
        )
        let late = Self.piece(DeviceLinkReceiverTests.chunk(0, [1, 2]), &session)
        #expect(Self.words(late.acknowledgements.first) == #"{"ota_nack":0}"#)
        #expect(late.transfer == nil)
        let end = Base.receive("OTA_COMPLETE", &session)
        #expect(Self.words(end.replies.first) == Self.refusalReply)
        #expect(end.transfer == nil)
        let again = Base.receive("OTA_COMPLETE", &session)
        #expect(Self.words(again.replies.first).contains("No update is under way."))
    }

    @Test func afterARefusalAnotherMayBegin() {
        var session = DeviceLinkSession()
        _ = Base.receive(#"{"cmd":"request_ota"}"#, &session)
        _ = Self.reply(to: .refused(Self.refusal), &session)
        let next = Base.receive(#"{"cmd":"request_ota","size":7}"#, &session)
        #expect(next.transfer == .begin(byteCount: 7))
    }

    @Test func whatIsMissingAtTheEndIsGivenUp() {
        var session = DeviceLinkSession()
        _ = Base.receive(#"{"cmd":"request_ota","size":3}"#, &session)
        _ = Self.piece([1], &session)
        let end = Base.receive("OTA_COMPLETE", &session)
        #expect(end.transfer == .givenUp("1 of its 3 bytes arrived"))
        #expect(Self.words(end.replies.first).contains("1 of its 3 bytes arrived."))
    }

    @Test func moreThanWasAnnouncedIsGivenUpAtOnce() {
        var session = DeviceLinkSession()
        _ = Base.receive(#"{"cmd":"request_ota","size":3}"#, &session)
        let tooMany = Self.piece([1, 2, 3, 4], &session)
        #expect(tooMany.transfer == .givenUp("it has more than the 3 bytes that it may have"))
        #expect(tooMany.replies.count == 1)
        let after = Self.piece([1], &session)
        #expect(after == [])
    }

    @Test func anUpdateThatStopsComingIsGivenUp() {
        var session = DeviceLinkSession()
        _ = Base.receive(#"{"cmd":"request_ota"}"#, &session)
        _ = Self.piece([1], &session, at: 30)
        #expect(session.step(.tick(Base.device), at: Base.at(89)).replies.isEmpty)
        let late = session.step(.tick(Base.device), at: Base.at(90))
        #expect(late.replies.count == 1)
        #expect(late.transfer == .givenUp("nothing came for 60 s"))
        #expect(session.step(.tick(Base.device), at: Base.at(91)).transfer == nil)
    }

    @Test func anUpdateEndsWithItsConnection() {
        var session = DeviceLinkSession()
        #expect(session.step(.closed, at: .zero) == [])
        _ = Base.receive(#"{"cmd":"request_ota"}"#, &session)
        guard case .givenUp(let words) = session.step(.closed, at: .zero).transfer else {
            Issue.record("an update outlived its connection")
            return
        }
        #expect(words.contains("ended before the update was complete"))
        #expect(Base.receive("OTA_COMPLETE", &session).transfer == nil)
    }

    @Test func whatIsJudgedIsNotTakenBack() {
        var session = DeviceLinkSession()
        _ = Base.receive(#"{"cmd":"request_ota"}"#, &session)
        _ = Self.piece([1], &session)
        _ = Base.receive("OTA_COMPLETE", &session)
        #expect(session.step(.closed, at: .zero) == [])
    }

    @Test func bytesThatNobodyAskedForAreTold() {
        var session = DeviceLinkSession()
        let reaction = Self.piece([1, 2, 3], &session)
        #expect(reaction.replies.isEmpty)
        #expect(reaction.trouble != nil)
    }

    // MARK: Over a broker

    private static let chunked = #"{"cmd":"request_ota","size":3,"chunk_size":2,"total_chunks":2}"#

    @Test func aBrokerIsToldTheWholeStatus() {
        let session = DeviceLinkSession(.broker)
        let status = Base.golden[0].1
        #expect(Self.words(session.greeting(of: Base.device)) == status)
        let farewell = status.replacing("ONLINE", with: "OFFLINE")
        #expect(Self.words(session.offlineStatus(of: Base.device)) == farewell)
    }

    @Test func theLastChunkIsTheEndOverABroker() {
        var session = DeviceLinkSession(.broker)
        #expect(Base.receive(Self.chunked, &session).transfer == .begin(byteCount: 3))
        #expect(
            Self.words(Self.reply(to: .ready, &session))
                == #"{"status":"ok","message":"Ready to receive firmware","# + Base.id
        )
        _ = Self.piece(DeviceLinkReceiverTests.chunk(0, [1, 2]), &session)
        let gap = Self.piece(DeviceLinkReceiverTests.chunk(0, [1], damage: 1), &session)
        #expect(Self.words(gap.acknowledgements.first) == #"{"ota_nack":0,"expected_seq":1}"#)
        #expect(session.step(.tick(Base.device), at: Base.at(1)).transfer == nil)
        _ = Self.piece(DeviceLinkReceiverTests.chunk(1, [3]), &session)
        #expect(session.step(.tick(Base.device), at: Base.at(1)).transfer == .end)
        #expect(session.step(.tick(Base.device), at: Base.at(2)).transfer == nil)
    }

    @Test func rawFramesHaveNoEndOverABroker() {
        var session = DeviceLinkSession(.broker)
        let reaction = Base.receive(#"{"cmd":"request_ota","size":3}"#, &session)
        #expect(reaction.transfer == nil)
        #expect(Self.words(reaction.replies.first).hasPrefix(#"{"status":"invalid_param""#))
    }
}
