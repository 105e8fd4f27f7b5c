internal import CEngines
internal import MLKitCore

/// The tensors that go into a run or come out of it, in the runtime's memory.
final class RuntimeValues {
    var handles: [OpaquePointer?]
    private let api: UnsafePointer<OrtApi>

    /// - Parameter count: How many places there are for the runtime to fill.
    init(api: UnsafePointer<OrtApi>, count: Int = 0) {
        self.api = api
        handles = [OpaquePointer?](repeating: nil, count: count)
    }

    deinit {
        for case let handle? in handles { api.pointee.ReleaseValue(handle) }
    }

    /// Copies a tensor to the runtime's memory.
    func append(_ tensor: Tensor, _ runtime: Runtime) throws {
        let handle = try api.make("make a tensor") { handle in
            tensor.shape.withUnsafeBufferPointer { shape in
                shape.withMemoryRebound(to: Int64.self) {
                    api.pointee.CreateTensorAsOrtValue(
                        runtime.allocator, $0.baseAddress, $0.count, tensor.type.code, &handle)
                }
            }
        }
        handles.append(handle)
        try fill(handle, tensor.values)
    }

    private func fill(_ handle: OpaquePointer, _ values: Tensor.Values) throws {
        switch values {
        case .float(let values): try fill(handle, values)
        case .double(let values): try fill(handle, values)
        case .int64(let values): try fill(handle, values)
        case .int32(let values): try fill(handle, values)
        case .float16(let values): try fill(handle, values)
        case .bfloat16(let values): try fill(handle, values)
        case .int16(let values): try fill(handle, values)
        case .int8(let values): try fill(handle, values)
        case .uint64(let values): try fill(handle, values)
        case .uint32(let values): try fill(handle, values)
        case .uint16(let values): try fill(handle, values)
        case .uint8(let values): try fill(handle, values)
        case .bool(let values): try fill(handle, values)
        case .string(let values): try fill(handle, texts: values)
        }
    }

    private func fill<Element>(_ handle: OpaquePointer, _ values: [Element]) throws {
        guard !values.isEmpty else { return }
        let destination = try memory(handle)
        values.withUnsafeBytes {
            UnsafeMutableRawBufferPointer(start: destination, count: $0.count).copyMemory(from: $0)
        }
    }

    private func fill(_ handle: OpaquePointer, texts: [String]) throws {
        guard !texts.contains(where: { $0.utf8.contains(0) }) else {
            throw Failure("a text to be fed to the model has a NUL character in it")
        }
        let strings = CTexts(texts)
        try api.check(api.pointee.FillStringTensor(handle, strings.known, strings.count), "make a tensor")
    }

    /// The elements of the tensor, `nil` if it has none.
    private func memory(_ handle: OpaquePointer) throws -> UnsafeMutableRawPointer? {
        var memory: UnsafeMutableRawPointer?
        try api.check(api.pointee.GetTensorMutableData(handle, &memory), "reach a tensor")
        return memory
    }

    /// Copies a tensor from the runtime's memory.
    ///
    /// - Throws: `Failure` if it is no tensor, or of a type that mlkit does not handle.
    func tensor(at index: Int, name: String) throws -> Tensor {
        guard let handle = handles[index] else { throw Failure("the model did not compute `\(name)`") }
        let info = try api.make("read the output `\(name)`") { api.pointee.GetTensorTypeAndShape(handle, &$0) }
        defer { api.pointee.ReleaseTensorTypeAndShapeInfo(info) }
        let shape = try api.dimensions(info).map { Int($0) }
        guard let type = try api.elementType(info) else {
            throw Failure("the output `\(name)` is of a type that is not supported")
        }
        return try tensor(handle, type, shape)
    }

    private func tensor(_ handle: OpaquePointer, _ type: ElementType, _ shape: [Int]) throws -> Tensor {
        let count = Tensor.elementCount(of: shape) ?? 0
        return switch type {
        case .float: try Tensor(.float(elements(handle, count)), shape: shape)
        case .double: try Tensor(.double(elements(handle, count)), shape: shape)
        case .int64: try Tensor(.int64(elements(handle, count)), shape: shape)
        case .int32: try Tensor(.int32(elements(handle, count)), shape: shape)
        case .float16: try Tensor(.float16(elements(handle, count)), shape: shape)
        case .bfloat16: try Tensor(.bfloat16(elements(handle, count)), shape: shape)
        case .int16: try Tensor(.int16(elements(handle, count)), shape: shape)
        case .int8: try Tensor(.int8(elements(handle, count)), shape: shape)
        case .uint64: try Tensor(.uint64(elements(handle, count)), shape: shape)
        case .uint32: try Tensor(.uint32(elements(handle, count)), shape: shape)
        case .uint16: try Tensor(.uint16(elements(handle, count)), shape: shape)
        case .uint8: try Tensor(.uint8(elements(handle, count)), shape: shape)
        case .bool: try Tensor(.bool(elements(handle, count)), shape: shape)
        case .string: try Tensor(texts: texts(handle, count), shape: shape)
        }
    }

    private func elements<Element>(_ handle: OpaquePointer, _ count: Int) throws -> [Element] {
        guard count > 0, let memory = try memory(handle) else { return [] }
        let elements = memory.assumingMemoryBound(to: Element.self)
        return Array(UnsafeBufferPointer(start: elements, count: count))
    }

    private func texts(_ handle: OpaquePointer, _ count: Int) throws -> [ArraySlice<UInt8>] {
        guard count > 0 else { return [] }
        var size = 0
        try api.check(api.pointee.GetStringTensorDataLength(handle, &size), "read texts")
        var bytes = [UInt8](repeating: 0, count: max(size, 1))
        var offsets = [Int](repeating: 0, count: count)
        try api.check(api.pointee.GetStringTensorContent(handle, &bytes, size, &offsets, count), "read texts")
        return zip(offsets, offsets.dropFirst() + [size]).map { start, end in bytes[start..<end] }
    }
}
