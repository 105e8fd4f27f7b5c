internal import MLKitCore

/// The texts that the cells of a workbook name by numbers, each kept once.
struct WorkbookTexts {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    /// They are all in memory; more than a sheet of a million rows has.
    private static let largest = 512 << 20

    init() {}

    /// - Throws: `Failure` for more of them than memory is to hold.
    init(_ reader: XMLReader) throws {
        var (isText, phonetic) = (false, 0)
        while let piece = try reader.next() {
            switch piece {
            case .start:
                if reader.isNamed("t") { isText = phonetic == 0 }
                if reader.isNamed("rPh") { phonetic += 1 }
            case .text: if isText { reader.appendText(to: &bytes) }
            case .end:
                if reader.isNamed("t") { isText = false }
                if reader.isNamed("rPh") { phonetic -= 1 }
                if reader.isNamed("si") { ends.append(bytes.count) }
            }
            if bytes.count > Self.largest {
                throw Failure("the workbook has more than 512 MiB of texts", hint: "save its sheet as CSV in UTF-8")
            }
        }
    }

    /// The text of a number, from 0; `nil` where there is none.
    subscript(_ number: Int) -> ArraySlice<UInt8>? {
        guard ends.indices.contains(number) else { return nil }
        return bytes[(number == 0 ? 0 : ends[number - 1])..<ends[number]]
    }

    /// Characters that XML does not have stand as `_x000D_` (ISO/IEC 29500-1, 22.9.2.19).
    static func unescaped(_ text: some Collection<UInt8>) -> [UInt8] {
        let bytes = Array(text)
        var (out, place) = ([UInt8](), 0)
        while place < bytes.count {
            if place + 7 <= bytes.count, bytes[place] == UInt8(ascii: "_"), bytes[place + 1] == UInt8(ascii: "x"),
                bytes[place + 6] == UInt8(ascii: "_"),
                let code = UInt32(String(decoding: bytes[(place + 2)..<(place + 6)], as: UTF8.self), radix: 16),
                let character = Unicode.Scalar(code)
            {
                out.append(contentsOf: String(character).utf8)
                place += 7
            } else {
                out.append(bytes[place])
                place += 1
            }
        }
        return out
    }
}
