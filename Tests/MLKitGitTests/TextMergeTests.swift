import MLKitCore
import MLKitGit
import MLKitTestSupport
import Testing

/// Merges of three texts, compared with `git merge-file`.
@Suite struct TextMergeTests {
    private let labels = TextMerge.Labels(base: "old", yours: "yours", theirs: "new")
    private let base = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n"

    private func merge(
        _ base: String?, _ yours: String, _ theirs: String, _ style: TextMerge.Style = .merge
    ) throws -> (text: String, conflicts: Int) {
        let merge = try TextMerge(
            base: base.map { Array($0.utf8) }, yours: Array(yours.utf8), theirs: Array(theirs.utf8), labels: labels,
            style: style)
        return (String(decoding: merge.content, as: UTF8.self), merge.conflicts)
    }

    /// What git makes of the texts, and how many conflicts it counts.
    private func git(
        _ base: String?, _ yours: String, _ theirs: String, _ options: [String]
    ) async throws -> (text: String, conflicts: Int) {
        let scratch = try ScratchDirectory()
        try scratch.write(base ?? "", to: "base")
        try scratch.write(yours, to: "yours")
        try scratch.write(theirs, to: "theirs")
        let names = ["-L", "yours", "-L", "old", "-L", "new", "yours", "base", "theirs"]
        let result = try await Command(
            "git", ["merge-file", "-p"] + options + names, directory: scratch.path,
            environment: ["GIT_CONFIG_GLOBAL": "/dev/null"]
        ).run()
        return (result.outputText, result.status)
    }

    private static let cases: [(base: String?, yours: String, theirs: String)] = [
        ("one\ntwo\nthree\nfour\nfive\n", "ONE\ntwo\nthree\nfour\nfive\n", "one\ntwo\nthree\nfour\nFIVE\n"),
        ("one\ntwo\nthree\n", "one\n2\nthree\n", "one\nTWO\nthree\n"),
        ("a\nb\nc\nd\ne\nf\ng\nh\n", "A\nb\nc\nd\ne\nf\ng\nH\n", "1\nb\nc\nd\ne\nf\ng\n8\n"),
        // Only a line without letters and digits between two conflicts.
        ("a\n\nb\n", "A\n\nB\n", "1\n\n2\n"),
        (nil, "title\nours\n", "title\ntheirs\n"),
        (nil, "same\n", "same\n"),
        ("one\ntwo", "one\ntwo", "one\ntwo\nthree"),
        ("one\ntwo", "one\nTWO", "one\n2\n"),
        ("a\nb\nc\n", "a\nx\ny\nz\nc\n", "a\nx\nY\nz\nc\n"),
        ("a\n", "", "b\n"),
        ("a\nb\n", "a\n<<<<<<< yours\nb\n", "a\nb\nc\n"),
        ("a\nb\nc\n", "a\n<<<<<<<<<< x\nc\n", "a\n<<<<<<< y\nc\n"),
        ("a\r\nb\r\n", "a\r\nB\r\n", "a\r\n2\r\n"),
        ("a\nb\n", "a\r\nB\n", "a\n2\n"),
    ]

    @Test(arguments: cases.indices, [("merge", []), ("diff3", ["--diff3"]), ("zdiff3", ["--zdiff3"])])
    func itIsWhatGitMakesOfIt(_ index: Int, _ style: (name: String, options: [String])) async throws {
        let (base, yours, theirs) = Self.cases[index]
        let ours = try merge(base, yours, theirs, try #require(TextMerge.Style(rawValue: style.name)))
        let gits = try await git(base, yours, theirs, style.options)
        #expect(ours.text == gits.text)
        #expect(ours.conflicts == gits.conflicts)
    }

    /// Texts of few different lines, changed at random on both sides.
    @Test func randomTextsAreMergedAsGitDoes() async throws {
        var generator = SeededGenerator(seed: 7)
        func edited(_ lines: [String]) -> [String] {
            lines.flatMap { line -> [String] in
                switch Int.random(in: 0..<10, using: &generator) {
                case 0: []
                case 1: ["changed \(Int.random(in: 0..<3, using: &generator))"]
                case 2: [line, "added \(Int.random(in: 0..<3, using: &generator))"]
                default: [line]
                }
            }
        }
        for _ in 0..<60 {
            let lines = (0..<20).map { _ in ["a", "b", "", "}", "word"].randomElement(using: &generator) ?? "" }
            let texts = [lines, edited(lines), edited(lines)].map { $0.joined(separator: "\n") }
            let ours = try merge(texts[0], texts[1], texts[2])
            let gits = try await git(texts[0], texts[1], texts[2], [])
            #expect(ours.text == gits.text)
            #expect(ours.conflicts == gits.conflicts)
        }
    }

    @Test func aConflictIsMarkedWithTheLabels() throws {
        let merged = try merge("a\nb\nc\n", "a\nmine\nc\n", "a\nthe other\nc\n")
        #expect(merged.text == "a\n<<<<<<< yours\nmine\n=======\nthe other\n>>>>>>> new\nc\n")
        #expect(merged.conflicts == 1)
    }

    @Test func aCheckoutWithCRLFIsNoChange() throws {
        let yours = base.replacing("two", with: "2").replacing("\n", with: "\r\n")
        let merged = try merge(base, yours, base.replacing("six", with: "6"))
        #expect(merged.text == "one\r\n2\r\nthree\r\nfour\r\nfive\r\n6\r\nseven\r\n")
        #expect(merged.conflicts == 0)
        let conflict = try merge(base, yours, base.replacing("two", with: "II"))
        #expect(conflict.text.hasPrefix("one\r\n<<<<<<< yours\r\n2\r\n=======\r\nII\r\n>>>>>>> new\r\nthree\r\n"))
    }

    @Test func aCheckoutWithLFOfCRLFTextsIsNoChange() throws {
        let theirs = base.replacing("six", with: "6").replacing("\n", with: "\r\n")
        let merged = try merge(base.replacing("\n", with: "\r\n"), base.replacing("one", with: "1"), theirs)
        #expect(merged.text == "1\ntwo\nthree\nfour\nfive\n6\nseven\n")
    }

    @Test func theirChangeOfAllEndingsIsAChange() throws {
        let merged = try merge(base, base, base.replacing("\n", with: "\r\n"))
        #expect(merged.text == base.replacing("\n", with: "\r\n"))
    }

    @Test func mixedEndingsAreLeftAlone() throws {
        let yours = "one\r\ntwo\nthree\nfour\nfive\nsix\nseven\n"
        #expect(try merge(base, yours, base.replacing("seven", with: "7")).text == yours.replacing("seven", with: "7"))
    }

    @Test func aZeroMakesAFileBinary() {
        #expect(TextMerge.isBinary([65, 0, 66]))
        #expect(!TextMerge.isBinary(Array("text é\n".utf8)))
        #expect(!TextMerge.isBinary([]))
        #expect(!TextMerge.isBinary([UInt8](repeating: 65, count: 8000) + [0]))
    }

    @Test func theStyleIsGitsSetting() async throws {
        let sandbox = try await GitSandbox()
        #expect(try sandbox.repository().conflictStyle == .merge)
        try await sandbox.git("config", "merge.conflictStyle", "zdiff3")
        #expect(try sandbox.repository().conflictStyle == .zdiff3)
    }
}
