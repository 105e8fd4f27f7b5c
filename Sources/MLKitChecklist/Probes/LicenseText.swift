internal import MLKitCore

/// A text of a licence, held against what stands in the texts of known ones: sentences that tell each from all others, and from a
/// text that only speaks of it.
///
/// They are taken from the texts of the SPDX License List, without what differs among copies of one text, and compared by their
/// words alone, since texts are wrapped, quoted and set in capitals in many ways. The EUPL is not among them: its texts in all
/// languages of the Union count alike.
struct LicenseText {
    /// Latin letters and digits in lower case, with one space for all between them, as for typographic quotes.
    private let words: [UInt8]

    init(_ text: String) {
        var words = [UInt8]()
        words.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if TextLines.isLetter(byte) || TextLines.isDigit(byte) {
                words.append(TextLines.isUpper(byte) ? byte | 0x20 : byte)
            } else if words.last != 0x20 {
                words.append(0x20)
            }
        }
        self.words = words
    }

    /// Whether it is the text of a licence; `nil` if that is not known here.
    ///
    /// - Parameter name: as SPDX has it, in any case.
    func isOne(of name: String) -> Bool? {
        let key = Self.key(name)
        if Self.reserved.contains(key) { return has("all rights reserved") && names.isEmpty }
        return Self.known.first { $0.name.uppercased() == key }.map(fits)
    }

    /// The known licences whose text it is.
    var names: [String] { Self.known.filter(fits).map(\.name) }

    /// Why a text gives nobody what its licence would, as the end of a sentence; `nil` if nothing is known against it.
    static func fault(in text: String) -> String? {
        if ToolCommands.hasConflict(text) { return "has the marks of a merge that nobody resolved" }
        let read = LicenseText(text)
        if let words = restrictions.first(where: read.has) { return "takes back a part of what its licence gives: it says \"\(words)\"" }
        // Others have such places in what they say of how to apply them.
        guard read.names.contains(where: { ["MIT", "MIT-0", "ISC", "0BSD"].contains($0) || $0.hasPrefix("BSD-") }) else { return nil }
        let line = text.split(whereSeparator: \.isNewline).first { line in
            line.lowercased().contains("copyright") && places.contains { line.lowercased().contains($0) }
        }
        return line.map { "still has the places of a template: `\($0.trimmed)`" }
    }

    /// What is added to a licence, and keeps others from what it lets them do ("Commons Clause" License Condition v1.0).
    private static let restrictions = [
        "commons clause license condition", "does not grant to you the right to sell the software", "above grant does not apply",
        "permission above does not apply", "above permission does not apply",
    ]
    /// What stands where a year and a name belong.
    private static let places = [
        "[year]", "[fullname]", "[full name]", "[name]", "[yyyy]", "[name of copyright owner]", "[author]", "<year>", "<copyright holder",
        "<owner>",
        "<name>", "<author", "{year}", "{{", "{fullname}", "{name}", "(c) year ", "yyyy ", "your name", "[your ", "<your ",
    ]

    /// The licences that an expression names (SPDX specification, "SPDX license expressions"). Exceptions only grant more, and are
    /// left out.
    static func names(in expression: String) -> [String] {
        let words = expression.split { $0 == "(" || $0 == ")" || $0.isWhitespace }
        let parts = words.split { ["AND", "OR"].contains($0.uppercased()) }
        return parts.map { $0.prefix { $0.uppercased() != "WITH" }.joined(separator: " ") }.filter { !$0.isEmpty }
    }

    private func fits(_ known: Known) -> Bool {
        known.sentences.allSatisfy(has) && !(known.lacks.map(has) ?? false)
    }

    private func has(_ sentence: String) -> Bool {
        words.withUnsafeBytes { TextLines.contains($0, Array(sentence.utf8)) }
    }

    /// Which versions a licence may be replaced by does not show in its text.
    private static func key(_ name: String) -> String {
        var key = name.uppercased().replacing(" ", with: "-")
        for ending in ["-LICENSE", "-LICENCE", "+", "-ONLY", "-OR-LATER"] where key.hasSuffix(ending) { key.removeLast(ending.count) }
        return key
    }

    /// How people name what is under no licence.
    private static let reserved: Set<String> = ["PROPRIETARY", "UNLICENSED", "NONE", "ALL-RIGHTS-RESERVED"]
}
