extension JSONNumber {
    /// The whole number that 64 bits hold; `nil` for any other.
    var whole: Int64? {
        switch self {
        case .whole(let value): Int64(value)
        case .large: nil
        case .real(let value): Int64(exactly: value)
        }
    }
}
