/// Values that stand beside or below the name of a setting: `- name: DB_PASSWORD` and then `value: …`, the `default` of a
/// `variable "db_password"`, `{"name": "API_KEY", "value": "…"}`.
struct NamedValue {
    /// What the last name says, and for how many lines.
    private var pending: (kind: SecretName.Kind, lines: Int)?

    private static let names = ["name", "variable", "Name"].map { Array($0.utf8) }
    /// What names a setting only where its value stands in the same line: `<add key="…" value="…" />`.
    private static let keys = ["key", "Key"].map { Array($0.utf8) }
    private static let all = names + keys
    private static let values = ["value", "default", "Value"].map { Array($0.utf8) }
    /// A description may stand between them.
    private static let reach = 4
    /// A longer line is data.
    private static let longest = 2000

    /// Whether a line has the value of a secret name in it or before it.
    mutating func isSecret(_ line: UnsafeRawBufferPointer) -> Bool {
        guard line.count <= Self.longest, pending != nil || Self.all.contains(where: { TextLines.contains(line, $0) }) else { return false }
        pending = pending.flatMap { $0.lines > 0 ? ($0.kind, $0.lines - 1) : nil }
        let words = Self.words(line)
        var keyed: SecretName.Kind?
        for (word, next) in zip(words, words.dropFirst()) {
            if Self.names.contains(where: { word.elementsEqual($0) }) {
                pending = SecretName.kind(of: ArraySlice(Array(next))).map { ($0, Self.reach) }
            } else if Self.keys.contains(where: { word.elementsEqual($0) }) {
                keyed = SecretName.kind(of: ArraySlice(Array(next)))
            } else if let kind = keyed ?? pending?.kind, Self.values.contains(where: { word.elementsEqual($0) }) {
                keyed = nil
                pending = nil
                if SecretValue(next).fits(kind, isCertain: true) { return true }
            }
        }
        return false
    }

    /// What stands between blanks, commas and quotes, without the signs around it.
    private static func words(_ line: UnsafeRawBufferPointer) -> [Slice<UnsafeRawBufferPointer>] {
        let signs: [UInt8] = [0x3A, 0x3D, 0x7B, 0x7D, 0x5B, 0x5D, 0x2D]
        return line.split { TextLines.isSpace($0) || TextLines.isQuote($0) || $0 == 0x2C }.compactMap { word in
            var word = word
            while let last = word.last, last == 0x3A || last == 0x3D { word.removeLast() }
            return word.allSatisfy(signs.contains) ? nil : word
        }
    }
}
