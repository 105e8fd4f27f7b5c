import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitDeployment

/// Which bundles there are, which is served, and which was before.
@Suite("Deployments")
struct DeploymentsTests {
    private let files = InMemoryFileSystem()
    private var deployments: Deployments { Deployments("/d", files: files) }

    private func add(_ versions: String...) throws {
        for version in versions { try files.write("{\"name\":\"m\",\"mlkit\":\"9\"}", to: FilePath("/d/\(version)/bundle.json")) }
    }

    private func change(from: String?, to: String, because: String? = nil) -> Deployments.Change {
        Deployments.Change(time: Timestamp(seconds: 60), from: from, to: to, by: "Ada", because: because)
    }

    @Test func whatIsNotThereIsNothing() throws {
        #expect(try deployments.versions() == [] && deployments.history() == [])
        #expect(try deployments.current() == nil && deployments.previous() == nil)
    }

    @Test func bundlesAreWhatCanBeRead() throws {
        try add("b", "a", ".staging")
        try files.write("{", to: "/d/broken/bundle.json")
        try files.write("x", to: "/d/empty/x")
        try files.write("{}", to: "/d/plain/bundle.json")
        #expect(
            try deployments.versions() == [
                .init(version: "a", name: "m", mlkit: "9"), .init(version: "b", name: "m", mlkit: "9"),
                .init(version: "plain", name: "", mlkit: ""),
            ])
        #expect(try deployments.bundle("a") == "/d/a")
        for version in ["broken", ".staging", "c"] { #expect(throws: Failure.self) { try deployments.bundle(version) } }
    }

    @Test(arguments: [("a\n", "a"), (" a \r\n", "a"), ("", nil), (" \n", nil)] as [(String, String?)])
    func theCurrentVersionIsOneWord(text: String, version: String?) throws {
        try files.write(text, to: "/d/current")
        #expect(try deployments.current() == version)
    }

    /// Each begins where the one before ended, and the last is what is served.
    @Test func changesAtOnceAreRecordedInTurn() async throws {
        let scratch = try ScratchDirectory()
        let versions = ["a", "b", "c"]
        for version in versions { try scratch.write("{}", to: "\(version)/bundle.json") }
        let deployments = Deployments(scratch.path)
        try deployments.change(change(from: nil, to: "a"))
        let made = try await withThrowingTaskGroup(of: Int.self) { group in
            for version in versions {
                group.addTask {
                    try (0..<20).count { try deployments.change(change(from: nil, to: version, because: "\($0)")) != nil }
                }
            }
            return try await group.reduce(1, +)
        }
        let history = try deployments.history()
        #expect(history.count == made)
        for (before, after) in zip(history, history.dropFirst()) { #expect(before.to == after.from) }
        #expect(try deployments.current() == history.last?.to)
    }

    @Test func aChangeIsRecordedOnce() throws {
        try add("a", "b")
        try deployments.change(change(from: nil, to: "a"))
        try deployments.change(change(from: "a", to: "a", because: "again"))
        let first = "{\"time\":\"1970-01-01T00:01:00Z\",\"from\":null,\"to\":\"a\",\"by\":\"Ada\",\"because\":null}\n"
        #expect(try files.readText("/d/history.jsonl") == first && files.readText("/d/current") == "a\n")
        #expect {
            try deployments.change(change(from: "a", to: "c"))
        } throws: { "\($0)".hasPrefix("error: no version `c` in `/d`\n") }
        #expect(try files.readText("/d/history.jsonl") == first && files.readText("/d/current") == "a\n")
        try deployments.change(change(from: "a", to: "b", because: "better"))
        #expect(try deployments.history() == [change(from: nil, to: "a"), change(from: "a", to: "b", because: "better")])
        #expect(try deployments.current() == "b")
    }

    /// Lines that are no changes are passed over.
    @Test func theHistoryIsReadAsFarAsItIsOne() throws {
        let line = change(from: nil, to: "a").json.compact
        let others = ["", "x", "{}", line.replacing("\"to\":\"a\"", with: "\"to\":1"), line.replacing("1970-01-01T", with: "")]
        try files.write(others.joined(separator: "\n") + "\n" + line, to: "/d/history.jsonl")
        #expect(try deployments.history() == [change(from: nil, to: "a")])
    }

    @Test func thePreviousIsTheLastThatIsAnotherAndStillThere() throws {
        try add("a", "b", "c")
        try deployments.change(change(from: nil, to: "a"))
        #expect(try deployments.previous() == nil)
        try deployments.change(change(from: "a", to: "b"))
        try deployments.change(change(from: "b", to: "c"))
        #expect(try deployments.previous() == "b")
        try files.remove("/d/b")
        #expect(try deployments.previous() == "a")
        try deployments.change(change(from: "c", to: "a"))
        #expect(try deployments.previous() == "c")
        // What only stands as the one before counts too.
        try files.write(change(from: "a", to: "b").json.compact + "\n", to: "/d/history.jsonl")
        try files.write("c\n", to: "/d/current")
        #expect(try deployments.previous() == "a")
    }
}
