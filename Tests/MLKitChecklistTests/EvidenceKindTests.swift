import MLKitChecklist
import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Evidence that is no plain file: runs, models, addresses, commits, and what only another version of mlkit knows.
@Suite struct EvidenceKindTests {
    private let path = "checklist/scoping/baseline.md"
    private static let commit = String(repeating: "ab", count: 20)

    private static func lock(_ output: String, seed: Int = 1, seconds: Int = 1) -> String {
        """
        {"kind": "train", "parameters": {"seed": \(seed)},
         "outputs": {"m.onnx": "sha256:\(ContentHash(of: output).hex)"}, "result": {"summary": "\(seconds) s"}}
        """
    }

    @Test func eachKindIsWrittenAsItIs() throws {
        let fixture = try ProjectFixture(
            ["m.onnx": "1", "own.onnx": "2", ".mlkit/lock/train.trees.json": Self.lock("1")],
            sources: EvidenceSources(models: ["train.trees": "m.onnx"]) { FakeHistory(commits: ["HEAD": Self.commit]) })
        try fixture.done(
            "baseline",
            [
                .run(stage: "train.trees"), .modelOf(stage: "train.trees"), .model("own.onnx"),
                .url("https://example.com/a?b=c#d"), .commit("HEAD"),
            ])
        let run = ContentHash(of: "sha256:\(ContentHash(of: "1").hex) m.onnx\0").hex
        #expect(
            try fixture.read(path).withoutItemText == """
                ---
                item: scoping.baseline
                status: done
                version: 1
                by: Ada Example <ada@example.com>
                at: 2026-01-01T00:00:00Z
                evidence:
                  - run: train.trees
                    sha256: \(run)
                  - path: m.onnx
                    kind: model
                    stage: train.trees
                    sha256: \(ContentHash(of: "1").hex)
                  - path: own.onnx
                    kind: model
                    sha256: \(ContentHash(of: "2").hex)
                  - url: "https://example.com/a?b=c#d"
                    at: 2026-01-01T00:00:00Z
                  - commit: \(Self.commit)
                ---

                """)
        let report = try fixture.load().find("baseline")
        #expect(report.state == .done)
        #expect(
            report.record?.evidence.map(\.name) == [
                "run:train.trees", "model:train.trees", "model:own.onnx", "https://example.com/a?b=c#d",
                "commit:abababa",
            ])
        #expect(try fixture.load().diagnostics.isEmpty)
    }

    @Test func aRunIsStaleOnceItWroteSomethingElse() throws {
        let fixture = try ProjectFixture([".mlkit/lock/train.json": Self.lock("1")])
        try fixture.done("baseline", [.run(stage: "train")])
        // Run again with other settings and another time, and the same outputs.
        try fixture.write(Self.lock("1", seed: 2, seconds: 9), to: ".mlkit/lock/train.json")
        #expect(try fixture.state(of: "baseline") == .done)
        try fixture.write(Self.lock("2"), to: ".mlkit/lock/train.json")
        #expect(try fixture.why("baseline") == ["the run of `train` was repeated, with other outputs"])
        try fixture.write("no JSON", to: ".mlkit/lock/train.json")
        #expect(try fixture.why("baseline") == ["the run of `train` is gone"])
        try fixture.files.remove("/project/.mlkit")
        #expect(try fixture.why("baseline") == ["the run of `train` is gone"])
    }

    @Test func aRunThatWritesNothingIsBoundByWhatItRead() throws {
        func lock(_ input: String, _ seconds: Int) -> String {
            #"{"inputs": {"a": "\#(input)"}, "outputs": {}, "result": {"summary": "\#(seconds)"}}"#
        }
        let fixture = try ProjectFixture([".mlkit/lock/test.json": lock("1", 1)])
        try fixture.done("baseline", [.run(stage: "test")])
        try fixture.write(lock("1", 2), to: ".mlkit/lock/test.json")
        #expect(try fixture.state(of: "baseline") == .done)
        try fixture.write(lock("2", 2), to: ".mlkit/lock/test.json")
        #expect(try fixture.state(of: "baseline") != .done)
    }

    @Test func aModelIsStaleOnceItIsRetrained() throws {
        let fixture = try ProjectFixture(["m.onnx": "1"], sources: EvidenceSources(models: ["train": "m.onnx"]))
        try fixture.done("baseline", [.model("m.onnx")])
        #expect(try fixture.load().find("baseline").record?.evidence.map(\.name) == ["model:train"])
        try fixture.write("2", to: "m.onnx")
        #expect(try fixture.why("baseline") == ["the model `m.onnx` was retrained"])
        try fixture.files.remove("/project/m.onnx")
        #expect(try fixture.why("baseline") == ["the model `m.onnx` is gone"])
    }

    @Test func anotherModelThanTheDeployedOneIsTold() throws {
        var fixture = try ProjectFixture(
            ["m.onnx": "1", "deploy/current": "ab12\n", "deploy/ab12/model.onnx": "1"],
            sources: EvidenceSources(models: ["train": "m.onnx"]))
        fixture.sources.deployed = "deploy"
        try fixture.done("baseline", [.modelOf(stage: "train")])
        #expect(try fixture.load().find("baseline").reason == "")
        // Trained anew and looked at anew, while the old one goes on serving.
        try fixture.write("2", to: "m.onnx")
        try fixture.done("baseline")
        let report = try fixture.load().find("baseline")
        #expect(report.state == .done && report.reason == "looked at was the model `m.onnx`; in `deploy/ab12` is another")
        try fixture.write("2", to: "deploy/ab12/model.onnx")
        #expect(try fixture.load().find("baseline").reason == "")
    }

    @Test func answeringAgainFollowsAModelToItsNewPlace() throws {
        var fixture = try ProjectFixture(["m.onnx": "1"], sources: EvidenceSources(models: ["train": "m.onnx"]))
        try fixture.done("baseline", [.modelOf(stage: "train")])
        try fixture.files.rename("/project/m.onnx", to: "/project/models/m.onnx")
        fixture.sources.models = ["train": "models/m.onnx"]
        #expect(try fixture.why("baseline") == ["the model `m.onnx` is gone"])
        let change = try fixture.done("baseline")
        #expect(change.record.evidence.map(\.path) == ["models/m.onnx"])
        #expect(try fixture.state(of: "baseline") == .done)
    }

    @Test(arguments: [
        (CommitPlace.inHistory, []), (.unknown, []), (.gone, ["the commit abababa is gone"]),
        (.elsewhere, ["the commit abababa is not in the history of what is checked out"]),
    ])
    func aCommitHasToBeInTheHistory(place: CommitPlace, why: [String]) throws {
        var fixture = try ProjectFixture(
            sources: EvidenceSources { FakeHistory(commits: ["v1": Self.commit]) })
        try fixture.done("baseline", [.commit("v1")])
        fixture.sources = EvidenceSources { FakeHistory(commits: ["v1": Self.commit], place: place) }
        #expect(try fixture.why("baseline") == why)
    }

    @Test func withoutGitNobodyCanTellOfACommit() throws {
        let fixture = try ProjectFixture([
            path: "---\nitem: scoping.baseline\nstatus: done\nevidence:\n- commit: \(Self.commit)\n---\n"
        ])
        #expect(try fixture.state(of: "baseline") == .unclear(["the commit abababa cannot be looked up outside git"]))
    }

    @Test func gitIsOpenedOnlyForCommits() throws {
        let fixture = try ProjectFixture(["a.txt": "1"], sources: EvidenceSources { throw Failure("opened") })
        try fixture.done("baseline", ["a.txt", .url("http://example.com")])
        #expect(try fixture.state(of: "baseline") == .done)
        #expect(throws: Failure.self) { try fixture.done("budget", [.commit("HEAD")]) }
    }

    @Test func whatIsNotThereIsNamedAtOnce() throws {
        let fixture = try ProjectFixture(
            [".mlkit/lock/train.json": Self.lock("1")],
            sources: EvidenceSources(models: ["train": "m.onnx"]) { FakeHistory(commits: [:]) })
        let names: [EvidenceName] = [
            .run(stage: "trian"), .run(stage: "../../a"), .modelOf(stage: "trains"), .model("m.onnx"), .commit("nope"),
            .url("ftp://example.com"), .url("https://"), .url("https://me:word@example.com"), .url("https://a.b/c d"),
        ]
        let failure = #expect(throws: Failure.self) { try fixture.done("baseline", names) }
        #expect(
            failure?.diagnostics.map(\.message) == [
                "the stage `trian` has not run", "the stage `../../a` has not run", "the stage `trains` makes no model",
                "the evidence `m.onnx` does not exist", "`nope` names no commit",
                "the evidence `ftp://example.com` does not begin with https:// or http://",
                "the evidence `https://` names no server",
                "the evidence `https://me:word@example.com` has a name or password in it, which would be in git for good",
                "the evidence `https://a.b/c d` has blanks in it",
            ])
        #expect(failure?.diagnostics[0].hint == "did you mean `train`?")
        #expect(try !fixture.files.exists("/project/checklist"))
    }

    @Test(arguments: [
        ("reports/a.json", EvidenceName.path("/here/reports/a.json")), ("../a", .path("/a")),
        ("./run:a", .path("/here/run:a")), ("run:train.trees", .run(stage: "train.trees")),
        ("model:train.trees", .modelOf(stage: "train.trees")), ("model:m.onnx", .model("/here/m.onnx")),
        ("commit:HEAD~2", .commit("HEAD~2")), ("commit:a:b", .commit("a:b")),
        ("https://example.com//a/../b", .url("https://example.com//a/../b")), ("s3://bucket/a", .url("s3://bucket/a")),
        ("runs:a", .path("/here/runs:a")), ("run", .path("/here/run")), ("", .path("/here")),
    ])
    func namesOfTheCommandLine(text: String, name: EvidenceName) {
        #expect(EvidenceName(text, in: "/here", stages: ["train.trees"]) == name)
    }

    @Test func whatANewerVersionWroteIsKeptAndTold() throws {
        let hash = ContentHash(of: "1").hex
        let fixture = try ProjectFixture([
            "a.txt": "1",
            path: """
            ---
            item: scoping.baseline
            status: done
            evidence:
              - path: a.txt  # the main one
                sha256: \(hash)
                lines: [3, 9]
              # another machine has it
              - dataset: census
                digest: {algorithm: blake3, value: "00"}
            ---
            A note.
            """,
        ])
        #expect(
            Failure(try fixture.load().diagnostics).description == """
                warning: this version of mlkit knows no evidence of the kind `dataset`
                 --> checklist/scoping/baseline.md:9:5
                  |
                9 |   - dataset: census
                  |     ^^^^^^^
                note: it is kept, but nobody sees when it changes

                hint: a newer version of mlkit may know it

                """)
        let unclear = ItemState.unclear(["this version of mlkit knows no evidence of the kind `dataset`"])
        #expect(try fixture.state(of: "baseline") == unclear)
        try fixture.write("2", to: "a.txt")
        try fixture.done("baseline", nil, "again")
        #expect(
            try fixture.read(path).withoutItemText == """
                ---
                item: scoping.baseline
                status: done
                version: 1
                by: Ada Example <ada@example.com>
                at: 2026-01-01T00:00:00Z
                evidence:
                  - path: a.txt  # the main one
                    sha256: \(ContentHash(of: "2").hex)
                    lines: [3, 9]
                  # another machine has it
                  - dataset: census
                    digest: {algorithm: blake3, value: "00"}
                message: again
                ---
                A note.
                """)
        #expect(try fixture.state(of: "baseline") == unclear)
        // Named anew, it keeps what a user or a newer version wrote beside it; what is not named goes.
        try fixture.write("3", to: "a.txt")
        try fixture.write("b", to: "b.txt")
        try fixture.done("baseline", ["b.txt", "a.txt"])
        let record = try #require(try fixture.load().find("baseline").record)
        #expect(record.evidence.map(\.name) == ["b.txt", "a.txt"])
        #expect(record.evidence[1].others == [JSON.Member("lines", [3, 9])])
        #expect(try fixture.load().diagnostics.isEmpty)
    }

    @Test(arguments: [
        ("- pth: a.txt", "warning: this version of mlkit knows no evidence of the kind `pth`", "did you mean `path`?"),
        ("- run: ../a\n    sha256: x", "error: `../a` does not fit `run`", "use the name of a stage"),
        ("- run: a", "error: the run of a stage needs the key `sha256`", ""),
        ("- url: nowhere", "error: `nowhere` does not fit `url`", "begins with https://"),
        ("- url: https://a.b\n    at: soon", "error: `soon` does not fit `at`", ""),
        ("- commit: HEAD", "error: `HEAD` does not fit `commit`", "the 40 digits"),
        ("- path: a.txt", "error: a piece of evidence needs the key `sha256`", ""),
        ("- a.txt", "error: `evidence` must be a mapping, not text", ""),
        ("- {}", "error: a piece of evidence needs the key `path`", ""),
    ])
    func editsByHandAreChecked(entry: String, message: String, hint: String) throws {
        let fixture = try ProjectFixture([
            path: "---\nitem: scoping.baseline\nstatus: done\nevidence:\n  \(entry)\n---\n"
        ])
        let said = Failure(try fixture.load().diagnostics).description
        #expect(said.contains(message) && said.contains(hint), "\(said)")
        #expect(said.contains("--> \(path):"), "\(said)")
    }
}

/// A history whose commits all stand in one place.
private struct FakeHistory: CommitHistory {
    var commits: [String: String]
    var place = CommitPlace.inHistory

    func commit(_ revision: String) throws -> String {
        guard let id = commits[revision] else { throw Failure("`\(revision)` names no commit") }
        return id
    }

    func places(of commits: Set<String>) throws -> [String: CommitPlace] {
        Dictionary(commits.map { ($0, place) }) { $1 }
    }
}
