import MLKitCore
import MLKitEngines
import MLKitONNX
import MLKitServing
import MLKitSignature
import MLKitTestSupport
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

    private func load() throws -> ServedModel { try ServedModel(bundle: scratch.path, engines: engines) }

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
        let server = try HTTPServer(service: ModelService(load()), port: 0, threads: 2)
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

    @Test func saysThatTheRuntimeIsNotInstalled() throws {
        try write()
        let none = EngineLocator(folders: [FilePath("/nowhere")], programs: [], libraries: [])
        #expect(failure { try ServedModel(bundle: scratch.path, engines: none) } == "ONNX Runtime is not installed")
    }
}
