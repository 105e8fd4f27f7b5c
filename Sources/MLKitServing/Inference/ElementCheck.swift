internal import MLKitCore
internal import MLKitONNX

/// Whether the elements of a tensor in a request are what its datatype says, and what the model takes.
struct ElementCheck {
    /// What the request declares.
    let declared: Datatype
    /// What the model takes.
    let taken: ElementType

    /// Texts go to text inputs, and numbers of any width to numeric ones.
    var isPossible: Bool { (declared == .bytes) == (taken == .string) }

    /// What was expected in place of an element; `nil` for an element that will do.
    func expectation(for element: JSON) -> String? {
        switch element {
        case .null: return isMissingAllowed ? nil : declared.rawValue
        case .string: return declared == .bytes ? nil : declared.rawValue
        case .bool: return declared == .bool ? nil : declared.rawValue
        case .int(let value): return expectation(for: Double(value))
        case .double(let value): return expectation(for: value)
        case .array, .object: return declared.rawValue
        }
    }

    private var isMissingAllowed: Bool { taken == .float || taken == .double || taken == .string }

    private func expectation(for value: Double) -> String? {
        switch declared {
        case .bytes: return declared.rawValue
        case .bool: return value == 0 || value == 1 ? nil : declared.rawValue
        default: break
        }
        for type in [declared, Datatype(taken)] {
            guard let range = type.range else { continue }
            if !range.contains(value) || value != value.rounded() { return type.rawValue }
        }
        if taken == .bool, value != 0, value != 1 { return Datatype.bool.rawValue }
        return nil
    }
}
