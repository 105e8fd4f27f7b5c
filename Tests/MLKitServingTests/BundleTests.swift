import Glibc
import MLKitCore
import MLKitEngines
import MLKitONNX
import MLKitServing
import MLKitSignature
import MLKitTestSupport
import Synchronization
import SystemPackage
import Testing

/// Real bundles, in ONNX Runtime.
struct BundleTests {
    private let scratch: ScratchDirectory
    private let engines = EngineLocator(folders: [FilePath("engines")], programs: [])

    init() throws { scratch = try ScratchDirectory() }

    private func write(_ change: (inout BundleManifest) -> Void = { _ in }) throws {
        try writeDoublingBundle(to: scratch.path, change)
    }

    private func load() throws -> ServedModel {
        try BundleSource(scratch.path, runtime: BundleSource.RuntimeHandle(engines: engines)).load()
    }

    @Test(arguments: Transport.allCases)
    func servesABundle(_ transport: Transport) throws {
        try write()
        let service = ModelService(try load())
        try expect(
            transport, service, "POST", "/predict", #"[{"x": 1.5, "t": "a"}, {"x": -2}]"#, status: 200,
            #"{"model":{"name":"double","version":"1"},"predictions":[{"prediction":3.0},{"prediction":-4.0}]}"#)
        let inputs =
            #"[{"name":"x","shape":[2],"datatype":"INT8","data":[1,2]},{"name":"t","shape":[2],"datatype":"BYTES","data":["",""]}]"#
        try expect(
            transport, service, "POST", "/v2/models/double/infer", #"{"inputs":\#(inputs)}"#, status: 200,
            #"{"model_name":"double","model_version":"1","outputs":["#
                + #"{"name":"prediction","datatype":"FP64","shape":[2,1],"data":[2.0,4.0]}]}"#)
    }

    @Test func largeRequestsGiveTheSameAnswersFromThePool() throws {
        try write()
        let server = try HTTPServer(service: ModelService(load()), port: 0)
        defer { server.stop() }
        let client = try Client(port: server.port)
        let rows = (0..<20_000).map { #"{"x":\#($0),"t":"text \#($0)"}"# }.joined(separator: ",")
        client.post("/predict", "[\(rows)]")
        let predictions = try JSON(parsing: #require(client.answer()).body)["predictions"]?.array
        #expect(predictions?.map { $0["prediction"]?.double } == (0..<20_000).map { Double($0 * 2) })
    }

    @Test func writesAndReadsItsManifest() throws {
        let manifest = CensusEngine.manifest
        #expect(try BundleManifest(json: JSON(parsing: manifest.json.pretty)) == manifest)
        #expect(manifest.json["ignored"] == nil)
        var more = manifest
        more.signature.ignored = ["id", "note"]
        #expect(try BundleManifest(json: JSON(parsing: more.json.pretty)) == more)
    }

    @Test func namesWhatIsWrongWithABundle() throws {
        let folder = scratch.path
        #expect(failure { try load() } == "`\(folder)` is not a bundle")
        try scratch.write("{", to: "bundle.json")
        #expect(failure { try load() }?.hasPrefix("`\(folder)/bundle.json` cannot be read: ") == true)
        try scratch.write(#"{"format": 2}"#, to: "bundle.json")
        let format = "the bundle has format 2, and this mlkit reads format 1"
        #expect(failure { try load() } == "`\(folder)/bundle.json` cannot be read: \(format)")
        try scratch.write(#"{"format": 1, "task": "binary", "name": 3}"#, to: "bundle.json")
        let member = "`name` of the manifest should be text, and is a number"
        #expect(failure { try load() } == "`\(folder)/bundle.json` cannot be read: \(member)")
        try write { $0.files[0].hash = ContentHash(of: "another") }
        #expect(failure { try load() } == "the bundle `\(folder)` is broken")
        try write { $0.files = [] }
        #expect(failure { try load() } == "the bundle `\(folder)` does not name its model")
        try write { $0.inputs[0].name = "z" }
        #expect(failure { try load() } == "the model does not take `z`, which the manifest names")
    }

    /// Writes the checksums that a bundle has been made with.
    private func seal(_ names: [String] = ["bundle.json", "model.onnx"]) throws {
        let hashes = try names.map { ($0, try LocalFileSystem().hash(scratch.path.appending($0))) }
        let sums = BundleChecksums(Dictionary(hashes) { first, _ in first })
        try scratch.write(sums.text, to: BundleChecksums.fileName)
    }

    @Test func whatIsServedIsVerified() throws {
        try write()
        try seal()
        #expect(try load().version == "1")
        // Another order of classes, another bound, another file: all are in the manifest or beside it.
        try write { $0.inputs[0].nullable = false }
        let broken = failure { try load() }
        #expect(broken == "the bundle `\(scratch.path)` is broken")
        try write()
        #expect(try load().version == "1")
        try scratch.write("features: []\n", to: "schema.yaml")
        try seal(["bundle.json", "model.onnx", "schema.yaml"])
        #expect(try load().version == "1")
        try scratch.write("features: [a]\n", to: "schema.yaml")
        #expect(failure { try load() } == "the bundle `\(scratch.path)` is broken")
        try LocalFileSystem().remove(scratch.path.appending("schema.yaml"))
        try seal(["model.onnx"])
        #expect(failure { try load() } == "the checksums of `\(scratch.path)` do not name `bundle.json`")
        try scratch.write("abc\n", to: BundleChecksums.fileName)
        #expect(failure { try load() } == "a line of checksums is `HASH  FILE`")
    }

    /// One that was made with checksums is not whole without them.
    @Test func checksumsMayNotBeTakenAway() throws {
        try write { $0.isSealed = true }
        try seal()
        #expect(try load().version == "1")
        try LocalFileSystem().remove(scratch.path.appending(BundleChecksums.fileName))
        #expect(failure { try load() } == "the bundle `\(scratch.path)` is broken")
    }

    /// What the server reads is there and has one checksum, or neither.
    @Test func aBundleHasAllItsFiles() throws {
        let parts = ["bundle.json", "model.onnx", "schema.yaml", "sample-request.json", "statistics.json"]
        let files = LocalFileSystem()
        func notes() -> [String] {
            do {
                _ = try load()
                return []
            } catch {
                let told = (error as? Failure)?.diagnostics.first
                return told?.message == "the bundle `\(scratch.path)` is broken" ? told?.notes ?? [] : ["\(error)"]
            }
        }
        try write()
        try scratch.write("features: []\n", to: "schema.yaml")
        try scratch.write(#"{"rows": [{"x": 1}]}"#, to: "sample-request.json")
        try scratch.write(#"{"format": 1, "rows": 0, "columns": []}"#, to: "statistics.json")
        try seal(parts)
        #expect(notes() == [])
        for name in ["schema.yaml", "sample-request.json", "statistics.json"] {
            let kept = try files.read(scratch.path.appending(name))
            try files.remove(scratch.path.appending(name))
            #expect(notes() == ["`\(name)` is missing"])
            try files.write(kept, to: scratch.path.appending(name))
            try seal(parts.filter { $0 != name })
            #expect(notes() == ["`\(name)` is not among the files that the bundle was made with"])
            try seal(parts)
        }
        let sums = scratch.path.appending(BundleChecksums.fileName)
        let text = try files.readText(sums)
        try files.write(text + text, to: sums)
        #expect(failure { try load() } == "`bundle.json` has two checksums")
        try files.remove(sums)
        try files.makeDirectory(sums)
        #expect(notes() == ["`SHA256SUMS` is not a file"])
    }

    /// A pipe that nobody writes to, and a device without end, would be read for ever.
    @Test(arguments: ["bundle.json", "model.onnx", "SHA256SUMS", "sample-request.json", "schema.yaml", "statistics.json"], [true, false])
    func onlyFilesAreParts(_ name: String, isPipe: Bool) throws {
        try write()
        let path = scratch.path.appending(name)
        try? LocalFileSystem().remove(path)
        if isPipe { #expect(mkfifo(path.string, 0o600) == 0) } else { try LocalFileSystem().makeLink(at: path, to: "/dev/zero") }
        let failed = #expect(throws: Failure.self) { try load() }
        #expect(failed?.diagnostics.first?.notes == ["`\(name)` is not a file"])
    }

    /// What a version cannot be loaded for is told once, and the one before is served on.
    @Test func aPipeForAModelDoesNotHoldUpWhatIsFollowed() throws {
        for version in ["1", "2", "3"] { try writeDoublingBundle(to: scratch.path.appending(version)) { $0.version = version } }
        try scratch.write("1\n", to: "current")
        let repository = try ModelRepository(sources: [BundleSource(scratch.path, runtime: BundleSource.RuntimeHandle(engines: engines))])
        let model = scratch.path.appending("2").appending("model.onnx")
        try LocalFileSystem().remove(model)
        #expect(mkfifo(model.string, 0o600) == 0)
        try scratch.write("2\n", to: "current")
        #expect(repository.refresh().map(\.message) == ["version `2` of `double` cannot be served; `1` is served on"])
        for _ in 0..<5 { #expect(repository.refresh().isEmpty) }
        try scratch.write("3\n", to: "current")
        #expect(repository.refresh().isEmpty)
        #expect(repository.models.map(\.version) == ["3"])
        let current = scratch.path.appending("current")
        try LocalFileSystem().remove(current)
        #expect(mkfifo(current.string, 0o600) == 0)
        #expect(repository.refresh().isEmpty && repository.models.map(\.version) == ["3"])
    }

    /// Where several models are served, an error names the one it is of; clients are not told where it stands.
    @Test func namesTheFileThatIsNoModel() throws {
        let file = try scratch.write("hello", to: "broken.onnx")
        let source = BundleSource(file, runtime: try BundleSource.RuntimeHandle(engines: engines))
        let message = failure { try source.load() }
        #expect(message == "`\(file)` cannot be loaded")
        #expect(source.withoutPaths(message ?? "") == "`broken.onnx` cannot be loaded")
        let folder = BundleSource(scratch.path, runtime: try BundleSource.RuntimeHandle(engines: engines))
        #expect(folder.withoutPaths("the bundle `\(scratch.path)/2` is broken") == "the bundle `2` is broken")
    }

    @Test func olderBundlesAreServedWithAWarning() throws {
        try write()
        let told = Mutex([Diagnostic]())
        let handle = try BundleSource.RuntimeHandle(engines: engines)
        _ = try BundleSource(scratch.path, runtime: handle) { warning in told.withLock { $0.append(warning) } }.load()
        let warnings = told.withLock { $0 }
        #expect(warnings.map(\.severity) == [.warning])
        #expect(warnings.first?.message == "the columns and classes of `\(scratch.path)` are not verified")
    }

    /// Whoever changes the manifest can change its checksum too; the model itself knows its classes.
    @Test(arguments: [
        (["a", "b"], ModelTask.binary, nil),
        (["b", "a"], .binary, "the model's classes are `a` and `b`, in this order, and the manifest's `b` and `a`"),
        (["a", "c"], .binary, "the model's classes are `a` and `b`, in this order, and the manifest's `a` and `c`"),
        (["a", "b"], .multiclass, "the model is of the task `binary`, and the manifest says `multiclass`"),
    ] as [([String], ModelTask, String?)])
    func theManifestIsThatOfTheModel(_ classes: [String], _ task: ModelTask, _ note: String?) throws {
        var graph = GraphBuilder(name: "classes")
        let x = graph.input("x", .double, shape: ["N", 1])
        let flat = graph.node("Squeeze", [x, graph.constant(Tensor(.int64([1])))])
        let places = graph.node("Mul", [graph.node("Cast", [flat], [("to", .int(7))]), graph.constant(.scalar(Int64(0)))])
        graph.output(graph.node("Gather", [graph.constant(Tensor(.string(["a", "b"]))), places]), name: "label", .string, shape: ["N"])
        graph.output(graph.node("Concat", [x, x], [("axis", .int(1))]), name: "probabilities", .double, shape: ["N", 2])
        let bytes = try graph.model(metadata: ModelMetadata(task: .binary, classes: ["a", "b"]).texts).bytes
        let manifest = BundleManifest(
            name: "m", version: "1", mlkit: "0.1.0", task: task, target: "y", classes: classes,
            inputs: [BundleInput(name: "x", type: .number)],
            files: [BundleFile(path: "model.onnx", content: bytes)])
        try LocalFileSystem().write(bytes, to: scratch.path.appending("model.onnx"))
        try LocalFileSystem().write(manifest.json.pretty, to: scratch.path.appending("bundle.json"))
        guard let note else {
            #expect(try load().version == "1")
            return
        }
        let failed = #expect(throws: Failure.self) { try load() }
        #expect(failed?.diagnostics.first?.notes == [note])
    }

    /// It is said only to those who ask for drift to be watched.
    @Test func aBundleWithoutStatisticsIsNotWatched() throws {
        try write()
        try seal(["bundle.json", "model.onnx"])
        let handle = try BundleSource.RuntimeHandle(engines: engines)
        func warnings(_ rule: DriftRule?) throws -> [String] {
            let told = Mutex([Diagnostic]())
            _ = try BundleSource(scratch.path, runtime: handle, drift: rule) { warning in told.withLock { $0.append(warning) } }.load()
            return told.withLock { $0.map(\.message) }
        }
        #expect(try warnings(nil).isEmpty)
        #expect(try warnings(DriftRule(alarm: nil, rows: 0)).isEmpty)
        #expect(try warnings(DriftRule()) == ["drift of what `\(scratch.path)` is asked is not watched"])
        try scratch.write(#"{"format": 1, "rows": 0}"#, to: "statistics.json")
        try seal(["bundle.json", "model.onnx", "statistics.json"])
        #expect(failure { try load() } == "`\(scratch.path)/statistics.json` cannot be read: the file of statistics has no `columns`")
    }

    @Test func aBundleHasToAnswerItsSample() throws {
        try scratch.write(#"{"rows": [{"y": 1}]}"#, to: "sample-request.json")
        try write { $0.files.append(BundleFile(path: "sample-request.json", content: Array(#"{"rows": [{"y": 1}]}"#.utf8))) }
        #expect(failure { try load() } == "the model of `\(scratch.path)` does not answer its own sample request")
    }

    @Test func aFolderOfBundlesIsFollowed() throws {
        for version in ["1", "2"] { try writeDoublingBundle(to: scratch.path.appending(version)) { $0.version = version } }
        try scratch.write("1\n", to: "current")
        let source = BundleSource(scratch.path, runtime: try BundleSource.RuntimeHandle(engines: engines))
        let repository = try ModelRepository(sources: [source])
        #expect(repository.models.map(\.version) == ["1"])
        try scratch.write("2\n", to: "current")
        #expect(repository.refresh().isEmpty)
        #expect(repository.models.map(\.version) == ["2"])
        try scratch.write("../2\n", to: "current")
        #expect(repository.refresh().isEmpty)
        try scratch.write("3\n", to: "current")
        #expect(repository.refresh().first?.message == "version `3` of `double` cannot be served; `2` is served on")
    }

    @Test func anONNXFileIsServedByItsTensors() throws {
        try write()
        let file = scratch.path.appending("model.onnx")
        let model = try BundleSource(file, runtime: BundleSource.RuntimeHandle(engines: engines)).load()
        #expect(model.name == "model")
        #expect(model.version == String(try LocalFileSystem().hash(file).hex.prefix(12)))
        let inputs = #"[{"name":"x","shape":[1,1],"datatype":"FP64","data":[3]},{"name":"t","shape":[1,1],"datatype":"BYTES","data":[""]}]"#
        let (status, answer) = try Transport.direct.ask(ModelService(model), "POST", "/v2/models/model/infer", #"{"inputs":\#(inputs)}"#)
        #expect(status == 200)
        #expect(answer.hasSuffix(#""outputs":[{"name":"prediction","datatype":"FP64","shape":[1,1],"data":[6.0]}]}"#))
    }

    @Test func saysThatTheRuntimeIsNotInstalled() throws {
        try write()
        let none = EngineLocator(folders: [FilePath("/nowhere")], programs: [], libraries: [])
        #expect(failure { try BundleSource.RuntimeHandle(engines: none) } == "ONNX Runtime is not installed")
    }
}
