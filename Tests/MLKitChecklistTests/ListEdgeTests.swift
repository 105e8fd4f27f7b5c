import MLKitCore
import MLKitSpec
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitChecklist

/// Rules that turn on one sign or byte more: names, addresses, seals, pointers, and whom an item is for.
@Suite struct ListEdgeTests {
    @Test(arguments: [
        ("https://a.b", nil), ("HTTPS://a.b", nil), ("http://a", nil), ("https://", "names no server"), ("https:///a", "names no server"),
        ("https://?a", "names no server"), ("https://u@a.b", "has a name or password in it, which would be in git for good"),
        ("https://a.b/@x", nil), ("https://a.b?u@x", nil), ("https://a.b#u@x", nil), ("https://a b", "has blanks in it"),
        ("https://a.b/\u{7F}", "has blanks in it"), ("https://a.b/\u{9F}", "has blanks in it"), ("https://a.b/\u{A1}", nil),
        ("https://a.b/\u{1F}", "has blanks in it"), ("ftp://a.b", "does not begin with https:// or http://"),
    ] as [(String, String?)])
    func anAddressIsOneThatAnybodyMayOpen(address: String, problem: String?) {
        #expect(WebAddress.problem(address) == problem)
    }

    @Test func anAddressHasAnEnd() {
        let longest = "https://a.b/" + String(repeating: "x", count: 1988)
        #expect(longest.utf8.count == 2000 && WebAddress.problem(longest) == nil)
        #expect(WebAddress.problem(longest + "x") == "is longer than 2000 bytes")
    }

    @Test(arguments: [
        ("a", true), ("", false), (".a", false), ("a.b", true), ("a/b", false), ("a\u{1F}", false), ("a ", true), ("a\u{7F}", false),
        (String(repeating: "é", count: 100), true), (String(repeating: "é", count: 100) + "a", false),
    ])
    func theNameOfAStage(text: String, isName: Bool) {
        #expect(RunLocks.isStageName(text) == isName)
    }

    /// RFC 4231, cases 1 and 6; a key of a whole block is taken as it is, a longer one by its hash.
    @Test func aSealIsAnHMAC() {
        func mark(_ key: [UInt8], _ text: String) -> String? { CacheSeal(key: key)?.mark(of: Array(text.utf8)).hex }
        #expect(
            mark([UInt8](repeating: 0x0B, count: 20), "Hi There")
                == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
        #expect(
            mark([UInt8](repeating: 0xAA, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First")
                == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
        for count in [64, 65] {
            let key = [UInt8](repeating: 7, count: count)
            #expect((mark(key, "x") == mark(ContentHash(of: key).bytes, "x")) == (count == 65))
        }
        #expect(CacheSeal(key: nil) == nil && CacheSeal(key: []) == nil)
    }

    @Test func aPointerIsShort() {
        let hash = ContentHash(of: "x")
        let text = "version https://git-lfs.github.com/spec/v1\noid sha256:\(hash.hex)\nsize 1\n"
        let longest = text + String(repeating: "x", count: 1024 - text.utf8.count)
        #expect(LargeFilePointer(Array(longest.utf8))?.hash == hash)
        #expect(LargeFilePointer(Array((longest + "x").utf8)) == nil)
        #expect(LargeFilePointer(Array(text.replacing("oid", with: "old").utf8)) == nil)
        #expect(LargeFilePointer.text(for: Array("x".utf8)) == text)
    }

    @Test(arguments: [
        ("a\r\nb\r\n", "a\nb\n"), ("a\rb", "a\rb"), ("a\r", "a\r"), ("\r\r\n", "\r\n"), ("a\u{0}\r\n", "a\u{0}\r\n"), ("", ""),
    ])
    func onlyWholeLineEndsAreChanged(text: String, plain: String) {
        #expect(GitForms.withLineFeeds(Array(text.utf8)) == Array(plain.utf8))
    }

    @Test func aStageWritesWhatLiesInItsFolderAndWhatItLiesIn() {
        let hash = ContentHash(of: "")
        let outputs = ["out/x": "one", "out": "two", "out2": "three"].mapValues { StageStandings.Output(stage: $0, hash: hash) }
        let standings = StageStandings(outputs: outputs)
        #expect(standings.writers(of: "out") == ["one", "two"] && standings.writers(of: "out/") == ["one", "two"])
        #expect(standings.writers(of: "out/x") == ["one", "two"] && standings.writers(of: "out/y") == ["two"])
        #expect(standings.writers(of: "ou") == [] && standings.writers(of: "out2/z") == ["three"])
    }

    @Test(arguments: [255, 256]) func theNameOfTheDeployedBundleIsShort(size: Int) throws {
        let files = InMemoryFileSystem(["/p/deploy/ab/model.onnx": "1"])
        try files.write("ab" + String(repeating: " ", count: size - 2), to: "/p/deploy/current")
        let hashes = HashCache(project: "/p", files: files, now: { 0 })
        let found = try DeployedModel("deploy", of: [], project: "/p", files: files, hashes: hashes)
        #expect((found != nil) == (size == 255))
        #expect(try DeployedModel(nil, of: [], project: "/p", files: files, hashes: hashes) == nil)
        try files.write("../deploy/ab", to: "/p/deploy/current")
        #expect(try DeployedModel("deploy", of: [], project: "/p", files: files, hashes: hashes) == nil)
        try files.write("ab", to: "/p/deploy/current")
        try files.remove("/p/deploy/ab/model.onnx")
        #expect(try DeployedModel("deploy", of: [], project: "/p", files: files, hashes: hashes) == nil)
    }

    private func item(_ id: String = "a.b", tags: [String] = [], maturity: Maturity = .poc) throws -> ChecklistItem {
        var item = try ProbeProject.item("file: x")
        (item.id, item.tags, item.maturity) = (id, tags, maturity)
        return item
    }

    @Test(arguments: [
        ("scoping.x", [], ItemRole.owner), ("data.x", [], .data), ("data-engineering.x", [], .data), ("dataset.x", [], .team),
        ("modelling.x", [], .science), ("deployment.x", [], .operations), ("ai-act.x", [], .responsibility),
        ("data.x", ["legal"], .responsibility), ("data.x", ["business", "privacy"], .responsibility), ("data.x", ["business"], .owner),
        ("x.x", ["labels"], .data), ("x.x", [], .team),
    ] as [(String, [String], ItemRole)])
    func anItemIsForSomebody(id: String, tags: [String], role: ItemRole) throws {
        #expect(try item(id, tags: tags).role == role)
    }

    /// All that a policy names has to fit.
    @Test func aPolicyIsForWhatFitsInEveryWay() throws {
        var selector = AnswerPolicy.Selector()
        (selector.items, selector.tag, selector.maturity) = (["a.b", "a.c"], "t", .poc)
        #expect(try selector.fits(item(tags: ["s", "t"])) && !selector.fits(item(tags: ["s"])))
        #expect(try !selector.fits(item("a.d", tags: ["t"])) && !selector.fits(item(tags: ["t"], maturity: .mvp)))
        #expect(try AnswerPolicy.Selector().fits(item()))
    }

    @Test func aFilterIsForWhatFitsInEveryWay() throws {
        var filter = ItemFilter()
        var report = ItemReport(item: try item(tags: ["s", "t"]), state: .open)
        #expect(filter.fits(report))
        (filter.section, filter.tags, filter.maturity) = ("a", ["s", "t"], .poc)
        #expect(filter.fits(report))
        filter.assignee = "Ada"
        #expect(!filter.fits(report))
        report.record = Record(item: "a.b", status: .open)
        report.record?.assignee = "Ada Example <ada@example.com>"
        #expect(filter.fits(report))
        for change in [
            { $0.section = "b" }, { $0.tags = ["s", "u"] }, { $0.maturity = .mvp }, { $0.assignee = "Bob" },
        ] as [(inout ItemFilter) -> Void] {
            var other = filter
            change(&other)
            #expect(!other.fits(report))
        }
    }

    @Test func aFilterOfNothingIsAMistake() throws {
        var filter = ItemFilter()
        (filter.section, filter.tags) = ("scopin", ["nowhere"])
        let failure = #expect(throws: Failure.self) { try filter.check(against: ProjectFixture().load()) }
        #expect(failure?.diagnostics.map(\.message) == ["there is no section `scopin` in the checklist", "no item has the tag `nowhere`"])
        #expect(failure?.diagnostics[0].hint == "did you mean `scoping`?")
        (filter.section, filter.tags) = ("scoping", [])
        try filter.check(against: ProjectFixture().load())
    }

    /// What holds up more than ten holds up no more than they.
    @Test func whatHoldsUpManyCountsUpToTen() {
        #expect([14, 15, 16].map { NextStep.Reason.unblocks($0).weight } == [14, 15, 15])
    }
}
