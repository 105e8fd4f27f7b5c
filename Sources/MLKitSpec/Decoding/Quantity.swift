internal import MLKitCore
internal import MLKitYAML

/// Amounts with a unit: `2GiB`, `10m`.
enum Quantity {
    private static let sizes: [(unit: String, bytes: Double)] = [
        ("KiB", 1024), ("MiB", 1_048_576), ("GiB", 1_073_741_824), ("TiB", 1_099_511_627_776), ("KB", 1e3), ("kB", 1e3),
        ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("B", 1),
    ]
    private static let times: [(unit: String, seconds: Double)] = [
        ("ms", 1e-3), ("s", 1), ("m", 60), ("h", 3600), ("d", 86400),
    ]

    /// Reads an amount of memory, in bytes; `nil` if it is none.
    static func bytes(_ text: String) -> Int? {
        value(text, sizes.map { ($0.unit, $0.bytes) }).flatMap { $0 > 0 ? Int(max(min($0, 9e18), 1)) : nil }
    }

    /// Reads a time, in seconds; `nil` if it is none.
    static func seconds(_ text: String) -> Double? {
        value(text, times.map { ($0.unit, $0.seconds) }).flatMap { $0 > 0 ? $0 : nil }
    }

    private static func value(_ text: String, _ units: [(String, Double)]) -> Double? {
        guard let (unit, factor) = units.first(where: { text.hasSuffix($0.0) }) else { return nil }
        var digits = text.dropLast(unit.count)
        if digits.last == " " { digits.removeLast() }
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        let areNumbers = parts.allSatisfy { part in
            (1...9).contains(part.utf8.count) && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
        }
        guard parts.count <= 2, areNumbers else { return nil }
        return Double(digits).map { $0 * factor }
    }
}

extension TextPattern {
    private static let number = "(?=[0-9.]*[1-9])[0-9]{1,9}(?:\\.[0-9]{1,9})? ?"

    /// An amount of memory.
    static let memory = TextPattern(
        "a number and a unit: B, KiB, MiB, GiB, TiB, or KB, MB, GB, TB", expression: number + "(?:[KMGT]iB|[kKMGT]?B)"
    ) { Quantity.bytes($0) != nil }

    /// A length of time.
    static let duration = TextPattern("a number and a unit: ms, s, m, h or d", expression: number + "(?:ms|[smhd])") {
        Quantity.seconds($0) != nil
    }
}

extension KeyType<Int> {
    /// An amount of memory, in bytes.
    public static var bytes: Self {
        KeyType(.pattern(.memory), read: { $0.text.flatMap { Quantity.bytes($0) } }, write: { .string("\($0)B") })
    }
}

extension KeyType<Double> {
    /// A length of time, in seconds.
    public static var seconds: Self {
        KeyType(.pattern(.duration), read: { $0.text.flatMap { Quantity.seconds($0) } }, write: { .string("\($0)s") })
    }
}
