/// Breaks lines as Python's `textwrap` does: between words, after hyphens inside words, and within words that are too
/// long.
struct WordWrap {
    let width: Int
    let breaksLongWords: Bool
    let breaksAtHyphens: Bool

    /// The lines that one line becomes.
    func lines(_ line: String) -> [String] {
        var chunks = Array(chunks(Array(line.unicodeScalars)).reversed())
        var lines = [String]()
        while !chunks.isEmpty {
            if !lines.isEmpty, chunks.last?.allSatisfy(PythonText.isSpace) ?? false { chunks.removeLast() }
            var taken = [[Unicode.Scalar]]()
            var length = 0
            while let chunk = chunks.last, length + chunk.count <= width {
                taken.append(chunk)
                length += chunk.count
                chunks.removeLast()
            }
            if taken.isEmpty, let long = chunks.popLast() {
                let cut = breaksLongWords ? end(of: long, in: width) : long.count
                taken.append(Array(long[..<cut]))
                if cut < long.count { chunks.append(Array(long[cut...])) }
            } else if breaksLongWords, let long = chunks.last, long.count > width, length < width {
                let cut = end(of: long, in: width - length)
                taken.append(Array(long[..<cut]))
                chunks[chunks.count - 1] = Array(long[cut...])
            }
            if taken.last?.allSatisfy(PythonText.isSpace) ?? false { taken.removeLast() }
            guard !taken.isEmpty else { continue }
            lines.append(taken.map { String(String.UnicodeScalarView($0)) }.joined())
        }
        return lines
    }

    /// How much of a word that is too long goes into so much room: up to the last hyphen in it, where it may break there.
    private func end(of word: [Unicode.Scalar], in room: Int) -> Int {
        guard breaksAtHyphens, let hyphen = word[..<room].lastIndex(of: "-"), word[..<hyphen].contains(where: { $0 != "-" })
        else { return room }
        return hyphen + 1
    }

    /// Words, the parts of words with hyphens, and the white space between them.
    private func chunks(_ scalars: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
        var chunks = [[Unicode.Scalar]]()
        var current = [Unicode.Scalar]()
        for (index, scalar) in scalars.enumerated() {
            if let last = current.last, PythonText.isSpace(last) != PythonText.isSpace(scalar) {
                chunks.append(current)
                current = []
            }
            current.append(scalar)
            if breaksAtHyphens, scalar == "-", isBreak(scalars, index) {
                chunks.append(current)
                current = []
            }
        }
        return current.isEmpty ? chunks : chunks + [current]
    }

    /// A hyphen between two letters and a letter: not that of an option, `-b`.
    private func isBreak(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
        let isLetter = { (offset: Int) in
            scalars.indices.contains(offset) && scalars[offset].properties.isAlphabetic
        }
        let follows = isLetter(index - 1) && (isLetter(index - 2) || isLetter(index - 3) && scalars[index - 2] == "-")
        let hyphenThenLetter = scalars.indices.contains(index + 2) && scalars[index + 2] == "-" && isLetter(index + 3)
        return follows && isLetter(index + 1) && (isLetter(index + 2) || hyphenThenLetter)
    }
}
