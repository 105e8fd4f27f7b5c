extension JSONNumber {
    /// The bits of the whole number that 64 bits hold, with a sign or without; `nil` for any other.
    var whole: Int64? {
        switch self {
        case .whole(let value): Int64(value)
        case .large(let value): Int64(bitPattern: value)
        case .rounded: nil
        case .real(let value): Int64(exactly: value) ?? UInt64(exactly: value).map { Int64(bitPattern: $0) }
        }
    }
}
