internal import Glibc

/// The encoding that an attribute asks of a file in the working tree (gitattributes(5), `working-tree-encoding`). Git
/// stores the same text as UTF-8.
struct WorkingTreeEncoding {
    /// As the attribute has it.
    let name: String

    /// A text of UTF-8, as templates have theirs, in this encoding. What is in another encoding already stays as it is, and
    /// so does what cannot be written in this one: git will say so.
    func encoded(_ text: [UInt8]) -> [UInt8] {
        guard !text.contains(0), String(validating: text, as: UTF8.self) != nil else { return text }
        return converted(text).map { mark + $0 } ?? text
    }

    /// Git's own names (utf8.c): iconv knows no `UTF-16LE-BOM`.
    private var plainName: String {
        let upper = name.uppercased()
        return upper.hasPrefix("UTF16") ? "UTF-16" + upper.dropFirst(5) : upper
    }

    private var mark: [UInt8] {
        switch plainName {
        case "UTF-16LE-BOM": [0xFF, 0xFE]
        case "UTF-16BE-BOM": [0xFE, 0xFF]
        default: []
        }
    }

    private func converted(_ text: [UInt8]) -> [UInt8]? {
        let target = mark.isEmpty ? name : String(plainName.dropLast("-BOM".count))
        guard let converter = iconv_open(target, "UTF-8"), converter != iconv_t(bitPattern: -1) else { return nil }
        defer { iconv_close(converter) }
        // No encoding has more than a mark and four bytes for a byte of UTF-8.
        var output = [CChar](repeating: 0, count: 4 * text.count + 8)
        var left = output.count
        var input = text.map { CChar(bitPattern: $0) }
        let isWhole = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                var (from, count, to) = (input.baseAddress, input.count, output.baseAddress)
                guard iconv(converter, &from, &count, &to, &left) != Int(bitPattern: UInt.max) else { return false }
                return iconv(converter, nil, nil, &to, &left) != Int(bitPattern: UInt.max)
            }
        }
        return isWhole ? output.dropLast(left).map { UInt8(bitPattern: $0) } : nil
    }
}
