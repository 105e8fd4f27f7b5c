internal import FoundationEssentials
internal import MLKitCore
internal import MLKitONNXFormat

extension Tensor {
    /// - Throws: `Failure` if the elements are kept outside the file, are of a type mlkit does not handle, are
    ///   not as many as the shape says, or are texts that are not UTF-8.
    init(_ format: Onnx_TensorProto) throws {
        guard format.dataLocation == .default else {
            throw Failure("the values of `\(format.name)` are kept outside the model file")
        }
        let shape = format.dims.map { Int($0) }
        guard let count = Self.elementCount(of: shape) else {
            throw Failure("`\(format.name)` has the impossible shape \(shape)")
        }
        do {
            try self.init(Self.values(of: format, count: count), shape: shape)
        } catch let failure as Failure {
            throw Failure("cannot read the tensor `\(format.name)`", notes: failure.diagnostics.map(\.message))
        }
    }

    private static func values(of format: Onnx_TensorProto, count: Int) throws -> Values {
        guard let type = ElementType(code: format.dataType) else {
            throw Failure("its element type, number \(format.dataType), is not supported")
        }
        return try format.hasRawData && type != .string
            ? rawValues(format.rawData, type, count) : try listedValues(format, type)
    }

    private static func rawValues(_ data: Data, _ type: ElementType, _ count: Int) throws -> Values {
        switch type {
        case .float: .float(try elements(data, count, 0 as Float))
        case .double: .double(try elements(data, count, 0 as Double))
        case .int64: .int64(try elements(data, count, 0 as Int64))
        case .int32: .int32(try elements(data, count, 0 as Int32))
        case .float16: .float16(try elements(data, count, 0 as Float16))
        case .bfloat16: .bfloat16(try elements(data, count, BFloat16(bitPattern: 0)))
        case .int16: .int16(try elements(data, count, 0 as Int16))
        case .int8: .int8(try elements(data, count, 0 as Int8))
        case .uint64: .uint64(try elements(data, count, 0 as UInt64))
        case .uint32: .uint32(try elements(data, count, 0 as UInt32))
        case .uint16: .uint16(try elements(data, count, 0 as UInt16))
        case .uint8: .uint8(try elements(data, count, 0 as UInt8))
        case .bool: .bool(try elements(data, count, 0 as UInt8).map { $0 != 0 })
        case .string: throw Failure("texts cannot be raw bytes")
        }
    }

    /// `count` elements of the type of `zero` from their little-endian bytes.
    private static func elements<Element>(_ data: Data, _ count: Int, _ zero: Element) throws -> [Element] {
        let (size, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
        guard !overflow, data.count == size else {
            throw Failure("it has \(plural(data.count, "byte")) for \(plural(count, "value"))")
        }
        var elements = [Element](repeating: zero, count: count)
        _ = elements.withUnsafeMutableBytes { data.copyBytes(to: $0) }
        return elements
    }

    private static func listedValues(_ format: Onnx_TensorProto, _ type: ElementType) throws -> Values {
        switch type {
        case .float: .float(format.floatData)
        case .double: .double(format.doubleData)
        case .int64: .int64(format.int64Data)
        case .int32: .int32(format.int32Data)
        case .float16: .float16(format.int32Data.map { Float16(bitPattern: UInt16(truncatingIfNeeded: $0)) })
        case .bfloat16: .bfloat16(format.int32Data.map { BFloat16(bitPattern: UInt16(truncatingIfNeeded: $0)) })
        case .int16: .int16(format.int32Data.map { Int16(truncatingIfNeeded: $0) })
        case .int8: .int8(format.int32Data.map { Int8(truncatingIfNeeded: $0) })
        case .uint64: .uint64(format.uint64Data)
        case .uint32: .uint32(format.uint64Data.map { UInt32(truncatingIfNeeded: $0) })
        case .uint16: .uint16(format.int32Data.map { UInt16(truncatingIfNeeded: $0) })
        case .uint8: .uint8(format.int32Data.map { UInt8(truncatingIfNeeded: $0) })
        case .bool: .bool(format.int32Data.map { $0 != 0 })
        case .string: .string(try format.stringData.map(text))
        }
    }

    private static func text(_ bytes: Data) throws -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Failure("it is not UTF-8 text") }
        return text
    }
}
