internal import MLKitCore

/// Values of one type in a rectangular arrangement, row-major.
public struct Tensor: Hashable, Sendable {
    /// The elements, the last dimension varying fastest.
    public enum Values: Hashable, Sendable {
        case float([Float])
        case double([Double])
        case float16([Float16])
        case bfloat16([BFloat16])
        case int64([Int64])
        case int32([Int32])
        case int16([Int16])
        case int8([Int8])
        case uint64([UInt64])
        case uint32([UInt32])
        case uint16([UInt16])
        case uint8([UInt8])
        case bool([Bool])
        case string([String])
    }

    public let values: Values
    /// The number of elements along each dimension; empty for a scalar.
    public let shape: [Int]
    /// The bytes of the texts where a model gave some that are not UTF-8, which `values` has with U+FFFD in them; else `nil`.
    public private(set) var bytes: [[UInt8]]?

    /// - Throws: `Failure` if the shape does not hold as many elements as there are values.
    public init(_ values: Values, shape: [Int]) throws {
        guard let room = Self.elementCount(of: shape), room == values.count else {
            throw Failure("\(plural(values.count, "value")) cannot have the shape \(shape)")
        }
        self.values = values
        self.shape = shape
    }

    /// A vector: its shape is the number of values.
    public init(_ values: Values) {
        self.values = values
        shape = [values.count]
    }

    /// Texts as a model gives them, which may be any bytes.
    ///
    /// - Throws: `Failure` as `init(_:shape:)`.
    public init(texts: [ArraySlice<UInt8>], shape: [Int]) throws {
        let sound = texts.compactMap { String(validating: $0, as: UTF8.self) }
        if sound.count == texts.count {
            try self.init(.string(sound), shape: shape)
        } else {
            try self.init(.string(texts.map { String(decoding: $0, as: UTF8.self) }), shape: shape)
            bytes = texts.map { Array($0) }
        }
    }

    private init(scalar: Values) {
        values = scalar
        shape = []
    }

    public static func scalar(_ value: Float) -> Tensor { Tensor(scalar: .float([value])) }
    public static func scalar(_ value: Double) -> Tensor { Tensor(scalar: .double([value])) }
    public static func scalar(_ value: Int64) -> Tensor { Tensor(scalar: .int64([value])) }
    public static func scalar(_ value: Int32) -> Tensor { Tensor(scalar: .int32([value])) }
    public static func scalar(_ value: Int8) -> Tensor { Tensor(scalar: .int8([value])) }
    public static func scalar(_ value: UInt8) -> Tensor { Tensor(scalar: .uint8([value])) }
    public static func scalar(_ value: Bool) -> Tensor { Tensor(scalar: .bool([value])) }
    public static func scalar(_ value: String) -> Tensor { Tensor(scalar: .string([value])) }

    public var type: ElementType { values.type }
    /// The number of elements.
    public var count: Int { values.count }

    /// The product of the dimensions, or `nil` if one is negative or there are more than memory can hold.
    static func elementCount(of shape: [Int]) -> Int? {
        var count = 1
        for dimension in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
            guard dimension >= 0, !overflow else { return nil }
            count = product
        }
        return count
    }
}

extension Tensor.Values {
    public var type: ElementType {
        switch self {
        case .float: .float
        case .double: .double
        case .float16: .float16
        case .bfloat16: .bfloat16
        case .int64: .int64
        case .int32: .int32
        case .int16: .int16
        case .int8: .int8
        case .uint64: .uint64
        case .uint32: .uint32
        case .uint16: .uint16
        case .uint8: .uint8
        case .bool: .bool
        case .string: .string
        }
    }

    public var count: Int {
        switch self {
        case .float(let values): values.count
        case .double(let values): values.count
        case .float16(let values): values.count
        case .bfloat16(let values): values.count
        case .int64(let values): values.count
        case .int32(let values): values.count
        case .int16(let values): values.count
        case .int8(let values): values.count
        case .uint64(let values): values.count
        case .uint32(let values): values.count
        case .uint16(let values): values.count
        case .uint8(let values): values.count
        case .bool(let values): values.count
        case .string(let values): values.count
        }
    }
}
