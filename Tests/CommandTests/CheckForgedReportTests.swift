import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// A report that somebody edited, held against what is known of the run that wrote it.
@Suite struct CheckForgedReportTests {
    private let scratch: ScratchDirectory
    private let report = "reports/data.json"
    private let lock = ".mlkit/lock/ingest.json"
    private static let spec = """
        mlkit: 1
        project: {name: p}
        checklists: [list.yaml]
        stages:
          ingest: {kind: data, source: rows.csv, target: y, split: {train: 0.5, valid: 0.25, test: 0.25, seed: 1}}

        """
    private static let definition = """
        checklist: 1
        title: T
        sections:
          - id: a
            title: A
            items:
              - {id: a.splits, title: Splits, why: w, how: h, maturity: poc, kind: automatic, verify: [{splits: disjoint}]}

        """

    init() async throws {
        scratch = try ScratchDirectory()
        try scratch.write(Self.spec, to: "mlkit.yaml")
        try scratch.write(Self.definition, to: "list.yaml")
        // The same rows again and again.
        try scratch.write("x,y\n" + String(repeating: "1,a\n2,b\n", count: 40), to: "rows.csv")
        _ = try SampleProject.expectSuccess(try await mlkit("run"))
    }

    private func mlkit(_ arguments: String...) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: scratch.path, engines: BuiltTool.sourceRoot.appending("engines"))
    }

    private func verdict() async throws -> String {
        let items = try JSON(parsing: Array(try await mlkit("check", "verify", "--format", "json").output.utf8)).array
        let verdict = items?.first?["verdicts"]?.array?.first
        return "\(verdict?["outcome"]?.string ?? ""): \(verdict?["message"]?.string ?? "")"
    }

    /// Makes the report say that no row stands in two parts.
    private func forge(lockToo: Bool) throws {
        let (old, shared) = (try scratch.read(report), /"shared_rows": [0-9]+/)
        let new = old.replacing(shared, with: "\"shared_rows\": 0")
        #expect(new != old)
        try scratch.write(new, to: report)
        guard lockToo else { return }
        let text = try scratch.read(lock)
        let edited = text.replacing(ContentHash(of: old).description, with: ContentHash(of: new).description)
        #expect(edited != text)
        try scratch.write(edited, to: lock)
    }

    @Test func editedAloneItDoesNotFitTheLock() async throws {
        #expect(try await verdict().hasPrefix("failed: "))
        try forge(lockToo: false)
        #expect(try await verdict().hasPrefix("unknown: \(report) says nothing of the project as it is: its output"))
    }

    @Test func editedWithItsLockItDoesNotFitTheRun() async throws {
        try forge(lockToo: true)
        let found = try await verdict()
        let reason = "the run that the cache has of it wrote something else than its lock says"
        #expect(found == "unknown: \(report) says nothing of the project as it is: \(reason); run `ingest` again")
        #expect(try await mlkit("check", "gate").status == 1)
        // Made again, it is what it was.
        _ = try SampleProject.expectSuccess(try await mlkit("run", "--force"))
        #expect(try await verdict().hasPrefix("failed: "))
    }
}
