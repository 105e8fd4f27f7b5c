import MLKitChecklist
import MLKitCore
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

/// Points and levels of lists with `scoring`.
@Suite struct ScoreTests {
    private static func list(_ scoring: String) -> String {
        """
        checklist: 1
        title: Scored
        scoring: \(scoring)
        sections:
          - id: first
            title: First
            items:
              - {id: first.a, title: A, why: w, how: h, maturity: poc}
              - {id: first.b, title: B, why: w, how: h, maturity: poc}
          - id: second
            title: Second
            items:
              - {id: second.c, title: C, why: w, how: h, maturity: poc, verify: [{file: Dockerfile}]}

        """
    }

    private static let points = """
        {manual: 0.5, automated: 1, total: minimum, bands: [{up_to: 0, means: Nothing.}, {up_to: 0.5, means: Some.}, \
        {means: All.}]}
        """

    private func checklist(_ scoring: String, _ records: [String: String], passing: [String] = []) throws -> Checklist {
        let files = InMemoryFileSystem()
        try files.write(Self.list(scoring), to: "/p/list.yaml")
        for (item, rest) in records {
            let path = "/p/checklist/\(item.replacing(".", with: "/")).md"
            try files.write("---\nitem: \(item)\n\(rest)---\n", to: FilePath(path))
        }
        let hashes = HashCache(project: "/p", files: files, now: { 0 })
        let checklist = try Checklist.load(
            definitions: ["/p/list.yaml"], project: "/p", kinds: .builtIn, facts: nil, files: files, hashes: hashes, now: ProjectFixture.at)
        return checklist.judged(by: Dictionary(passing.map { ($0, [ProbeVerdict(.passed, "there")]) }) { $1 })
    }

    private let done = "status: done\n"

    @Test func theWeakestSectionIsTheScore() throws {
        let score = try checklist(Self.points, ["first.a": done, "first.b": "status: done\nanswer: automated\n"]).scores[0]
        #expect(score.sections.map(\.points) == [1.5, 0])
        #expect(score.result == .points(0, of: 1))
        #expect(score.words == "0 of 1 points" && score.means == "Nothing.")
    }

    @Test func passingProbesAreAutomatic() throws {
        let checklist = try checklist(Self.points, ["first.a": done], passing: ["second.c"])
        #expect(checklist.scores[0].sections.map(\.points) == [0.5, 1])
        #expect(checklist.scores[0].means == "Some.")
        #expect(checklist.points(of: try checklist.find("second.c")) == 1)
        #expect(checklist.points(of: try checklist.find("first.b")) == 0)
    }

    /// A person who has to confirm is a person still.
    @Test func whatAPersonConfirmsIsDoneByHand() throws {
        let text = Self.list(Self.points).replacing("verify: [{file: Dockerfile}]", with: "verify: [{file: Dockerfile}], confirm: true")
        let files = InMemoryFileSystem(["/p/list.yaml": text, "/p/checklist/second/c.md": "---\nitem: second.c\n\(done)---\n"])
        let hashes = HashCache(project: "/p", files: files, now: { 0 })
        let checklist = try Checklist.load(
            definitions: ["/p/list.yaml"], project: "/p", kinds: .builtIn, facts: nil, files: files, hashes: hashes, now: ProjectFixture.at)
        let judged = checklist.judged(by: ["second.c": [ProbeVerdict(.passed, "there")]])
        #expect(judged.scores[0].sections.map(\.points) == [0, 0.5])
        let failing = checklist.judged(by: ["second.c": [ProbeVerdict(.failed, "gone")]])
        #expect(failing.scores[0].sections.map(\.points) == [0, 0])
    }

    @Test func aSumIsOfAllItems() throws {
        let score = try checklist("{manual: 1, automated: 2, total: sum}", ["first.a": done], passing: ["second.c"]).scores[0]
        #expect(score.result == .points(3, of: 6) && score.means == nil)
    }

    @Test func levelsRequireThoseBelowThem() throws {
        let levels = "{total: levels}"
        #expect(try checklist(levels, [:], passing: ["second.c"]).scores[0].words == "below level 0")
        let skipped = ["first.a": done, "first.b": "status: skipped\nreason: no\n"]
        #expect(try checklist(levels, skipped).scores[0].words == "level 0 of 1")
        #expect(try checklist(levels, skipped, passing: ["second.c"]).scores[0].result == .level(1, highest: 1))
    }

    @Test func aScoredTaskSaysHowItWasDone() throws {
        let checklist = try checklist(Self.points, [:])
        let item = try checklist.find("first.a").item
        let change = try checklist.markDone(item, answer: "Automated", ProjectFixture.answering)
        #expect(change.record.answer == "automated")
        #expect(throws: Failure.self) { try checklist.markDone(item, answer: "often", ProjectFixture.answering) }
    }
}
