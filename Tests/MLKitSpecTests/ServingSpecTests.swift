import MLKitCore
import MLKitSpec
import MLKitStages
import Testing

/// The keys of `serving`.
@Suite struct ServingSpecTests {
    private func spec(_ serving: String, _ more: String = "") throws -> ProjectSpec {
        let text = "mlkit: 1\nproject: {name: p, owner: us}\nserving: \(serving)\n\(more)"
        return try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn)
    }

    @Test func everyLimitIsAKey() throws {
        let all = ServerLimits.all.map { "\($0.name): \($0.standard)" }.joined(separator: ", ")
        #expect(try spec("{limits: {\(all)}}").serving.limits == ServerLimits())
        let some = try spec(
            "{host: 0.0.0.0, limits: {rows: 10, body: 2MiB, deadline: 250ms, idle_time: 5, drain_delay: 0}, keys: ops/keys, access_log: "
                + "'-'}")
        let expected = ServerLimits {
            ($0.rows, $0.body, $0.deadline, $0.idleTime, $0.drainDelay) = (10, 2 << 20, 0.25, 5, 0)
        }
        #expect(some.serving.limits == expected)
        #expect(some.serving.host == "0.0.0.0" && some.serving.keyFile == "ops/keys" && some.serving.accessLog == "-")
        #expect(some.serving.port == 8080 && some.serving.log == nil)
        let log = try spec("{log: {file: logs/rows.jsonl, files: 2}}").serving.log
        #expect(log?.file == "logs/rows.jsonl" && log?.megabytes == 64 && log?.files == 2)
    }

    @Test(arguments: [
        ("{limits: {row: 1}}", "unknown key `row` in `serving.limits`"), ("{limits: {body: 16X}}", "`16X` does not fit `body`"),
        ("{limits: {body: 99GiB}}", "`99GiB` does not fit `body`"), ("{limits: {deadline: -1s}}", "`-1s` does not fit `deadline`"),
        ("{log: {files: 2}}", "`serving.log` needs the key `file`"),
        ("{log: {file: a, files: 0}}", "`files` must be between 1 and 1000, not 0"),
        ("{keys: ../keys}", "the path `../keys` leads out of the project"),
    ])
    func namesWhatIsWrong(_ serving: String, _ message: String) {
        let failure = #expect(throws: Failure.self) { try spec(serving) }
        #expect(failure?.diagnostics.map(\.message) == [message])
    }

    /// A container is held to the limits too: the stage that makes it follows from them, and from nothing else of serving.
    @Test func aDeployStageShowsTheLimitsThatAreChanged() throws {
        let stages = """
            stages:
              d: {kind: data, source: a.csv, target: t}
              t: {kind: train, data: "${stages.d}", model: baseline}
              p: {kind: deploy, model: "${stages.t}"}

            """
        #expect(try spec("{port: 1}", stages).stage("p")?.about == ["project": ["owner": "us"]])
        #expect(
            try spec("{limits: {rows: 7, deadline: 30s, body: 1MiB}}", stages).stage("p")?.about
                == ["project": ["owner": "us"], "serving": ["limits": ["rows": "7", "body": "1048576"]]])
        #expect(try spec("{limits: {rows: 7}}", stages).stage("t")?.about == .null)
    }
}
