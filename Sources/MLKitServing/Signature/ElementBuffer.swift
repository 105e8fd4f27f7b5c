internal import MLKitONNX

/// The elements of one tensor while they are gathered, in the type the model takes.
struct ElementBuffer {
    let type: ElementType
    private(set) var doubles: [Double] = []
    /// Those of UINT64 by their bits.
    private(set) var integers: [Int64] = []
    private(set) var texts: [String] = []

    init(_ type: ElementType, capacity: Int = 0) {
        self.type = type
        switch type {
        case .float, .double, .float16, .bfloat16: doubles.reserveCapacity(capacity)
        case .string: texts.reserveCapacity(capacity)
        default: integers.reserveCapacity(capacity)
        }
    }

    var count: Int {
        switch type {
        case .float, .double, .float16, .bfloat16: doubles.count
        case .string: texts.count
        default: integers.count
        }
    }

    mutating func append(_ value: Double) { doubles.append(value) }
    mutating func append(_ value: Int64) { integers.append(value) }
    mutating func append(_ value: String) { texts.append(value) }

    /// Keeps the place of an element that was refused.
    mutating func appendNothing() {
        switch type {
        case .float, .double, .float16, .bfloat16: doubles.append(.nan)
        case .string: texts.append("")
        default: integers.append(0)
        }
    }

    /// - Parameter shape: of as many elements as there are.
    func tensor(shape: [Int]) throws -> Tensor { try Tensor(values, shape: shape) }

    private var values: Tensor.Values {
        switch type {
        case .float: .float(doubles.map { Float($0) })
        case .double: .double(doubles)
        case .float16: .float16(doubles.map { Float16($0) })
        case .bfloat16: .bfloat16(doubles.map { BFloat16(Float($0)) })
        case .int64: .int64(integers)
        case .int32: .int32(integers.map { Int32(truncatingIfNeeded: $0) })
        case .int16: .int16(integers.map { Int16(truncatingIfNeeded: $0) })
        case .uint64: .uint64(integers.map { UInt64(bitPattern: $0) })
        case .uint32: .uint32(integers.map { UInt32(truncatingIfNeeded: $0) })
        case .uint16: .uint16(integers.map { UInt16(truncatingIfNeeded: $0) })
        case .int8: .int8(integers.map { Int8(truncatingIfNeeded: $0) })
        case .uint8: .uint8(integers.map { UInt8(truncatingIfNeeded: $0) })
        case .bool: .bool(integers.map { $0 != 0 })
        case .string: .string(texts)
        }
    }
}
