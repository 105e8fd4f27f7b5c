internal import MLKitCore

extension String {
    /// What an error shows of a text that came in a request: at most 60 scalars, none that moves a cursor. Cut by scalars:
    /// a single character may have a million of them.
    var excerpt: String {
        guard utf8.count > 60 || utf8.contains(where: { $0 < 0x20 || $0 >= 0x7F }) else { return self }
        let scalars = unicodeScalars.prefix(60)
        return String(String.UnicodeScalarView(scalars)).onOneLine + (scalars.endIndex == unicodeScalars.endIndex ? "" : "…")
    }

    /// A hint at the name that may have been meant; longer texts are no typos of anything.
    func hint(among known: [String]) -> String {
        guard utf8.count <= 200 else { return "" }
        return Suggestion.hint(for: self, among: known).map { "; \($0)" } ?? ""
    }
}
