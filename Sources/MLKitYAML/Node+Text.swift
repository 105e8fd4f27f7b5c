public import MLKitCore

extension Node {
    /// The place of a part of a scalar's text; the scalar's own place where its way of writing is not followed
    /// (folded texts, escapes by number).
    ///
    /// - Parameters:
    ///   - offset: in bytes of the text.
    ///   - length: in bytes of the text; a part that goes on is marked to the end of its line.
    public func location(ofTextFrom offset: Int, length: Int) -> SourceLocation {
        guard let text, let places = places(of: Array(text.utf8)), offset < places.count else { return location }
        let start = places[offset]
        let lineEnd = source.bytes[start...].firstIndex(of: 0x0A) ?? source.bytes.count
        let end = min(max(places[min(offset + length, places.count - 1)], start), lineEnd)
        var location = source.location(offset: start)
        location.length = max(String(decoding: source.bytes[start..<end], as: UTF8.self).count, 1)
        return location
    }

    /// Where in the source each byte of the text stands, and the place after the last.
    private func places(of text: [UInt8]) -> [Int]? {
        let range = byteRange
        let bytes = source.bytes[range]
        switch bytes.first {
        case UInt8(ascii: "'"): return quotedPlaces(of: text, bytes, doubled: UInt8(ascii: "'"))
        case UInt8(ascii: "\""): return quotedPlaces(of: text, bytes, doubled: nil)
        case UInt8(ascii: "|"): return literalPlaces(of: text, bytes)
        default: return Array(bytes) == text ? Array(range.lowerBound...range.upperBound) : nil
        }
    }

    /// A text in quotes, on one line. Behind a backslash only what stands for itself is followed.
    private func quotedPlaces(of text: [UInt8], _ bytes: ArraySlice<UInt8>, doubled: UInt8?) -> [Int]? {
        var places = [Int]()
        var index = bytes.startIndex + 1
        for byte in text {
            guard index < bytes.endIndex - 1 else { return nil }
            let isEscape = doubled.map { $0 == bytes[index] } ?? (bytes[index] == UInt8(ascii: "\\"))
            if isEscape { index += 1 }
            guard index < bytes.endIndex - 1, bytes[index] == byte else { return nil }
            places.append(index)
            index += 1
        }
        return places + [index]
    }

    /// A block behind `|`: every line without its indentation.
    private func literalPlaces(of text: [UInt8], _ bytes: ArraySlice<UInt8>) -> [Int]? {
        var places = [Int]()
        guard var index = bytes.firstIndex(of: 0x0A).map({ $0 + 1 }) else { return nil }
        let indentation = bytes[index...].prefix { $0 == 0x20 }.count
        var isLineStart = true
        for byte in text {
            if isLineStart, byte != 0x0A {
                guard bytes[index...].prefix(indentation).allSatisfy({ $0 == 0x20 }) else { return nil }
                index += indentation
            }
            guard index < bytes.endIndex, bytes[index] == byte else { return nil }
            places.append(index)
            index += 1
            isLineStart = byte == 0x0A
        }
        return places + [index]
    }
}
