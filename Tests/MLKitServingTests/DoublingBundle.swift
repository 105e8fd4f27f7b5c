import MLKitCore
import MLKitONNX
import MLKitSignature
import SystemPackage

/// A bundle that answers `prediction` = x · 2 for a number x; a text t is taken and not looked at.
func writeDoublingBundle(to folder: FilePath, _ change: (inout BundleManifest) -> Void = { _ in }) throws {
    var graph = GraphBuilder(name: "double")
    let x = graph.input("x", .double, shape: ["N", 1])
    _ = graph.input("t", .string, shape: ["N", 1])
    let two = graph.constant(.scalar(2.0))
    graph.output(graph.node("Mul", [x, two]), name: "prediction", .double, shape: ["N", 1])
    let bytes = try graph.model().bytes
    var manifest = BundleManifest(
        name: "double", version: "1", mlkit: "0.1.0", task: .regression, target: "y", classes: [],
        inputs: [BundleInput(name: "x", type: .number, nullable: true), BundleInput(name: "t", type: .text, nullable: true)],
        files: [BundleFile(path: "model.onnx", content: bytes)])
    change(&manifest)
    try LocalFileSystem().write(bytes, to: folder.appending("model.onnx"))
    try LocalFileSystem().write(manifest.json.pretty, to: folder.appending("bundle.json"))
}
