/// Finds bytes in others in time linear in both: texts and what is looked for may be a stranger's.
enum ByteSearch {
    /// Where `part` first stands, from `start` on (Knuth, Morris and Pratt 1977).
    static func position(of part: [UInt8], in text: [UInt8], from start: Int = 0) -> Int? {
        guard let first = part.first else { return start <= text.count ? start : nil }
        guard part.count > 1 else { return text[min(start, text.count)...].firstIndex(of: first) }
        let borders = borders(of: part)
        var matched = 0
        var index = start
        while index < text.count {
            while matched > 0, text[index] != part[matched] { matched = borders[matched - 1] }
            if text[index] == part[matched] { matched += 1 }
            index += 1
            if matched == part.count { return index - matched }
        }
        return nil
    }

    /// Of each beginning of `part`, how long a shorter beginning also ends it.
    private static func borders(of part: [UInt8]) -> [Int] {
        var borders = [0]
        var length = 0
        for byte in part.dropFirst() {
            while length > 0, byte != part[length] { length = borders[length - 1] }
            if byte == part[length] { length += 1 }
            borders.append(length)
        }
        return borders
    }
}
