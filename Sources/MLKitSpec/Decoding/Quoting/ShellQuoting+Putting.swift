internal import MLKitCore

/// Putting values in.
extension ShellQuoting {
    /// A value as it has to be written where the command has been read to. Where it cannot be, `problem` says so.
    ///
    /// - Parameter keeps: what of the value is to stay as it is: references that are followed later.
    mutating func put(_ value: String, keeping references: [Range<String.Index>] = []) -> String {
        defer { pass() }
        var parts = [(text: Substring, isKept: Bool)]()
        var start = value.startIndex
        for range in references {
            parts.append((value[start..<range.lowerBound], false))
            parts.append((value[range], true))
            start = range.upperBound
        }
        parts.append((value[start...], false))
        // What is kept may come to be anything, and is asked about again when it is known.
        let isPlain = parts.allSatisfy { $0.isKept || $0.text.isPlainInShell }
        if value.utf8.contains(0) { note(.nul) }
        if isDoubtful(value), !isPlain || value.isEmpty && (isOutsideQuotes || isEscaping) { note(.place) }
        var result = parts.map { $0.isKept ? String($0.text) : written($0.text, isPlain) }.joined()
        if isOutsideQuotes, !isPlain || value.isEmpty { result = "'\(result)'" }
        noteValue(Array(result.utf8))
        return result
    }

    /// Whether a value could be taken for something else here however it is written.
    private func isDoubtful(_ value: String) -> Bool {
        if isLost || isEscaping { return true }
        return switch context {
        case .ansi, .arithmetic, .innerDouble: true
        case .parameter(let isQuoted, let hasDefault):
            isQuoted && (!hasDefault || !documents.isEmpty || value.utf8.contains(UInt8(ascii: "'")))
        default: false
        }
    }

    private var isOutsideQuotes: Bool {
        switch context {
        case .word: true
        case .parameter(let isQuoted, _): !isQuoted
        default: false
        }
    }

    private func written(_ text: Substring, _ isPlain: Bool) -> String {
        let escaped = Self.escaped(Array(text.utf8), in: context, isPlain)
        // What stands in backquotes is read twice.
        let bytes = isInBackquotes ? Self.escaping(escaped, "\\`$") : escaped
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func escaped(_ bytes: [UInt8], in context: Context, _ isPlain: Bool) -> [UInt8] {
        switch context {
        case .word, .parameter(isQuoted: false, _): isPlain ? bytes : closingQuotes(bytes)
        case .single: closingQuotes(bytes)
        case .double: escaping(bytes, "\\\"$`")
        case .parameter: escaping(bytes, "\\\"$`}")
        case .comment: bytes.map { $0 == newline ? UInt8(ascii: " ") : $0 }
        case .here(let document): document.isQuoted ? bytes : escaping(bytes, "\\$`")
        // Nothing but plain values goes there.
        case .ansi, .arithmetic, .innerDouble: bytes
        }
    }

    /// What stands in single quotes: a quote of its own ends them, and they begin anew behind it.
    private static func closingQuotes(_ bytes: [UInt8]) -> [UInt8] {
        bytes.flatMap { $0 == UInt8(ascii: "'") ? Array(#"'\''"#.utf8) : [$0] }
    }

    private static func escaping(_ bytes: [UInt8], _ marks: String) -> [UInt8] {
        bytes.flatMap { marks.utf8.contains($0) ? [UInt8(ascii: "\\"), $0] : [$0] }
    }
}

extension StringProtocol {
    /// Whether nothing in a text means anything to a shell. Accents belong to the letter before them; elsewhere they are
    /// quoted like all that is no letter.
    fileprivate var isPlainInShell: Bool {
        var isAfterLetter = false
        for scalar in unicodeScalars {
            if scalar.isASCII {
                isAfterLetter = scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                guard isAfterLetter || "_@%+=:,./-".unicodeScalars.contains(scalar) else { return false }
            } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                isAfterLetter = true
            } else {
                guard isAfterLetter, scalar.properties.isGraphemeExtend else { return false }
            }
        }
        return true
    }
}

extension String {
    /// Whether a text is one word of a shell as it is, without quotes.
    public var isShellWord: Bool { !isEmpty && isPlainInShell }
}

extension ShellQuotingProblem {
    /// - Parameter reference: what was to be put in.
    func diagnostic(_ reference: String, at place: SourceLocation?) -> Diagnostic {
        let message =
            switch self {
            case .place: "it cannot be told how the value of `\(reference)` is to be quoted here"
            case .endOfDocument(let delimiter):
                "with the value of `\(reference)` a line is `\(delimiter)`, which ends the here-document that it stands in"
            case .nul: "the value of `\(reference)` has the byte 0 in it, which no command can have"
            }
        return .error(
            message, at: place,
            hint: self == .nul
                ? nil
                : "hand it over in another way: `env: {V: \"\(reference)\"}` and `\"$V\"` in the command, or in the file "
                    + "that `\(StageParameters.fileVariable)` names")
    }
}
