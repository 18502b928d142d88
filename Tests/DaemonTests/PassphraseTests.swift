import Daemon
import Testing

@Suite struct PassphraseTests {
    @Test func itIsLongEnoughForANetworkAndNeverTheSame() {
        var generator = SystemRandomNumberGenerator()
        let phrases = (0..<100).map { _ in Passphrase.make(using: &generator) }
        #expect(Set(phrases).count == phrases.count)
        #expect(phrases.allSatisfy { $0.utf8.count == 12 })
        let confusable = Set("ilo01")
        #expect(phrases.allSatisfy { confusable.isDisjoint(with: $0) })
    }
}
