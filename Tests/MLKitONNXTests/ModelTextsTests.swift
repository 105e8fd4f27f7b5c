import MLKitCore
import MLKitONNXFormat
import MLKitSignature
import SwiftProtobuf
import Testing

@testable import MLKitONNX

/// What a model and a bundle say of themselves, and what is refused of it.
@Suite struct ModelTextsTests {
    private func model(_ metadata: [String: String], names: [String?] = [nil, nil], input: String = "x") throws -> Model {
        var graph = GraphBuilder(name: "m")
        var value = graph.input(input, .float, shape: ["N", 0])
        for name in names { value = graph.node("Mul", [value, graph.constant(.scalar(2 as Float), name: name)]) }
        value = graph.node("Scaler", domain: "ai.onnx.ml", [value])
        value = graph.node("Own", domain: "a.b", [value])
        graph.output(value, name: "y", .float, shape: ["N", 0])
        return try graph.model(metadata: metadata)
    }

    private func message(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch { return (error as? Failure)?.diagnostics.first?.message ?? "\(error)" }
    }

    @Test func listsInTheMetadataAreTexts() throws {
        let whole = try ModelMetadata(of: model(["features": #"["a","b"]"#, "classes": #"["no"]"#, "task": "binary"]), name: "m")
        #expect(whole.features == ["a", "b"] && whole.classes == ["no"] && whole.task == .binary && whole.kind == nil)
        for (text, expected) in [
            ("[]", "the model `m` does not name its features"), ("{}", "the model `m` does not name its features"),
            ("[\"a\", 1.5]", "the model `m` has features that are no texts"),
            ("[null]", "the model `m` has features that are no texts"), ("[", "the text ends where a value should be"),
        ] {
            #expect(message { _ = try ModelMetadata(of: model(["features": text]), name: "m") } == expected, "\(text)")
        }
    }

    /// A constant without a name is kept once, one with a name is its own.
    @Test func theSameConstantIsKeptOnce() throws {
        #expect(try model([:]).format.graph.initializer.count == 1)
        #expect(try model([:], names: [nil, "a"]).format.graph.initializer.count == 2)
        #expect(try model([:], names: ["a", nil]).format.graph.initializer.count == 2)
        #expect(try model([:], names: ["a", "b"]).format.graph.initializer.map(\.name) == ["a", "b"])
    }

    @Test func namesThatCannotBeAreRefused() {
        for name in ["", "a\0b"] {
            #expect(message { _ = try model([:], input: name) } == "an input or output of the model `m` has no usable name")
        }
        #expect(message { _ = try model([:], names: ["x", nil]) } == "two inputs or outputs of the model `m` are called `x`")
    }

    @Test func setsOfOperatorsAndTextsStandInOrder() throws {
        let model = try model(["b": "2", "a": "1", "c": "3"])
        #expect(model.format.opsetImport.map(\.domain) == ["", "a.b", "ai.onnx.ml"])
        #expect(model.format.opsetImport.map(\.version) == [17, 1, 3])
        #expect(model.format.metadataProps.map(\.key) == ["a", "b", "c"])
        #expect(model.inputs.map(\.shape) == [["N", 0]])
        #expect(model.operatorCounts == ["Mul": 2, "ai.onnx.ml.Scaler": 1, "a.b.Own": 1])
    }

    @Test func aFileThatIsNoModelIsRefused() throws {
        let whole = try model([:]).format
        for spoil in [{ $0.irVersion = 0 }, { $0.clearGraph() }, { $0.opsetImport = [] }] as [(inout Onnx_ModelProto) -> Void] {
            var format = whole
            spoil(&format)
            let bytes: [UInt8] = try format.serializedBytes()
            #expect(message { _ = try Model(parsing: bytes) } == "the model cannot be read")
        }
        var least = whole
        least.irVersion = 1
        let bytes: [UInt8] = try least.serializedBytes()
        #expect(try Model(parsing: bytes).inputs.count == 1)
    }

    private let manifest = BundleManifest(
        name: "m", version: "v", mlkit: "0", signature: ModelSignature(
            columns: [ModelColumn(name: "a", type: .integer)], task: .binary, target: "y", classes: ["no", "yes"]),
        files: [BundleFile(path: "model.onnx", content: [1, 2])])

    @Test func aBundleOfThisFormatIsRead() throws {
        #expect(try BundleManifest(json: manifest.json) == manifest)
        #expect(manifest.json["format"] == 1)
        for (format, expected) in [
            (2, "the bundle has format 2, and this mlkit reads format 1"), (0, "the bundle has format 0, and this mlkit reads format 1"),
        ] {
            let other = JSON.object((manifest.json.members ?? []).map { $0.name == "format" ? .init("format", .int(format)) : $0 })
            #expect(message { _ = try BundleManifest(json: other) } == expected)
        }
        for name in ["format", "name", "version", "mlkit", "task", "target", "classes", "inputs", "files"] {
            let other = JSON.object((manifest.json.members ?? []).filter { $0.name != name })
            #expect(message { _ = try BundleManifest(json: other) }?.contains("`\(name)`") == true, "\(name)")
        }
    }
}
