/// How much may still be included: texts that include others twice, and these others again, soon fill any memory.
final class IncludeBudget {
    private var bytes = 4 << 20
    /// What each text costs, however short.
    private static let least = 1024

    /// Takes a text's bytes off.
    ///
    /// - Returns: whether there were enough left.
    func spend(_ count: Int) -> Bool {
        bytes -= max(count, Self.least)
        return bytes >= 0
    }
}
