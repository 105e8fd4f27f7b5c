internal import FoundationEssentials
public import MLKitCore
internal import MLKitONNXFormat
public import SystemPackage

// Models of more than 2 GB, and others by choice, keep their tensors in files beside the model
// (https://github.com/onnx/onnx/blob/main/docs/ExternalData.md).
extension Model {
    /// Reads a model file and the files beside it that hold its tensors.
    ///
    /// - Throws: `Failure` if it is not an ONNX model, a file of tensors is missing, too short or outside the model's folder, or all
    ///   tensors take more than the 2 GB that one file can hold; then none is read.
    public init(reading path: FilePath, files: some FileSystem) throws {
        try self.init(parsing: files.read(path))
        var loader = ExternalTensors(folder: path.removingLastComponent(), files: files)
        try loader.checkSize(of: format.graph)
        format.graph = try loader.load(format.graph)
    }
}

/// Brings tensors into the model that are kept in files beside it.
private struct ExternalTensors<Files: FileSystem> {
    let folder: FilePath
    let files: Files
    private var contents = [String: [UInt8]]()

    init(folder: FilePath, files: Files) {
        self.folder = folder
        self.files = files
    }

    /// Protobuf counts bytes in 31 bits.
    private static var mostBytes: Int { Int(Int32.max) }

    func checkSize(of graph: Onnx_GraphProto) throws {
        let bytes = try bytes(of: graph)
        guard bytes > Self.mostBytes else { return }
        throw Failure(
            "the model's tensors take \((Double(bytes) / 1e9).brief(2)) GB, and at most \((Double(Self.mostBytes) / 1e9).brief(2)) GB can be "
                + "read",
            notes: ["they are brought into the model, and one ONNX file holds no more"],
            hint: "quantize parts of it, or store its weights as halves first")
    }

    /// What is kept beside the model.
    private func bytes(of graph: Onnx_GraphProto) throws -> Int {
        let own = graph.initializer + graph.node.flatMap { $0.attribute.filter(\.hasT).map(\.t) }
        let sizes = try own.filter { $0.dataLocation == .external }.map { tensor -> Int in
            let entries = Dictionary(tensor.externalData.map { ($0.key, $0.value) }) { first, _ in first }
            let size = try files.information(at: folder.pushing(FilePath(entries["location"] ?? "")))?.size ?? 0
            // One that says more than there is is damaged, which is found when it is read.
            return min(entries["length"].flatMap { Int($0) } ?? size, size)
        }
        let inner = try graph.node.flatMap(\.graphs).map { try bytes(of: $0) }
        return (sizes + inner).reduce(0) { $0.addingReportingOverflow($1).overflow ? .max : $0 + $1 }
    }

    mutating func load(_ graph: Onnx_GraphProto) throws -> Onnx_GraphProto {
        var graph = graph
        for place in graph.initializer.indices { try load(&graph.initializer[place]) }
        for place in graph.node.indices {
            for attribute in graph.node[place].attribute.indices {
                if graph.node[place].attribute[attribute].hasT { try load(&graph.node[place].attribute[attribute].t) }
                if graph.node[place].attribute[attribute].hasG {
                    graph.node[place].attribute[attribute].g = try load(graph.node[place].attribute[attribute].g)
                }
            }
        }
        return graph
    }

    private mutating func load(_ tensor: inout Onnx_TensorProto) throws {
        guard tensor.dataLocation == .external else { return }
        let entries = Dictionary(tensor.externalData.map { ($0.key, $0.value) }) { first, _ in first }
        let content = try content(entries["location"] ?? "", of: tensor.name)
        let offset = entries["offset"].map { Int($0) } ?? 0
        let length = entries["length"].map { Int($0) } ?? content.count - (offset ?? 0)
        guard let offset, let length, offset >= 0, length >= 0, offset <= content.count, length <= content.count - offset else {
            throw Failure(
                "the values of `\(tensor.name)` are not in `\(entries["location"] ?? "")`",
                notes: [
                    "the file has \(plural(content.count, "byte")), and they should be \(entries["length"] ?? "all") from "
                        + "\(entries["offset"] ?? "0") on",
                ])
        }
        tensor.rawData = Data(content[offset..<(offset + length)])
        tensor.dataLocation = .default
        tensor.externalData = []
    }

    private mutating func content(_ location: String, of tensor: String) throws -> [UInt8] {
        if let known = contents[location] { return known }
        let path = FilePath(location)
        guard !location.isEmpty, path.isRelative, !path.components.contains("..") else {
            throw Failure("the model keeps the values of `\(tensor)` in `\(location)`, which is not in its folder")
        }
        guard try files.exists(folder.pushing(path)) else {
            throw Failure(
                "the model keeps the values of `\(tensor)` in `\(location)`, and there is no such file in `\(folder)`",
                hint: "copy the file beside the model")
        }
        let content = try files.read(folder.pushing(path))
        contents[location] = content
        return content
    }
}
