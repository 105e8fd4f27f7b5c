internal import MLKitCore
internal import MLKitONNX

extension Tensor.Values {
    /// Elements that have been found fit for the type; `null` is missing: NaN, or the empty text.
    init(_ elements: [JSON], as type: ElementType) {
        switch type {
        case .float: self = .float(elements.map { Float($0.number) })
        case .double: self = .double(elements.map(\.number))
        case .int64: self = .int64(elements.map { $0.whole() })
        case .int32: self = .int32(elements.map { $0.whole() })
        case .int8: self = .int8(elements.map { $0.whole() })
        case .uint8: self = .uint8(elements.map { $0.whole() })
        case .bool: self = .bool(elements.map { $0.number != 0 })
        case .string: self = .string(elements.map { $0.string ?? "" })
        }
    }

    /// The elements as a list; numbers that are not finite become `null`.
    var json: JSON {
        switch self {
        case .float(let values): .array(values.map { .double(Double($0)) })
        case .double(let values): .array(values.map { .double($0) })
        case .int64(let values): .array(values.map { .int(Int($0)) })
        case .int32(let values): .array(values.map { .int(Int($0)) })
        case .int8(let values): .array(values.map { .int(Int($0)) })
        case .uint8(let values): .array(values.map { .int(Int($0)) })
        case .bool(let values): .array(values.map { .bool($0) })
        case .string(let values): .array(values.map { .string($0) })
        }
    }
}

extension Tensor {
    /// The entry of a response's `outputs`.
    func json(name: String) -> JSON {
        [
            "name": .string(name),
            "datatype": .string(Datatype(type).rawValue),
            "shape": .array(shape.map { .int($0) }),
            "data": values.json,
        ]
    }
}

extension JSON {
    /// A number, or a truth value as 1 or 0; NaN for anything else.
    fileprivate var number: Double {
        if let bool { return bool ? 1 : 0 }
        return double ?? .nan
    }

    /// A whole number; 0 where there is none that fits, which the checks before have ruled out.
    fileprivate func whole<Integer: FixedWidthInteger>() -> Integer {
        if let int { return Integer(exactly: int) ?? 0 }
        return Integer(exactly: number) ?? 0
    }

    /// The value as a message shows it: `"Private"`, `39.5`, a list.
    var shown: String {
        switch self {
        case .string(let text): "text \(JSON.string(String(text.prefix(40))).compact)"
        case .int, .double: "the number \(compact)"
        case .bool, .null: compact
        case .array, .object: kindName
        }
    }
}
