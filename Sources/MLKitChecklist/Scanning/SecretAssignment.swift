/// A value given to a name in a line: `name = "value"`, `"name": "value"`, `NAME=value`, `<name>value</name>`,
/// `--name value`, `name -> value`.
struct SecretAssignment {
    let line: UnsafeRawBufferPointer
    let style: FileStyle

    /// Whether a secret is given to a name at a place of the line.
    func isSecret(at place: Int) -> Bool {
        guard let name = name(before: place), let kind = SecretName.kind(of: name), let start = valueStart(after: place)
        else { return false }
        if TextLines.isQuote(line[start]) { return isQuotedSecret(kind, start, isListed: line[place] == 0x2C && !isCall(name)) }
        if line[place] == 0x20, isDeclared(name) { return SecretValue(word(start)).fits(kind, isCertain: true) }
        switch (line[place], style) {
        case (0x2C, _): return false
        case (0x3E, _): return SecretValue(taken(start) { $0 != 0x3C }).fits(kind, isCertain: true)
        case (_, .environment): return SecretValue(wholeLine(start)).fits(kind, isCertain: true)
        case (_, .settings): return SecretValue(word(start)).fits(kind, isCertain: isYAMLOrINI(place))
        case (0x3D, .prose), (0x20, .prose): return SecretValue(word(start)).fits(kind, isCertain: false)
        case (0x3A, .prose): return SecretValue(word(start)).fits(kind, isCertain: false)
        case (0x3D, .code), (0x3D, .table): return isInText(place) && SecretValue(word(start)).fits(kind, isCertain: false)
        default: return false
        }
    }

    /// Whether a name in quotes is the first thing in brackets: `define('DB_PASSWORD', '…')`.
    private func isCall(_ name: ArraySlice<UInt8>) -> Bool {
        var start = name.startIndex - 1
        guard start > 0, TextLines.isQuote(line[start]) else { return false }
        while start > 0, TextLines.isSpace(line[start - 1]) { start -= 1 }
        return start > 1 && line[start - 1] == 0x28 && TextLines.isWord(line[start - 2])
    }

    private func isQuotedSecret(_ kind: SecretName.Kind, _ start: Int, isListed: Bool) -> Bool {
        let quote = line[start]
        let value = taken(start + 1) { $0 != quote }
        guard start + 1 + value.count < line.count else { return false }
        // Among variables of the environment nobody writes a sentence.
        if style == .environment, kind == .password, let joined = SecretPhrase.joined(value) { return joined.fits(kind, isCertain: true) }
        return !(isListed && isName(value)) && SecretValue(value).fits(kind, isCertain: !isListed)
    }

    /// Whether a text can be the next in a list of names: `'ClientToken', 'Audio3DPoint'`.
    private func isName(_ value: [UInt8]) -> Bool {
        value.allSatisfy(TextLines.isWord) && value.first.map(TextLines.isLetter) ?? false && value.count(where: TextLines.isDigit) < 3
    }

    /// In a shell's file a bare word may be a command; elsewhere among settings it is the value.
    private func isYAMLOrINI(_ place: Int) -> Bool { line[place] == 0x3A || line[place] == 0x3D }

    /// The name in front of what stands at a place, if that gives a value to it.
    private func name(before place: Int) -> ArraySlice<UInt8>? {
        let byte = line[place]
        var end = place
        switch byte {
        case 0x3D:
            // Comparisons give nothing.
            if place + 1 < line.count, [0x3D, 0x7E].contains(line[place + 1]) { return nil }
            if place > 0, [0x3D, 0x21, 0x3C, 0x3E, 0x7E, 0x2B].contains(line[place - 1]) { return nil }
            if place > 0, line[place - 1] == 0x3A { end -= 1 }
            // What shows a badge is in every page that has it.
            if TextLines.starts(line, at: place - Self.badge.count, with: Self.badge) { return nil }
        case 0x3A:
            if place + 1 < line.count, [0x3A, 0x3D].contains(line[place + 1]) { return nil }
            if TextLines.starts(line, at: place, with: [0x3A, 0x2F, 0x2F]) || isInResourceName(place) { return nil }
        case 0x20:
            return option(before: place)
        default: break
        }
        end = skippedBack(end)
        if byte == 0x2C, end == place || !TextLines.isQuote(line[place - 1]) { return nil }
        if byte == 0x3E { return element(before: place) }
        let name = nameEnding(at: end)
        guard byte == 0x3D, SecretName.kind(of: name) == nil else { return name }
        return annotated(before: name.startIndex) ?? typed(by: name) ?? name
    }

    private static let badge = Array("badge.svg?token".utf8)
    private static let resource = Array("arn:".utf8)

    /// Whether a colon parts a resource's name, whose last parts are no value: `arn:aws:secretsmanager:eu-west-1:1234:secret:name`.
    private func isInResourceName(_ colon: Int) -> Bool {
        var start = colon
        while start > 0, !TextLines.isSpace(line[start - 1]), !TextLines.isQuote(line[start - 1]) { start -= 1 }
        return TextLines.starts(line, at: start, with: Self.resource)
    }

    /// The name of the element whose first tag ends at a place: `<Pass encoding="base64">`; of `<value>` and `<string>` the
    /// name that stands in the element before: `<name>db.password</name><value>`.
    private func element(before end: Int) -> ArraySlice<UInt8>? {
        guard let name = tag(before: end) else { return nil }
        let isValue = Self.values.contains { name.elementsEqual($0) }
        return isValue ? SecretElement(line[..<(end - name.count - 1)])?.name.shifted(to: 0) ?? name : name
    }

    private static let values = ["value", "string"].map { Array($0.utf8) }

    private func tag(before end: Int) -> ArraySlice<UInt8>? {
        var start = end
        while start > 0, line[start - 1] != 0x3C, line[start - 1] != 0x3E { start -= 1 }
        guard start > 0, line[start - 1] == 0x3C, start < end, TextLines.isLetter(line[start]), line[end - 1] != 0x2F,
            style != .code || start < 2 || !TextLines.isWord(line[start - 2])
        else { return nil }
        return nameEnding(at: start + TextLines.run(line, start) { TextLines.isWord($0) || $0 == 0x2D || $0 == 0x2E })
    }

    /// In `password: str = "…"` the name stands before the type.
    private func annotated(before type: Int) -> ArraySlice<UInt8>? {
        var end = type
        while end > 0, TextLines.isSpace(line[end - 1]) { end -= 1 }
        guard end > 0, line[end - 1] == 0x3A else { return nil }
        return nameEnding(at: skippedBack(end - 1))
    }

    /// In `apiKey string = "…"`, as Go has it, the name stands before the type and nothing between them.
    private func typed(by type: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard type.elementsEqual("string".utf8) else { return nil }
        let end = skippedBack(type.startIndex)
        return end < type.startIndex ? nameEnding(at: end) : nil
    }

    /// `--password value`, `ENV PASSWORD value`.
    private func option(before place: Int) -> ArraySlice<UInt8>? {
        let name = nameEnding(at: place)
        guard place + 1 < line.count, line[place + 1] != 0x2D, line[place + 1] != 0x3D else { return nil }
        return name.starts(with: [0x2D, 0x2D]) || isDeclared(name) ? name : nil
    }

    private static let declaring = ["ENV", "setenv"].map { Array($0.utf8) }

    /// Whether a name is what a line declares to be followed by its value, without a sign between them: in images, and in the
    /// C shell.
    private func isDeclared(_ name: ArraySlice<UInt8>) -> Bool {
        guard style == .settings else { return false }
        let words = line.prefix(name.startIndex).split(whereSeparator: TextLines.isSpace)
        return words.count == 1 && Self.declaring.contains { words[0].elementsEqual($0) }
    }

    private func nameEnding(at end: Int) -> ArraySlice<UInt8> {
        var start = end
        while start > 0, end - start <= 100, TextLines.isWord(line[start - 1]) || [0x2D, 0x2E].contains(line[start - 1]) {
            start -= 1
        }
        return ArraySlice(line[start..<end].map { $0 }).shifted(to: start)
    }

    /// Past blanks, quotes and closing brackets.
    private func skippedBack(_ end: Int) -> Int {
        var end = end
        while end > 0, TextLines.isSpace(line[end - 1]) { end -= 1 }
        while end > 0, TextLines.isQuote(line[end - 1]) || [0x5D, 0x29, 0x5C].contains(line[end - 1]) { end -= 1 }
        return end
    }

    /// Where the value begins.
    private func valueStart(after place: Int) -> Int? {
        var start = place + 1
        while start < line.count, TextLines.isSpace(line[start]) || [0x3D, 0x3E, 0x5C].contains(line[start]) && line[place] != 0x3E {
            start += 1
        }
        start = pastTag(start, line[place])
        // r"…", b'…', @"…".
        if start + 1 < line.count, [0x72, 0x62, 0x75, 0x40].contains(line[start] | 0x20 == 0x60 ? 0x40 : line[start] | 0x20),
            TextLines.isQuote(line[start + 1])
        { start += 1 }
        return start < line.count ? start : nil
    }

    /// Past a tag of YAML's own, which says the type of the value: `!!str`. Others, such as `!Ref`, bring it from elsewhere.
    private func pastTag(_ start: Int, _ sign: UInt8) -> Int {
        guard sign == 0x3A, style == .settings, TextLines.starts(line, at: start, with: [0x21, 0x21]) else { return start }
        let end = start + TextLines.run(line, start) { !TextLines.isSpace($0) }
        return end + TextLines.run(line, end, TextLines.isSpace)
    }

    private func taken(_ start: Int, _ accepts: (UInt8) -> Bool) -> [UInt8] {
        let length = TextLines.run(line, start, accepts)
        return line[start..<(start + length)].map { $0 }
    }

    private func word(_ start: Int) -> [UInt8] {
        taken(start) { !TextLines.isSpace($0) && !TextLines.isQuote($0) && ![0x2C, 0x3B, 0x7D, 0x5D, 0x29, 0x3C, 0x26].contains($0) }
    }

    /// To the end of the line, or to a comment.
    private func wholeLine(_ start: Int) -> [UInt8] {
        var value = taken(start) { _ in true }
        if let comment = value.indices.first(where: { value[$0] == 0x23 && $0 > 0 && TextLines.isSpace(value[$0 - 1]) }) {
            value.removeSubrange(comment...)
        }
        while let last = value.last, TextLines.isSpace(last) { value.removeLast() }
        return value
    }

    /// Whether a place stands within quotes: `"Server=a;Password=b"`.
    private func isInText(_ place: Int) -> Bool {
        var quote: UInt8?
        for index in 0..<place where TextLines.isQuote(line[index]) {
            if quote == nil { quote = line[index] } else if quote == line[index] { quote = nil }
        }
        return quote != nil
    }
}

/// The end of a line of XML that names a setting, whose value stands in the next element: `<name>…</name>`, `<key>…</key>`.
struct SecretElement {
    let name: ArraySlice<UInt8>

    private static let ends = ["</name>", "</key>"].map { Array($0.utf8) }

    /// `nil` for a line that does not end so.
    init?(_ line: some RandomAccessCollection<UInt8>) {
        let text = Array(line.reversed().drop(while: TextLines.isSpace).reversed())
        guard let end = Self.ends.first(where: { text.suffix($0.count).elementsEqual($0) }) else { return nil }
        let before = text.dropLast(end.count)
        guard let open = before.lastIndex(of: 0x3E) else { return nil }
        name = before[(open + 1)...]
    }
}

extension ArraySlice<UInt8> {
    /// The same bytes with indices that begin at a place.
    fileprivate func shifted(to start: Int) -> ArraySlice<UInt8> {
        var bytes = [UInt8](repeating: 0, count: start)
        bytes += self
        return bytes[start...]
    }
}
