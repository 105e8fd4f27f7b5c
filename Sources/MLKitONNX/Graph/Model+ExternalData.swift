internal import FoundationEssentials
public import MLKitCore
internal import MLKitONNXFormat
public import SystemPackage

// Models of more than 2 GB, and others by choice, keep their tensors in files beside the model
// (https://github.com/onnx/onnx/blob/main/docs/ExternalData.md).
extension Model {
    /// Reads a model file and the files beside it that hold its tensors.
    ///
    /// - Parameter mostBytes: Of tensors beside the model, more are not read but mapped: they need no memory of their own.
    /// - Throws: `Failure` if it is not an ONNX model, or a file of tensors is missing, too short or outside the model's folder.
    public init(reading path: FilePath, files: some FileSystem, mostBytes: Int = Self.mostBytes) throws {
        try self.init(parsing: Self.content(of: path, files))
        let folder = path.removingLastComponent()
        let isMapping = try ExternalTensors.size(of: format.graph, in: folder, files) > mostBytes
        // What is made of such a model is large too: in one file there would be a copy of it for each that looks at it.
        self.mostBytes = isMapping ? 0 : mostBytes
        var loader = ExternalTensors(folder: folder, isMapping: isMapping, files: files)
        format.graph = try loader.load(format.graph)
    }

    /// The files that hold tensors of a model beside it, as they are on the disk.
    ///
    /// - Throws: `Failure` if it is not an ONNX model.
    public static func filesBeside(_ path: FilePath, files: some FileSystem) throws -> [FileInformation] {
        let names = try places(of: Model(parsing: content(of: path, files)).format.graph)
        return try Set(names).compactMap { try files.information(at: path.removingLastComponent().pushing(FilePath($0))) }
    }

    private static func places(of graph: Onnx_GraphProto) -> [String] {
        let own = graph.initializer + graph.node.flatMap { $0.attribute.filter(\.hasT).map(\.t) }
        return own.filter { $0.dataLocation == .external }.flatMap(\.externalData).filter { $0.key == "location" }.map(\.value)
            + graph.node.flatMap(\.graphs).flatMap { places(of: $0) }
    }

    private static func content(of path: FilePath, _ files: some FileSystem) throws -> [UInt8] {
        if let size = try files.information(at: path)?.size, size > Int32.max {
            throw Failure(
                "`\(path)` is too large for an ONNX file: it has \(size) bytes, and one holds at most \(Int32.max)",
                hint: "larger models keep their tensors in files beside them: export the model so")
        }
        return try files.read(path, limit: Int(Int32.max))
    }
}

/// Brings tensors into the model that are kept in files beside it.
private struct ExternalTensors<Files: FileSystem> {
    let folder: FilePath
    /// Whether the files are mapped, and not read.
    let isMapping: Bool
    let files: Files
    private var contents = [String: Content]()

    init(folder: FilePath, isMapping: Bool, files: Files) {
        self.folder = folder
        self.isMapping = isMapping
        self.files = files
    }

    /// Of what is kept beside the model, in bytes.
    static func size(of graph: Onnx_GraphProto, in folder: FilePath, _ files: Files) throws -> Int {
        let own = graph.initializer + graph.node.flatMap { $0.attribute.filter(\.hasT).map(\.t) }
        let sizes = try own.filter { $0.dataLocation == .external }.map { tensor -> Int in
            let entries = Dictionary(tensor.externalData.map { ($0.key, $0.value) }) { first, _ in first }
            let size = try files.information(at: folder.pushing(FilePath(entries["location"] ?? "")))?.size ?? 0
            // One that says more than there is is damaged, which is found when it is read.
            return min(entries["length"].flatMap { Int($0) } ?? size, size)
        }
        let inner = try graph.node.flatMap(\.graphs).map { try size(of: $0, in: folder, files) }
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
        tensor.rawData = content.data(offset..<(offset + length))
        tensor.dataLocation = .default
        tensor.externalData = []
    }

    private mutating func content(_ location: String, of tensor: String) throws -> Content {
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
        let content =
            if isMapping, let file = try files.map(folder.pushing(path)) { Content.mapped(file) } else {
                Content.read(try files.read(folder.pushing(path)))
            }
        contents[location] = content
        return content
    }

    private enum Content {
        case read([UInt8])
        case mapped(MappedFile)

        var count: Int {
            switch self {
            case .read(let bytes): bytes.count
            case .mapped(let file): file.bytes.count
            }
        }

        /// Of a mapped file, the memory itself, which it keeps.
        func data(_ range: Range<Int>) -> Data {
            switch self {
            case .read(let bytes): return Data(bytes[range])
            case .mapped(let file):
                guard let start = file.bytes.baseAddress, !range.isEmpty else { return Data() }
                return Data(
                    bytesNoCopy: UnsafeMutableRawPointer(mutating: start + range.lowerBound), count: range.count,
                    deallocator: .custom { _, _ in withExtendedLifetime(file) {} })
            }
        }
    }
}
