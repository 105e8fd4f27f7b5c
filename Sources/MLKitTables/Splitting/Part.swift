/// The parts a table is split into.
enum Part: String, CaseIterable {
    case train
    case valid
    case test

    /// Its place among the parts.
    var number: UInt8 {
        switch self {
        case .train: 0
        case .valid: 1
        case .test: 2
        }
    }
}
