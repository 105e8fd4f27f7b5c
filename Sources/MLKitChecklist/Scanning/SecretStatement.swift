/// Passwords in statements of SQL that make accounts, or change them: `IDENTIFIED BY '…'`, `CREATE USER bob PASSWORD '…'`.
enum SecretStatement {
    private static let identified = Array("identified ".utf8)
    private static let by = Array("by ".utf8)
    private static let password = Array("password ".utf8)
    private static let verbs = ["create ", "alter "].map { Array($0.utf8) }
    private static let accounts = ["user ", "role ", "login "].map { Array($0.utf8) }

    /// What stands in a line; `nil` for no secret.
    static func find(in line: UnsafeRawBufferPointer) -> String? {
        if let start = end(of: identified, in: line, from: 0), let place = end(of: by, in: line, from: start),
            isSecret(line, place)
        {
            return "a password in a statement"
        }
        guard let start = end(of: password, in: line, from: 0), isSecret(line, start), verbs.contains(
            where: { end(of: $0, in: line, from: 0) != nil }),
            accounts.contains(where: { end(of: $0, in: line, from: 0) != nil })
        else { return nil }
        return "a password in a statement"
    }

    /// Where a word ends that stands in a line, in whatever case, and no word goes on before.
    private static func end(of word: [UInt8], in line: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard line.count >= start + word.count else { return nil }
        for place in start...(line.count - word.count) where line[place] | 0x20 == word[0] {
            if place > 0, TextLines.isWord(line[place - 1]) { continue }
            if word.indices.allSatisfy({ line[place + $0] | 0x20 == word[$0] }) { return place + word.count }
        }
        return nil
    }

    /// Whether a text in quotes begins at a place, perhaps behind a word such as `PASSWORD`, that can be one.
    private static func isSecret(_ line: UnsafeRawBufferPointer, _ place: Int) -> Bool {
        let blanks = place + TextLines.run(line, place, TextLines.isSpace)
        let start = starts(password, line, blanks) ? blanks + password.count : blanks
        guard start < line.count, line[start] == 0x27 || line[start] == 0x22 else { return false }
        let quote = line[start]
        let value = line[(start + 1)...].prefix { $0 != quote }
        let end = start + 1 + value.count
        // An apostrophe inside a word ends no text.
        guard end < line.count, end + 1 == line.count || !TextLines.isWord(line[end + 1]) else { return false }
        return SecretValue(value).fits(.password, isCertain: true)
    }

    private static func starts(_ word: [UInt8], _ line: UnsafeRawBufferPointer, _ place: Int) -> Bool {
        place + word.count <= line.count && word.indices.allSatisfy { line[place + $0] | 0x20 == word[$0] }
    }
}
