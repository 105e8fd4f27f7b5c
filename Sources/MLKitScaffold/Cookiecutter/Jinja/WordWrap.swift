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
                let cut = breaksLongWords ? min(width, long.count) : long.count
                taken.append(Array(long[..<cut]))
                if cut < long.count { chunks.append(Array(long[cut...])) }
            } else if breaksLongWords, let long = chunks.last, long.count > width, length < width {
                taken.append(Array(long[..<(width - length)]))
                chunks[chunks.count - 1] = Array(long[(width - length)...])
            }
            if taken.last?.allSatisfy(PythonText.isSpace) ?? false { taken.removeLast() }
            guard !taken.isEmpty else { continue }
            lines.append(taken.map { String(String.UnicodeScalarView($0)) }.joined())
        }
        return lines
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
