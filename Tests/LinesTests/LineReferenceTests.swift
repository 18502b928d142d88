import Lines
import Testing

@Suite struct LineReferenceTests {
    @Test func digitsAreANumberAndAllElseAName() {
        #expect(LineReference("17") == .number(17))
        #expect(LineReference("GPIO17") == .name("GPIO17"))
        #expect(LineReference("1a") == .name("1a"))
        #expect(LineReference("7J1 Header Pin16") == .name("7J1 Header Pin16"))
    }

    @Test(arguments: [
        "", "1024", "99999999999", "naïve", "-----32-characters-and-more-----",
    ])
    func whatCanBeNeitherIsRefused(text: String) {
        #expect(LineReference(text) == nil)
    }
}
