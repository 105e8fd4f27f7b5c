/// The parts a table is split into.
enum Part: String, CaseIterable {
    case train
    case valid
    case test
}
