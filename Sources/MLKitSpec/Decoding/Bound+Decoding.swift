internal import MLKitCore

extension EvaluateConfiguration.Bound {
    /// Reads `size_mb < 5`; `nil` for anything else.
    init?(_ text: String) {
        guard let sign = text.firstIndex(where: { "<>".contains($0) }) else { return nil }
        let quantity = Self.withoutSpaces(text[..<sign])
        let rest = text[sign...]
        let symbol = rest.prefix { "<>=".contains($0) }
        guard let comparison = Comparison(rawValue: String(symbol)),
            let limit = Self.number(Self.withoutSpaces(rest.dropFirst(symbol.count))),
            quantity == "size_mb" || Metric(rawValue: String(quantity)) != nil
        else { return nil }
        self.init(quantity: String(quantity), comparison: comparison, limit: limit)
    }

    /// A decimal number, with at most 15 digits on each side of the point and 2 in the exponent: what
    /// `TextPattern.bound` says in JSON Schema, and no more.
    private static func number(_ text: Substring) -> Double? {
        let parts = text.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
        let unsigned = withoutSign(parts.first ?? "")
        let digits = unsigned.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard digits.allSatisfy({ isDigits($0, atMost: 15) }), digits.contains(where: { !$0.isEmpty }) else {
            return nil
        }
        if parts.count == 2 {
            let exponent = withoutSign(parts[1])
            guard !exponent.isEmpty, isDigits(exponent, atMost: 2) else { return nil }
        }
        return Double(text)
    }

    private static func withoutSign(_ text: Substring) -> Substring {
        text.first == "+" || text.first == "-" ? text.dropFirst() : text
    }

    private static func isDigits(_ text: Substring, atMost limit: Int) -> Bool {
        text.utf8.count <= limit && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func withoutSpaces(_ text: Substring) -> Substring {
        var text = text.drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return text
    }
}
