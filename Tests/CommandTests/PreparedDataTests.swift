import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// A data stage with all that prepares rows, as a project has it.
@Suite struct PreparedDataTests {
    private let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        try scratch.write(
            "id,hours,kind,label\n"
                + (0..<200).map { "v\($0 % 180),\($0 % 50 == 7 ? 400 : $0 % 60),\($0 % 2 == 0 ? "caf\u{E9}" : "cafe\u{301}"),"
                + "\($0 % 3 == 0 ? "yes" : "no")\n" }.joined(),
            to: "visits.csv")
        try scratch.write("id,label\nv1,yes\n", to: "labels.csv")
    }

    private func spec(_ keys: String) throws {
        try scratch.write("mlkit: 1\nproject: {name: visits}\nparams: {sample: 1}\nstages:\n  ingest:\n    kind: data\n    source: "
            + "visits.csv\n    target: label\n" + keys, to: "mlkit.yaml")
    }

    private func mlkit(_ arguments: String...) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: scratch.path)
    }

    @Test func rowsArePreparedAndCounted() async throws {
        try spec(
            """
                clean:
                  unicode: nfc
                  labels: {file: labels.csv, key: id}
                  rules: [{check: hours <= 168, otherwise: drop}]
                  drop_duplicates: [id]
                  keep: last
                sample: "${params.sample}"
                split: {train: 0.6, valid: 0.2, test: 0.2, fixed: true}
                balance: undersample
                page: reports/data.html

            """)
        let outcome = try await mlkit("run")
        #expect(outcome.status == 0, "\(outcome.error)")
        let report = try JSON(parsing: Array(scratch.read("reports/data.json").utf8))
        #expect(report["rows"]?["broken"]?.array?.first == ["check": "hours <= 168", "rows": 4, "dropped": true])
        #expect(
            report["rows"]?["corrected"] == 2 && report["rows"]?["duplicates"] == 19 && report["rows"]?["kept"] == 177,
            "\(report["rows"]?.compact ?? "")")
        #expect(report["split"]?["fixed"] == true && report["split"]?["balanced"] != nil && report["statistics"] != nil)
        #expect(try scratch.read("reports/data.html").contains("<h2>What tells of the target</h2>"))
        #expect(try scratch.read("data/schema.yaml").contains("unicode: nfc\n"))
        // A sample is another run, and the file of labels an input.
        let sampled = try await mlkit("run", "--set", "params.sample=0.5")
        #expect(sampled.status == 0 && sampled.error.contains("`sample` takes "), "\(sampled.error)")
        #expect(try await mlkit("run").error.contains("back ingest"))
        try scratch.write("id,label\nv1,yes\nv2,yes\n", to: "labels.csv")
        #expect(try await mlkit("run").error.contains("`labels.csv` changed"))
    }

    /// What keys cannot say each for itself is told with its place, all at once.
    @Test func settingsThatDoNotGoTogetherAreRefused() async throws {
        try spec("    clean: {drop_duplicates: true, keep: last}\n    sample: {seed: 3}\n    split: {train: 0.6, valid: 0.2, test: 0.2, "
            + "fixed: true, stratify: label}\n")
        let outcome = try await mlkit("run")
        for (message, line) in [
            ("`keep` says which of several rows of one key stays, and `drop_duplicates` names no key", 9),
            ("`sample` needs `fraction` or `rows`", 10), ("a split is `fixed`, or goes by `stratify`, not both", 11),
        ] {
            #expect(outcome.error.contains("error: \(message)\n"), "\(message) is not in \(outcome.error)")
            #expect(outcome.error.contains("--> mlkit.yaml:\(line):"), "line \(line) is not in \(outcome.error)")
        }
        #expect(outcome.status == 1)
    }
}
