/// A here-document.
struct HereDocument: Equatable {
    var delimiter: [UInt8]
    /// Whether nothing in it means anything.
    var isQuoted: Bool
    /// Whether tabs before the delimiter are passed over.
    var isIndented: Bool

    /// A line of it, as far as it was read.
    struct Line {
        var bytes: [UInt8] = []
        /// Whether a part of it is a value that was put in.
        var hasValue = false
    }

    /// Whether a line ends it.
    func ends(at line: [UInt8]) -> Bool {
        (isIndented ? line.drop { $0 == UInt8(ascii: "\t") } : line[...]).elementsEqual(delimiter)
    }
}

extension ShellQuoting {
    /// Reads the delimiter behind `<<`.
    ///
    /// - Returns: how many bytes were read from the second `<` on.
    mutating func announce(_ bytes: [UInt8], _ index: Int) -> Int {
        var next = index + 1
        // `<<<` has its text on the same line.
        if next < bytes.count, bytes[next] == UInt8(ascii: "<") { return 2 }
        let isIndented = next < bytes.count && bytes[next] == UInt8(ascii: "-")
        if isIndented { next += 1 }
        while next < bytes.count, bytes[next] == UInt8(ascii: " ") || bytes[next] == UInt8(ascii: "\t") { next += 1 }
        var delimiter = [UInt8]()
        let start = next
        while next < bytes.count, !" \t\n;&|()<>".utf8.contains(bytes[next]) {
            let byte = bytes[next]
            next += 1
            switch byte {
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                let end = bytes[next...].firstIndex(of: byte) ?? bytes.endIndex
                delimiter += bytes[next..<end]
                next = min(end + 1, bytes.count)
            case UInt8(ascii: "\\") where next < bytes.count:
                delimiter.append(bytes[next])
                next += 1
            default: delimiter.append(byte)
            }
        }
        let isQuoted = !bytes[start..<next].elementsEqual(delimiter)
        // In `((…))`, which some shells take for arithmetic, it may be a number that is shifted. A delimiter with other
        // than plain characters in it means different things to different shells.
        if isInTwoBrackets || delimiter.contains(where: { "\n\\\"'$`".utf8.contains($0) }) || (delimiter.isEmpty && !isQuoted) {
            lose()
        }
        announced.append(HereDocument(delimiter: delimiter, isQuoted: isQuoted, isIndented: isIndented))
        return next - index
    }

    private var isInTwoBrackets: Bool {
        contexts.suffix(2).count { $0 == .word(end: UInt8(ascii: ")"), isSubstitution: false) } == 2
    }

    mutating func beginDocument() {
        guard !announced.isEmpty else { return }
        contexts.append(.here(announced.removeFirst()))
        line = HereDocument.Line()
    }

    /// The here-documents that a place stands in, the innermost last: more than one where a substitution in one of them
    /// has its own.
    var documents: [HereDocument] { contexts.compactMap { if case .here(let document) = $0 { document } else { nil } } }

    /// Takes note of what was read inside of documents: a line may end one.
    mutating func noteLine(_ bytes: ArraySlice<UInt8>, in documents: [HereDocument]) {
        // It goes on with the next line.
        if documents.last?.isQuoted == false, bytes.elementsEqual("\\\n".utf8) { return }
        for byte in bytes {
            guard byte == Self.newline else {
                line.bytes.append(byte)
                continue
            }
            endLine(in: documents)
        }
    }

    private mutating func endLine(in documents: [HereDocument]) {
        let line = self.line
        self.line = HereDocument.Line()
        guard let ended = documents.last(where: { $0.ends(at: line.bytes) }) else { return }
        if line.hasValue { note(ended) }
        guard context == .here(ended) else {
            // To some shells it ends there, with something in it open; to others it goes on.
            return lose()
        }
        contexts.removeLast()
        beginDocument()
    }

    /// Takes note of a value as it is written where it was put in.
    mutating func noteValue(_ value: [UInt8]) {
        let documents = documents
        guard !documents.isEmpty else { return }
        let parts = value.split(separator: Self.newline, omittingEmptySubsequences: false)
        for (number, part) in parts.enumerated() {
            line.bytes += part
            line.hasValue = true
            guard number < parts.count - 1 else { return }
            if let ended = documents.last(where: { $0.ends(at: line.bytes) }) { note(ended) }
            line.bytes = []
        }
    }

    /// The command has been read to its end.
    mutating func finish() {
        guard line.hasValue, let ended = documents.last(where: { $0.ends(at: line.bytes) }) else { return }
        note(ended)
    }

    private mutating func note(_ document: HereDocument) {
        note(.endOfDocument(String(decoding: document.delimiter, as: UTF8.self)))
    }

    /// The first problem is told.
    mutating func note(_ problem: ShellQuotingProblem) { self.problem = self.problem ?? problem }
}
