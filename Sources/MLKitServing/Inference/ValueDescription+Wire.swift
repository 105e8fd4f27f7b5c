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
}
