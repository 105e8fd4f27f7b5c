internal import CEngines
internal import FoundationEssentials
internal import MLKitCore

/// Tensors of a model that the runtime uses where they stand in memory, or in a mapped file, and makes no copies of.
///
/// They are there for as long as this object is.
final class LentTensors: @unchecked Sendable {
    private let tensors: [ModelContent.Tensor]

    init(_ tensors: [ModelContent.Tensor]) {
        self.tensors = tensors.map(Self.aligned)
    }

    /// What the runtime reads by whole numbers and floats has to begin at their multiples.
    private static func aligned(_ tensor: ModelContent.Tensor) -> ModelContent.Tensor {
        let isAligned = tensor.values.withUnsafeBytes { Int(bitPattern: $0.baseAddress) % 16 == 0 }
        guard !isAligned else { return tensor }
        return ModelContent.Tensor(
            name: tensor.name, type: tensor.type, shape: tensor.shape, values: tensor.values.withUnsafeBytes { Data($0) },
            offset: tensor.offset)
    }

    /// - Parameters:
    ///   - settings: Of the session that is to use them.
    ///   - writesModel: Whether it writes its model, which has them in a file beside it then.
    /// - Throws: `Failure` with the runtime's reason, such as a tensor that is smaller than its shape says.
    func lend(to settings: OpaquePointer, of runtime: Runtime, writesModel: Bool) throws {
        let api = runtime.api
        let memory = try api.make("reach tensors") {
            api.pointee.CreateCpuMemoryInfo(CInt(OrtDeviceAllocator), CInt(OrtMemoryDefault), &$0)
        }
        defer { api.pointee.ReleaseMemoryInfo(memory) }
        var values = [OpaquePointer?]()
        defer { for case let value? in values { api.pointee.ReleaseValue(value) } }
        for tensor in tensors { values.append(try value(of: tensor, memory, api)) }
        try CTexts.with(tensors.map(\.name)) { names in
            try api.check(api.pointee.AddExternalInitializers(settings, names.known, values, values.count), "hand tensors over")
        }
        // Reordered for its kernels, they would be copied after all.
        var entries = [("session.disable_prepacking", "1")]
        if writesModel {
            entries += [
                ("session.optimized_model_external_initializers_file_name", "tensors"),
                ("session.optimized_model_external_initializers_min_size_in_bytes", "1024"),
            ]
        }
        for (key, value) in entries { try api.check(api.pointee.AddSessionConfigEntry(settings, key, value), "set up a session") }
    }

    private func value(of tensor: ModelContent.Tensor, _ memory: OpaquePointer, _ api: UnsafePointer<OrtApi>) throws -> OpaquePointer {
        try api.make("reach the tensor `\(tensor.name)`") { value in
            tensor.values.withUnsafeBytes { bytes in
                // Nothing is written to them.
                guard let start = UnsafeMutableRawPointer(mutating: bytes.baseAddress) else { return nil }
                return api.pointee.CreateTensorWithDataAsOrtValue(
                    memory, start, bytes.count, tensor.shape, tensor.shape.count, tensor.type, &value)
            }
        }
    }
}
