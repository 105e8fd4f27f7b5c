package import MLKitCore

extension Tensor {
    /// The same numbers as what an input takes, where each has its like there: of numbers with fractions the nearest.
    ///
    /// - Throws: `Failure` that names the array, and the first number that has none.
    package func converted(for input: ValueDescription) throws -> Tensor {
        guard let type = input.type, type != self.type else { return self }
        func failure(_ place: Int, _ number: Double) -> Failure {
            let reason = type.isReal ? "is beyond the range of" : "has no like among"
            return Failure(
                "the array `\(input.name)` holds \(self.type.rawValue), and the model takes \(input)",
                notes: ["\(number.words) at \(placeWords(ofElement: place)) \(reason) \(type.rawValue)"])
        }
        if let numbers {
            let values = try type.values(numbers, or: failure)
            if let values { return try Tensor(values, shape: shape) }
        }
        throw Failure(
            "the array `\(input.name)` holds \(self.type.rawValue), and the model takes \(input)",
            hint: numbers == nil || type == .string ? nil : "write it as \(type.rawValue), with `astype` of NumPy")
    }

    /// The values as numbers, exactly; `nil` for texts, and where one is so large that a double is not the same.
    private var numbers: [Double]? {
        func whole<Integer: BinaryInteger>(_ values: [Integer]) -> [Double]? {
            let numbers = values.compactMap { Double(exactly: $0) }
            return numbers.count == values.count ? numbers : nil
        }
        return switch values {
        case .int64(let values): whole(values)
        case .int32(let values): whole(values)
        case .int16(let values): whole(values)
        case .int8(let values): whole(values)
        case .uint64(let values): whole(values)
        case .uint32(let values): whole(values)
        case .uint16(let values): whole(values)
        case .uint8(let values): whole(values)
        case .bool(let values): values.map { $0 ? 1 : 0 }
        case .string: nil
        default: reals
        }
    }

    /// "[0, 5]": the places along each dimension of an element, from 0.
    package func placeWords(ofElement element: Int) -> String { "\(place(ofElement: element))" }

    /// The places along each dimension of an element, from 0.
    package func place(ofElement element: Int) -> [Int] {
        var rest = element
        return shape.reversed().map { size in
            defer { rest /= size }
            return rest % size
        }.reversed()
    }
}

extension ElementType {
    /// Numbers as values of this type; `nil` where there are none of it.
    ///
    /// - Parameter failure: What is thrown for the number at a place that has no like: a fraction or what is too large among whole
    ///   numbers, and what is finite and would be infinite among floats.
    package func values(_ numbers: [Double], or failure: (Int, Double) -> Failure) throws -> Tensor.Values? {
        func whole<Integer: FixedWidthInteger>(_ zero: Integer) throws -> [Integer] {
            try numbers.enumerated().map { place, number in
                guard let value = Integer(exactly: number) else { throw failure(place, number) }
                return value
            }
        }
        func real<Real: BinaryFloatingPoint>(_ zero: Real) throws -> [Real] {
            try numbers.enumerated().map { place, number in
                let value = Real(number)
                guard value.isFinite || !number.isFinite else { throw failure(place, number) }
                return value
            }
        }
        return switch self {
        case .float: .float(try real(0))
        case .double: .double(numbers)
        case .float16: .float16(try real(0))
        case .int64: .int64(try whole(0))
        case .int32: .int32(try whole(0))
        case .int16: .int16(try whole(0))
        case .int8: .int8(try whole(0))
        case .uint64: .uint64(try whole(0))
        case .uint32: .uint32(try whole(0))
        case .uint16: .uint16(try whole(0))
        case .uint8: .uint8(try whole(0))
        case .bool: .bool(try whole(0 as UInt8).enumerated().map { place, value in
            guard value < 2 else { throw failure(place, Double(value)) }
            return value == 1
        })
        case .bfloat16, .string: nil
        }
    }
}
