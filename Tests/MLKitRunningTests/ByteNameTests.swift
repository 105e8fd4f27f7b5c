import MLKitCore
import MLKitFingerprints
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitRunning

/// `ü` in one character and in two is one text to Swift; to disks, shells and programs it is two.
@Suite struct ByteNameTests {
    private static let one = "\u{FC}"
    private static let two = "u\u{308}"

    let scratch: ScratchDirectory
    let files = LocalFileSystem()

    init() throws { scratch = try ScratchDirectory() }

    private func pipeline(_ text: String, _ environment: [String: String] = [:]) throws -> Pipeline {
        Pipeline(
            spec: try ProjectSpec(parsing: Array("mlkit: 1\nproject: {name: p}\n\(text)\n".utf8), kinds: .builtIn),
            project: scratch.path, worker: BuiltTool.folder.appending("mlkit"), environment: environment,
            now: TestClock(seconds: 4_000_000_000).now)
    }

    private func run(_ text: String, _ environment: [String: String] = [:]) async throws -> [String] {
        var events = [String]()
        _ = try await pipeline(text, environment).run(Pipeline.Options(jobs: 1)) { event in
            switch event {
            case .finished(let stage, _, _): events.append("ran \(stage)")
            case .restored(let stage, _, _): events.append("restored \(stage)")
            case .skipped(let stage): events.append("skipped \(stage)")
            case .failed(let stage, _, _): events.append("failed \(stage)")
            default: break
            }
        }
        return events
    }

    @Test(arguments: [
        "params: {v: V}\nstages: {a: {run: 'printf %s ${params.v} > o', outputs: [o]}}",
        "params: {v: [V]}\nstages: {a: {run: 'cat $MLKIT_PARAMS > o', params: [v], outputs: [o]}}",
        "stages: {a: {run: 'printf %s V > o', outputs: [o]}}",
        "stages: {a: {run: 'printf %s $X > o', env: {X: V}, outputs: [o]}}",
    ])
    func anotherSpellingIsAnotherValue(_ form: String) async throws {
        for (spelling, event) in [(Self.one, "ran a"), (Self.two, "ran a"), (Self.one, "restored a"), (Self.one, "skipped a")] {
            #expect(try await run(form.replacing("V", with: spelling)) == [event])
            #expect(try scratch.read("o").unicodeScalars.contains("\u{FC}") == (spelling.unicodeScalars.count == 1))
        }
    }

    @Test func anInputThatIsRenamedIsAnother() async throws {
        let text = "stages: {a: {run: 'ls in | cat > o', inputs: [in/*], outputs: [o]}}"
        try scratch.write("x\n", to: "in/\(Self.one)")
        #expect(try await run(text) == ["ran a"])
        try files.rename(scratch.path.pushing(FilePath("in/\(Self.one)")), to: scratch.path.pushing(FilePath("in/\(Self.two)")))
        #expect(try pipeline(text).status()[0].reasons.count == 2)
        #expect(try await run(text) == ["ran a"])
        #expect(try scratch.read("o").utf8.elementsEqual("\(Self.two)\n".utf8))
    }

    @Test(arguments: ["in/\(one), in/\(two)", "in/*"]) func twoInputsAreTwo(_ inputs: String) async throws {
        let text = "stages: {a: {run: 'cat in/* > o', inputs: [\(inputs)], outputs: [o]}}"
        for name in [Self.one, Self.two] { try scratch.write("\(name.utf8.count)\n", to: "in/\(name)") }
        #expect(try await run(text) == ["ran a"])
        for name in [Self.one, Self.two] {
            try scratch.write("\(name.utf8.count) more\n", to: "in/\(name)")
            #expect(try pipeline(text).status()[0].reasons == [.inputChanged(path: "in/\(name)")])
            #expect(try await run(text) == ["ran a"])
        }
    }

    @Test func twoOutputsAreTwo() async throws {
        let text = "stages: {a: {run: 'printf 1 > \(Self.one); printf 2 > \(Self.two)', outputs: [\(Self.one), \(Self.two)]}}"
        #expect(try await run(text) == ["ran a"])
        for name in [Self.one, Self.two] { try files.remove(scratch.path.appending(name)) }
        #expect(try await run(text) == ["restored a"])
        #expect(try [Self.one, Self.two].map { try scratch.read($0) } == ["1", "2"])
        try scratch.write("3", to: Self.two)
        #expect(try pipeline(text).status()[0].reasons == [.outputChanged(path: Self.two)])
    }

    /// One reads what the other writes only if it is the same name.
    @Test func anInputIsMadeByWhoWritesItsName() throws {
        let text = """
            stages:
              a: {run: 'touch \(Self.one)', outputs: [\(Self.one)]}
              b: {run: 'cat \(Self.two)', inputs: [\(Self.two)]}
            """
        #expect(try pipeline(text).spec.stage("b")?.producers == [])
    }

    /// The order in which a disk lists them is none.
    @Test func aFolderOfBothHasOneHash() throws {
        let hashes = try [[Self.one, Self.two], [Self.two, Self.one]].enumerated().map { number, names in
            for name in names { try scratch.write("\(name.utf8.count)", to: "\(number)/\(name)") }
            return try HashCache(project: scratch.path, files: files, now: { 0 }).hash(scratch.path.appending("\(number)"))
        }
        #expect(hashes[0] == hashes[1])
    }
}
