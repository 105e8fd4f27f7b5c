extension Sequence<Diagnostic> {
    /// Sorted by place, those of one place as they came; what has no place comes last.
    public var inFileOrder: [Diagnostic] {
        let sorted = enumerated().sorted { lhs, rhs in
            switch (lhs.element.location, rhs.element.location) {
            case (let left?, let right?): left == right ? lhs.offset < rhs.offset : left < right
            case (nil, nil): lhs.offset < rhs.offset
            case (let left, _): left != nil
            }
        }
        return sorted.map(\.element)
    }
}
