internal import MLKitCore

/// Follows a command in the language of `sh` as far as to tell which quotes a place stands in, so that a value that is
/// put there stays one word, and nothing of it is taken for the command's own.
///
/// Quotes, escapes, comments, here-documents and what stands in `$(…)`, `$((…))`, backquotes and `${…}` are followed
/// (POSIX.1-2024, XCU 2.2, 2.3, 2.6, 2.7.4), byte by byte as a shell does it: a quote with an accent on it is a quote. Where
/// shells differ, or more would have to be understood than where quotes are, the place is not judged: a value goes there
/// only if nothing in it could mean anything.
struct ShellQuoting {
    enum Context: Equatable {
        /// No quotes, up to that byte. Whether it is `$(…)`, be it the arithmetic that begins like it.
        case word(end: UInt8?, isSubstitution: Bool)
        case double, single, comment
        /// `$'…'`, which is a `$` and single quotes to some shells.
        case ansi
        /// `$((…))`, with so many brackets open in it.
        case arithmetic(open: Int)
        /// `${…}`, in double quotes or not; whether it is one with a word to take in place of a value, as `${NAME:-…}`.
        case parameter(isQuoted: Bool, hasDefault: Bool)
        /// `"…"` in a `${…}` that is in double quotes itself.
        case innerDouble
        case here(HereDocument)
    }

    var contexts: [Context] = [.word(end: nil, isSubstitution: false)]
    /// What keeps a value that was put in from being right.
    var problem: ShellQuotingProblem?
    /// Whether the command goes on in a way that is not followed.
    private(set) var isLost = false
    /// Here-documents that begin on the next line.
    var announced: [HereDocument] = []
    /// The line of a here-document so far.
    var line = HereDocument.Line()
    private var previous: UInt8?
    /// The letters of the word so far, if it is nothing but letters.
    private var letters: [UInt8]? = []
    /// Whether a text ended in a backslash that something was to follow.
    private(set) var isEscaping = false

    var context: Context { contexts.last ?? .word(end: nil, isSubstitution: false) }

    static let newline = UInt8(ascii: "\n")
    private static let dollar = UInt8(ascii: "$")
    private static let backquote = UInt8(ascii: "`")

    /// Takes in a part of the command as it is written.
    mutating func read(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        var index = 0
        if isEscaping, !bytes.isEmpty {
            isEscaping = false
            previous = 0
            index = 1
        }
        while index < bytes.count {
            let documents = documents
            let next = index + step(bytes, index)
            noteLetters(bytes[index..<next])
            if !documents.isEmpty { noteLine(bytes[index..<next], in: documents) }
            index = next
        }
    }

    /// A value was put in.
    mutating func pass() {
        isEscaping = false
        previous = 0
        letters = nil
    }

    /// Takes in what begins at a byte.
    ///
    /// - Returns: of how many bytes that is.
    private mutating func step(_ bytes: [UInt8], _ index: Int) -> Int {
        let byte = bytes[index]
        // It ends them, whatever stands open inside.
        if byte == Self.backquote, isInBackquotes, context != .backquotes { isLost = true }
        if byte == UInt8(ascii: "\\"), context != .single, context != .comment, !isInQuotedDocument {
            return escape(bytes, index)
        }
        let length = follow(bytes, index)
        previous = bytes[index + length - 1]
        if length == 2, byte == Self.dollar, previous == Self.dollar { previous = 0 }
        return length
    }

    private mutating func follow(_ bytes: [UInt8], _ index: Int) -> Int {
        let byte = bytes[index]
        switch context {
        case .single, .ansi:
            if byte == UInt8(ascii: "'") { contexts.removeLast() }
        case .double, .innerDouble:
            if byte == UInt8(ascii: "\"") {
                contexts.removeLast()
            } else if context == .innerDouble, byte == UInt8(ascii: "}") {
                isLost = true
            } else {
                return open(bytes, index)
            }
        case .comment:
            guard byte == Self.newline else { break }
            contexts.removeLast()
            beginDocument()
        case .here(let document): return document.isQuoted ? 1 : open(bytes, index)
        case .arithmetic(let count): return arithmetic(bytes, index, count)
        case .parameter(let isQuoted, _): return parameter(bytes, index, isQuoted)
        case .word(let end, let isSubstitution): return word(bytes, index, end, isSubstitution)
        }
        return 1
    }

    private mutating func word(_ bytes: [UInt8], _ index: Int, _ end: UInt8?, _ isSubstitution: Bool) -> Int {
        let byte = bytes[index]
        if byte == end {
            if !announced.isEmpty, isSubstitution { isLost = true }
            contexts.removeLast()
            return 1
        }
        switch byte {
        case UInt8(ascii: "'"): contexts.append(previous == Self.dollar ? .ansi : .single)
        case UInt8(ascii: "\""): contexts.append(.double)
        case UInt8(ascii: "#") where isWordStart: contexts.append(.comment)
        case UInt8(ascii: "<") where previous == UInt8(ascii: "<"): return announce(bytes, index)
        case UInt8(ascii: "("): contexts.append(.word(end: UInt8(ascii: ")"), isSubstitution: false))
        case Self.newline: beginDocument()
        default: return open(bytes, index)
        }
        return 1
    }

    /// What opens something in double quotes too.
    private mutating func open(_ bytes: [UInt8], _ index: Int) -> Int {
        let byte = bytes[index]
        let following = index + 1 < bytes.count ? bytes[index + 1] : nil
        if byte == Self.backquote {
            contexts.append(.backquotes)
            return 1
        }
        guard byte == Self.dollar else { return 1 }
        switch following {
        // The number of the process.
        case Self.dollar?: return 2
        case UInt8(ascii: "(")?:
            let isArithmetic = index + 2 < bytes.count && bytes[index + 2] == UInt8(ascii: "(")
            contexts.append(isArithmetic ? .arithmetic(open: 0) : .substitution)
            return isArithmetic ? 3 : 2
        case UInt8(ascii: "{")?:
            var isQuoted = true
            if case .word = context { isQuoted = false }
            if case .parameter(false, _) = context { isQuoted = false }
            contexts.append(.parameter(isQuoted: isQuoted, hasDefault: Self.hasDefault(bytes[(index + 2)...])))
            return 2
        default: return 1
        }
    }

    /// Whether what follows `${` is a name and `:-`, `-`, `:=`, `=`, `:?`, `?`, `:+` or `+`.
    private static func hasDefault(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes.drop { $0 == UInt8(ascii: "_") || isAlphanumeric($0) }
        if rest.count == bytes.count { rest = rest.dropFirst() }
        if rest.first == UInt8(ascii: ":") { rest = rest.dropFirst() }
        return rest.first.map { "-=?+".utf8.contains($0) } ?? false
    }

    private mutating func parameter(_ bytes: [UInt8], _ index: Int, _ isQuoted: Bool) -> Int {
        switch bytes[index] {
        case UInt8(ascii: "}"): contexts.removeLast()
        case UInt8(ascii: "'"):
            // Some shells take it for itself here, some for a quote.
            if isQuoted { isLost = true } else { contexts.append(previous == Self.dollar ? .ansi : .single) }
        case UInt8(ascii: "\""):
            if contexts.contains(where: \.isDocument) { isLost = true }
            contexts.append(isQuoted ? .innerDouble : .double)
        default: return open(bytes, index)
        }
        return 1
    }

    private mutating func arithmetic(_ bytes: [UInt8], _ index: Int, _ open: Int) -> Int {
        let byte = bytes[index]
        switch byte {
        case UInt8(ascii: "("): contexts[contexts.count - 1] = .arithmetic(open: open + 1)
        case UInt8(ascii: ")") where open > 0: contexts[contexts.count - 1] = .arithmetic(open: open - 1)
        case UInt8(ascii: ")"):
            contexts.removeLast()
            if index + 1 < bytes.count, bytes[index + 1] == byte { return 2 }
            // It was a command in brackets inside of `$(…)`.
            isLost = true
        case UInt8(ascii: "'"), UInt8(ascii: "\""): isLost = true
        default: return self.open(bytes, index)
        }
        return 1
    }

    // MARK: Escapes

    private mutating func escape(_ bytes: [UInt8], _ index: Int) -> Int {
        guard index + 1 < bytes.count else {
            isEscaping = true
            return 1
        }
        let next = bytes[index + 1]
        // A shell reads what stands in backquotes twice, and what it finds the second time is not seen here.
        if isInBackquotes, next == Self.backquote || next == UInt8(ascii: "\\") || next == Self.dollar { isLost = true }
        // Only some shells end it there.
        if context == .ansi, next == UInt8(ascii: "'") { isLost = true }
        if next != Self.newline { previous = 0 }
        return 2
    }

    var isInBackquotes: Bool { contexts.contains(.backquotes) }

    private var isInQuotedDocument: Bool { if case .here(let document) = context { document.isQuoted } else { false } }

    private var isWordStart: Bool { previous.map { " \t\n;&|()<>`".utf8.contains($0) } ?? true }

    // MARK: Words

    /// In a `case`, brackets close that were never opened; inside of `$(…)` that is not followed.
    private mutating func noteLetters(_ bytes: ArraySlice<UInt8>) {
        guard case .word = context, let first = bytes.first, let last = bytes.last else { return letters = nil }
        if first == UInt8(ascii: "\\") {
            if last != Self.newline { letters = nil }
        } else if bytes.count == 1, Self.isAlphanumeric(first) {
            letters?.append(first)
        } else if " \t\n;&|()<>`".utf8.contains(last) {
            if letters?.elementsEqual("case".utf8) == true, contexts.contains(.substitution) { isLost = true }
            letters = []
        } else {
            letters = nil
        }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    /// The command is not followed any further.
    mutating func lose() { isLost = true }
}

/// Why a value cannot be put into a command.
enum ShellQuotingProblem: Equatable {
    /// Nothing tells how it would have to be quoted.
    case place
    /// With it a line is that which ends the here-document it stands in.
    case endOfDocument(String)
    /// No command can have the byte 0.
    case nul
}

extension ShellQuoting.Context {
    static let substitution = Self.word(end: UInt8(ascii: ")"), isSubstitution: true)
    static let backquotes = Self.word(end: UInt8(ascii: "`"), isSubstitution: true)

    var isDocument: Bool { if case .here = self { true } else { false } }
}
