internal import MLKitCore
internal import MLKitONNX

extension ValueDescription {
    /// The datatype's name in the protocol.
    var wireType: String { type.map { Datatype($0).rawValue } ?? "UNKNOWN" }

    /// The shape in the protocol: -1 for a dimension that the caller chooses.
    var wireShape: [Int] {
        (shape ?? []).map { dimension in
            if case .fixed(let count) = dimension { count } else { -1 }
        }
    }

    /// The entry in a model's metadata.
    var metadata: JSON {
        [
            "name": .string(name),
            "datatype": .string(wireType),
            "shape": .array(wireShape.map { .int($0) }),
        ]
    }

    /// A shape as the model takes it: `[N]` stands for `[N, 1]`; `nil` for one that it does not take.
    func fit(_ shape: [Int]) -> [Int]? {
        guard let dimensions = self.shape else { return shape }
        var shape = shape
        if shape.count + 1 == dimensions.count, dimensions.last == .fixed(1) { shape.append(1) }
        guard shape.count == dimensions.count else { return nil }
        for (count, dimension) in zip(shape, dimensions) {
            if case .fixed(let expected) = dimension, expected != count { return nil }
        }
        return shape
    }

    /// The shape for no rows; `nil` where a dimension besides the first is not known.
    var emptyShape: [Int]? {
        guard let shape, case .symbolic? = shape.first else { return nil }
        let rest = shape.dropFirst().compactMap { if case .fixed(let count) = $0 { count } else { nil as Int? } }
        return rest.count == shape.count - 1 ? [0] + rest : nil
    }
}
