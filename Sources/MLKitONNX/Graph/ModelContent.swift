internal import FoundationEssentials
public import MLKitCore
internal import MLKitONNXFormat
public import SystemPackage

/// A model as a disk or a runtime takes it: an ONNX file, and the tensors for which there is no room in it.
public struct ModelContent: Sendable {
    /// Of the ONNX file.
    public let bytes: [UInt8]
    /// Empty for a model of up to 2 GB.
    let tensors: [Tensor]

    struct Tensor: Sendable {
        let name: String
        /// As ONNX numbers them.
        let type: Int32
        let shape: [Int64]
        let values: Data
        /// In the file of tensors.
        let offset: Int
    }

    /// A model that is one file.
    public init(_ bytes: [UInt8]) { self.init(bytes, tensors: []) }

    private init(_ bytes: [UInt8], tensors: [Tensor]) {
        self.bytes = bytes
        self.tensors = tensors
    }

    /// - Parameter location: What the model calls the file of tensors.
    init(_ model: Model, location: String) throws {
        guard model.format.graph.initializerBytes > model.mostBytes else {
            self.init(try model.bytes)
            return
        }
        var rest = model
        var tensors = [Tensor]()
        var end = 0
        for place in rest.format.graph.initializer.indices {
            let tensor = rest.format.graph.initializer[place]
            guard tensor.rawData.count >= Self.smallest else { continue }
            tensors.append(
                Tensor(name: tensor.name, type: tensor.dataType, shape: tensor.dims, values: tensor.rawData, offset: end))
            rest.format.graph.initializer[place].keep(in: location, from: end)
            end = (end + tensor.rawData.count + Self.alignment - 1) / Self.alignment * Self.alignment
        }
        self.init(try rest.bytes, tensors: tensors)
    }

    /// Of all files, in bytes.
    public var size: Int { bytes.count + (tensors.last.map { $0.offset + $0.values.count } ?? 0) }

    /// Smaller tensors stay in the model, where a runtime looks at them to simplify it.
    private static let smallest = 1024
    /// Of where a tensor begins, so that it can be mapped.
    private static let alignment = 4096
}

extension Model {
    /// - Throws: `Failure` if what is not in tensors of its own is larger than the 2 GB that the format allows.
    public var content: ModelContent {
        get throws { try ModelContent(self, location: "tensors") }
    }

    /// Of the model's file and of that beside it, in bytes.
    public var size: Int {
        get throws { try content.size }
    }

    /// Writes the model, and if its tensors take more than 2 GB these beside it: those of `model.onnx` are in `model.onnx.data`.
    ///
    /// - Throws: `Failure` if it cannot be written; then nothing is left.
    public func write(to path: FilePath, files: some FileSystem) throws {
        let name = "\(path.lastComponent?.string ?? "").data"
        let content = try ModelContent(self, location: name)
        guard !content.tensors.isEmpty else { return try files.write(content.bytes, to: path) }
        let folder = path.removingLastComponent()
        let (draft, data) = (folder.appending(".\(name).tmp"), folder.appending(name))
        do {
            try files.remove(draft)
            try content.writeTensors(to: files.end(of: draft))
            try files.rename(draft, to: data)
        } catch {
            try? files.remove(draft)
            // Nobody knows the draft's own name.
            throw (error as? Failure)?.naming(data, insteadOf: draft) ?? error
        }
        do {
            try files.write(content.bytes, to: path)
        } catch {
            try? files.remove(data)
            throw error
        }
    }
}

extension ModelContent {
    fileprivate func writeTensors(to end: any FileEnd) throws {
        var written = 0
        for tensor in tensors {
            try end.write([UInt8](repeating: 0, count: tensor.offset - written))
            let values = tensor.values
            var rest = values[...]
            while !rest.isEmpty {
                try end.write([UInt8](rest.prefix(FilePiece.size)))
                rest = rest.dropFirst(FilePiece.size)
            }
            written = tensor.offset + values.count
        }
    }
}

extension Onnx_GraphProto {
    /// Of what its tensors hold as bytes.
    fileprivate var initializerBytes: Int { initializer.reduce(0) { $0 + $1.rawData.count } }
}

extension Onnx_TensorProto {
    /// Says where the values are, in place of them.
    fileprivate mutating func keep(in location: String, from offset: Int) {
        let entries = [("location", location), ("offset", "\(offset)"), ("length", "\(rawData.count)")]
        externalData = entries.map { key, value in
            var entry = Onnx_StringStringEntryProto()
            (entry.key, entry.value) = (key, value)
            return entry
        }
        dataLocation = .external
        clearRawData()
    }
}
