import Testing

@testable import MLKitCache

/// Which names in a cache are mlkit's own, so that nothing else is ever removed.
@Suite struct OwnNameTests {
    private static let hash = String(repeating: "0a", count: 32)

    @Test func recordsAreNamedByTheirKeys() {
        #expect(OwnNames.run(Self.hash + RunCache.ending) != nil && OwnNames.run(Self.hash) == nil)
        #expect(OwnNames.run(String(Self.hash.dropLast()) + RunCache.ending) == nil && OwnNames.run("x" + RunCache.ending) == nil)
    }

    @Test func foldersOfObjectsHaveTwoDigits() {
        for name in ["00", "09", "af", "f9", "a0"] { #expect(OwnNames.isObjectFolder(name), "\(name)") }
        for name in ["", "0", "000", "0g", "AF", "a/", "0`", "0:", "é"] { #expect(!OwnNames.isObjectFolder(name), "\(name)") }
    }

    @Test(arguments: [
        ("1234567890.tmp", true), ("123456789.tmp", false), (".1234567890.tmp", true), ("..1234567890.tmp", true),
        ("12345678901234567890.tmp", true), ("1234567890", false), ("12345678a0.tmp", false),
        (".tmp", false), ("a.1234567890.tmp", false), (".\(hash).12.7.tmp", true), (".\(hash.dropLast(2)).12.7.tmp", true),
        (".\(hash.dropLast(3)).12.7.tmp", false), ("\(hash).12.7.tmp", false),
        ("x.\(hash).12.7.tmp", false), (".\(hash).12.tmp", false), (".\(hash).x.7.tmp", false), (".\(hash).12.x.tmp", false),
        (".\(hash)..7.tmp", false), (".\(hash).json.12.7.tmp", true),
        ("x.\(hash).json.12.7.tmp", false), (".x.json.12.7.tmp", false), (".\(hash).12.7", false), (".\(hash).12.7.tmp~", false),
    ])
    func draftsHaveTheNameOfAProcess(name: String, isDraft: Bool) {
        #expect(OwnNames.isDraft(name) == isDraft)
    }

    @Test func fetchesHaveLongNumbers() {
        #expect(
            OwnNames.isFetch("1234567890") && !OwnNames.isFetch("123456789") && !OwnNames.isFetch("12345678x0") && !OwnNames.isFetch(""))
    }
}
