import MLKitCore
import MLKitSpec
import MLKitStages
import SystemPackage
import Testing

@testable import MLKitFingerprints

/// Fingerprints as they are taken and written down.
@Suite struct FingerprintTests {
    private static let hash = ContentHash(of: "x")

    private func fingerprint(executables: ByteTable<ContentHash>? = nil, overridden: [String] = []) -> StageFingerprint {
        StageFingerprint(
            kind: "train", version: 3, engines: ["b": "2", "a": "1"], configuration: ["k": 1], parameters: ["z": 1, "y": [2]],
            environment: ["N": nil, "M": Self.hash], inputs: ["q": Self.hash, "p": nil], executables: executables,
            overridden: overridden)
    }

    /// Sorted, so that branches merge.
    @Test func itIsWrittenInOrderAndReadBack() throws {
        let whole = fingerprint(executables: ["q": Self.hash, "c": Self.hash], overridden: ["z"])
        let json = JSON.object(whole.members)
        #expect(StageFingerprint(json) == whole)
        for (name, names) in [
            ("engines", ["a", "b"]), ("parameters", ["y", "z"]), ("environment", ["M", "N"]), ("inputs", ["p", "q"]),
            ("executables", ["c", "q"]),
        ] {
            #expect(json[name]?.members?.map(\.name) == names, "\(name)")
        }
        #expect(json["inputs"]?["p"] == .null && json["environment"]?["N"] == .null)
    }

    /// That there are no programs is known; that nobody looked is not.
    @Test func programsAreNoneOrNotKnown() throws {
        #expect(fingerprint().members.contains { $0.name == "executables" } == false)
        #expect(fingerprint(executables: [:]).members.last == JSON.Member("executables", .object([])))
        let unknown = try #require(StageFingerprint(.object(fingerprint().members)))
        let none = try #require(StageFingerprint(.object(fingerprint(executables: [:]).members)))
        #expect(unknown.executables == nil)
        #expect(none.executables == [:])
        // In the cache both are one run.
        #expect(fingerprint().keyMembers == fingerprint(executables: [:]).keyMembers)
        #expect(fingerprint().keyMembers != fingerprint(executables: ["q": Self.hash]).keyMembers)
        #expect(fingerprint().keyMembers != fingerprint(overridden: ["z"]).keyMembers)
    }

    /// What names no kind, or no version of one, is the fingerprint of no stage.
    @Test(arguments: ["kind", "version"]) func withoutAKindThereIsNone(_ name: String) {
        let members = fingerprint().members
        #expect(StageFingerprint(.object(members.filter { $0.name != name })) == nil)
        #expect(StageLock(.object(members.filter { $0.name != name })) == nil)
        #expect(StageLock(.object(members)) != nil)
    }

    private func fingerprinter(_ files: InMemoryFileSystem) -> Fingerprinter {
        Fingerprinter(
            project: "/p", files: files, hashes: HashCache(project: "/p", files: files, now: { 0 }), environment: [:],
            engines: { _ in [:] })
    }

    private func stage(_ keys: String) throws -> StageSpec {
        let text = "mlkit: 1\nproject: {name: p}\nstages:\n  a: {run: x, \(keys)}\n"
        return try #require(try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn).stages.first)
    }

    /// A frozen stage is held to the outputs that it had when it last ran, or to those it declares if it never did.
    @Test func aFrozenStageOnlyMissesOutputs() throws {
        let stage = try stage("inputs: [in], outputs: [new, out], frozen: true")
        let lock = StageLock(
            fingerprint: fingerprint(), outputs: ["old": Self.hash, "out": Self.hash], result: StageResult(summary: ""))
        func reasons(_ paths: [String], _ lock: StageLock?) throws -> [StaleReason] {
            let files = InMemoryFileSystem(Dictionary(uniqueKeysWithValues: paths.map { ("/p/\($0)", "changed") }))
            return try fingerprinter(files).staleReasons(stage, lock, fingerprint())
        }
        #expect(try reasons(["old", "out"], lock) == [])
        #expect(try reasons(["new", "out"], lock) == [.outputMissing(path: "old")])
        #expect(try reasons(["new", "out"], nil) == [])
        #expect(try reasons(["old"], nil) == [.outputMissing(path: "new"), .outputMissing(path: "out")])
    }

    /// What people are told to edit was not changed by something else.
    @Test func anOutputThatIsMeantToBeEditedWasEdited() throws {
        let stage = try stage("outputs: {rules: {path: one, keep: true}, rest: two}")
        let files = InMemoryFileSystem(["/p/one": "y", "/p/two": "y"])
        let now = try fingerprinter(files).fingerprint(stage)
        let lock = StageLock(fingerprint: now, outputs: ["one": Self.hash, "two": Self.hash], result: StageResult(summary: ""))
        let reasons = try fingerprinter(files).staleReasons(stage, lock, now)
        #expect(reasons == [.keptEdited(path: "one"), .outputChanged(path: "two")])
        #expect(reasons[0].description == "`one` was edited" && reasons[0].isOfOutput)
    }

    @Test func aStageIsStaleForWhatBecameOfItsOutputs() throws {
        let stage = try stage("outputs: [one, two, three]")
        let files = InMemoryFileSystem(["/p/one": "x", "/p/two": "y"])
        let now = try fingerprinter(files).fingerprint(stage)
        let outputs: ByteTable<ContentHash> = ["one": Self.hash, "two": Self.hash, "three": Self.hash]
        let lock = StageLock(fingerprint: now, outputs: outputs, result: StageResult(summary: ""))
        #expect(
            try fingerprinter(files).staleReasons(stage, lock, now)
                == [.outputMissing(path: "three"), .outputChanged(path: "two")])
        #expect(try fingerprinter(files).staleReasons(stage, nil, now) == [.neverSucceeded])
        #expect(fingerprinter(files).isCurrent(lock, stage, now))
        let always = try self.stage("outputs: [one, two, three], always: true")
        #expect(try fingerprinter(files).staleReasons(always, lock, now) == [.always])
    }

    @Test func anInputIsChangedByItsContentItsStateOrWhatIsExecutable() {
        func look(_ hash: ContentHash?, state: Int = 1, executables: ByteTable<ContentHash> = [:]) -> StageLook {
            let fingerprint = StageFingerprint(
                kind: "k", version: 1, configuration: .null, parameters: [:], environment: [:], inputs: ["in": hash],
                executables: executables)
            return StageLook(fingerprint: fingerprint, missing: [], states: ["in": state])
        }
        let before = look(Self.hash)
        #expect(look(Self.hash).changedInputs(since: before) == [])
        #expect(look(nil).changedInputs(since: before) == ["in"])
        // Changed and changed back.
        #expect(look(Self.hash, state: 2).changedInputs(since: before) == ["in"])
        #expect(look(Self.hash, executables: ["in": Self.hash]).changedInputs(since: before) == ["in"])
    }

    private func environment(_ files: [String: String]) throws -> ContentHash? {
        let disk = InMemoryFileSystem(Dictionary(uniqueKeysWithValues: files.map { ("/p/env/\($0.key)", $0.value) }))
        return try PythonEnvironment(folder: "/p/env", files: disk).hash()
    }

    @Test func aPythonEnvironmentIsItsVersionAndItsPackages() throws {
        let site = "lib/python3.11/site-packages"
        let config = "home = /usr/bin\nversion = 3.11.2\n"
        let base = ["pyvenv.cfg": config, "\(site)/numpy-1.0.dist-info/METADATA": "x", "\(site)/numpy/a.py": "x"]
        func with(_ path: String, _ text: String) throws -> ContentHash? {
            try environment(base.merging([path: text]) { $1 })
        }
        let hash = try #require(try environment(base))
        #expect(try with("\(site)/numpy/a.py", "other") == hash && with("\(site)/__pycache__/a.pyc", "x") == hash)
        #expect(try with("pyvenv.cfg", config.replacing("/usr/bin", with: "/opt")) == hash)
        #expect(try with("pyvenv.cfg", config.replacing("3.11.2", with: "3.11.3")) != hash)
        #expect(try with("\(site)/torch-2.0.dist-info/METADATA", "x") != hash)
        #expect(try with("\(site)/old.egg-info", "x") != hash)
        #expect(try environment([:]) == nil)
    }

    /// Either of the two files tells that it is one.
    @Test func anEnvironmentIsVirtualOrOfConda() throws {
        let conda = try #require(try environment(["conda-meta/numpy-1.0.json": "{}", "conda-meta/history": ""]))
        #expect(try environment(["conda-meta/numpy-1.0.json": "other", "conda-meta/history": "x"]) == conda)
        #expect(try environment(["conda-meta/numpy-1.1.json": "{}"]) != conda)
        #expect(try environment(["pyvenv.cfg": ""]) != nil)
        let failure = #expect(throws: Failure.self) { try environment(["lib/python3.11/site-packages/x.egg-info": ""]) }
        #expect(
            failure?.diagnostics.first?.message
                == "`/p/env` is no Python environment: it has neither `pyvenv.cfg` nor `conda-meta`")
    }

    /// What mlkit and git keep for themselves is not what anybody meant.
    @Test func ownFoldersAreNotProposed() throws {
        let files = InMemoryFileSystem([
            "/p/.git/config": "", "/p/.mlkit/lock/a.json": "", "/p/data/in.csv": "", "/p/.gits/x": "",
        ])
        func hint(_ path: String) throws -> String? {
            let stage = try stage("inputs: [\(path)]")
            return fingerprinter(files).problems(of: stage, missing: stage.inputs).first?.hint
        }
        #expect(try hint("dat/in.csv") == "did you mean `data/in.csv`?")
        #expect(try hint("data/inn.csv") == "did you mean `data/in.csv`?")
        for path in [".mlkt/lock/a.json", ".gi/config"] {
            #expect(try hint(path) == "if the stage can do without it, say so: `{path: \(path), optional: true}`")
        }
        #expect(try hint(".gitz/x") == "did you mean `.gits/x`?")
    }
}
