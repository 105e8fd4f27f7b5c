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
        case .int(let value): return expectation(isBit: value == 0 || value == 1) { $0.holds(value) }
        case .double(let value): return expectation(isBit: value == 0 || value == 1) { $0.holds(value) }
        case .array, .object: return declared.rawValue
        }
    }

    private var isMissingAllowed: Bool { taken == .float || taken == .double || taken == .string }

    /// What was expected in place of a number.
    private func expectation(isBit: Bool, _ isHeld: (Datatype) -> Bool) -> String? {
        if declared == .bytes { return declared.rawValue }
        return [declared, Datatype(taken)].first { $0 == .bool ? !isBit : !isHeld($0) }?.rawValue
    }
}
