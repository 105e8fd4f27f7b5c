internal import Glibc
internal import MLKitCore

/// Reads XML in UTF-8 piece by piece, as office documents have it: elements, their attributes, and the texts between. Namespaces
/// are left out of names. A document type, which could name other files or grow without bound, is refused.
///
/// Memory is bounded by the largest piece.
final class XMLReader {
    enum Piece: Equatable {
        /// An element begins: `name` and `attribute` speak of it.
        case start
        /// The element of that `name` ends. One without content begins, and ends at once.
        case end
        /// What stands between, in `text`.
        case text
    }

    private let stream: ByteStream
    private var bytes: UnsafeMutablePointer<UInt8>
    private var capacity = 1 << 18
    private var (start, end) = (0, 0)
    private var isAtEnd = false
    /// Where in the buffer the name of the element stands, its attributes, and the text.
    private var (nameRange, attributeRange, textRange) = (0..<0, 0..<0, 0..<0)
    private var isPlain = false
    private var endsAtOnce = false

    /// Beyond this many bytes a piece is none of a document that people work with.
    private static let largest = 64 << 20

    init(_ stream: ByteStream) throws {
        self.stream = stream
        bytes = .allocate(capacity: capacity)
        try fill()
        if end >= 2, bytes[0] >= 0xFE, bytes[1] >= 0xFE { throw BrokenPacking(reason: "XML in UTF-16") }
        if UnsafeBufferPointer(start: bytes, count: end).starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
    }

    deinit { bytes.deallocate() }

    /// Goes on to the next piece; `nil` at the end of the document.
    ///
    /// - Throws: `BrokenPacking` for what is no XML, and what reading throws.
    func next() throws -> Piece? {
        if endsAtOnce {
            endsAtOnce = false
            return .end
        }
        while true {
            guard try has(1) else { return nil }
            guard bytes[start] == UInt8(ascii: "<") else { return try takeText() }
            if try begins("<!--") {
                try pass(through: "-->")
            } else if try begins("<![CDATA[") {
                return try takeCharacters()
            } else if try begins("<?") {
                try pass(through: "?>")
            } else if try begins("<!") {
                throw BrokenPacking(reason: "XML with a document type")
            } else {
                return try takeTag()
            }
        }
    }

    // MARK: What was read

    /// Whether the element at hand has this name, whatever its namespace.
    func isNamed(_ name: StaticString) -> Bool { Self.equal(bytes + nameRange.lowerBound, nameRange.count, name) }

    /// The value of an attribute of the element that begins.
    func attribute(_ name: StaticString) -> String? {
        guard let range = valueRange(name) else { return nil }
        var value = [UInt8]()
        decode(range, into: &value)
        return String(decoding: value, as: UTF8.self)
    }

    /// The bytes of an attribute's value as they stand.
    func rawAttribute(_ name: StaticString) -> UnsafeBufferPointer<UInt8>? {
        valueRange(name).map { UnsafeBufferPointer(start: bytes + $0.lowerBound, count: $0.count) }
    }

    /// Adds the text at hand to others.
    func appendText(to target: inout [UInt8]) {
        if isPlain { target.append(contentsOf: UnsafeBufferPointer(start: bytes + textRange.lowerBound, count: textRange.count)) }
        else { decode(textRange, into: &target) }
    }

    // MARK: Pieces

    private func takeText() throws -> Piece {
        let length = try length(until: UInt8(ascii: "<"), from: 0) ?? (end - start)
        textRange = start..<(start + length)
        isPlain = memchr(bytes + start, Int32(UInt8(ascii: "&")), length) == nil
        start += length
        return .text
    }

    private func takeCharacters() throws -> Piece {
        start += 9
        guard let length = try length(of: "]]>") else { throw BrokenPacking.brokenOff }
        (textRange, isPlain) = (start..<(start + length), true)
        start += length + 3
        return .text
    }

    private func takeTag() throws -> Piece {
        // A `>` may stand in a value.
        var length = 1
        while true {
            guard let place = try self.length(until: UInt8(ascii: ">"), from: length) else { throw BrokenPacking.brokenOff }
            let tag = UnsafeBufferPointer(start: bytes + start, count: place)
            if Self.isBalanced(tag) {
                length = place
                break
            }
            length = place + 1
        }
        let (first, last) = (start + 1, start + length)
        start += length + 1
        let isEnd = bytes[first] == UInt8(ascii: "/")
        endsAtOnce = !isEnd && last > first && bytes[last - 1] == UInt8(ascii: "/")
        var place = isEnd ? first + 1 : first
        let limit = endsAtOnce ? last - 1 : last
        var name = place
        while place < limit, !Self.isSpace(bytes[place]) {
            if bytes[place] == UInt8(ascii: ":") { name = place + 1 }
            place += 1
        }
        (nameRange, attributeRange) = (name..<place, place..<limit)
        return isEnd ? .end : .start
    }

    private static func isBalanced(_ tag: UnsafeBufferPointer<UInt8>) -> Bool {
        var quote: UInt8?
        for byte in tag {
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            }
        }
        return quote == nil
    }

    private func valueRange(_ wanted: StaticString) -> Range<Int>? {
        var place = attributeRange.lowerBound
        let limit = attributeRange.upperBound
        while place < limit {
            while place < limit, Self.isSpace(bytes[place]) { place += 1 }
            var name = place
            while place < limit, bytes[place] != UInt8(ascii: "=") {
                if bytes[place] == UInt8(ascii: ":") { name = place + 1 }
                place += 1
            }
            var nameEnd = place
            while nameEnd > name, Self.isSpace(bytes[nameEnd - 1]) { nameEnd -= 1 }
            while place < limit, bytes[place] != UInt8(ascii: "\""), bytes[place] != UInt8(ascii: "'") { place += 1 }
            guard place < limit else { return nil }
            let (quote, first) = (bytes[place], place + 1)
            place = first
            while place < limit, bytes[place] != quote { place += 1 }
            if Self.equal(bytes + name, nameEnd - name, wanted) { return first..<place }
            place += 1
        }
        return nil
    }

    /// Puts characters in place of their names.
    private func decode(_ range: Range<Int>, into target: inout [UInt8]) {
        var place = range.lowerBound
        while place < range.upperBound {
            guard bytes[place] == UInt8(ascii: "&"),
                let semicolon = (place..<min(place + 12, range.upperBound)).first(where: { bytes[$0] == UInt8(ascii: ";") }),
                let character = Self.character(UnsafeBufferPointer(start: bytes + place + 1, count: semicolon - place - 1))
            else {
                target.append(bytes[place])
                place += 1
                continue
            }
            target.append(contentsOf: String(character).utf8)
            place = semicolon + 1
        }
    }

    private static func character(_ name: UnsafeBufferPointer<UInt8>) -> Unicode.Scalar? {
        switch String(decoding: name, as: UTF8.self) {
        case "amp": "&"
        case "lt": "<"
        case "gt": ">"
        case "quot": "\""
        case "apos": "'"
        case let name where name.hasPrefix("#x"): UInt32(name.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init)
        case let name where name.hasPrefix("#"): UInt32(name.dropFirst()).flatMap(Unicode.Scalar.init)
        default: nil
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    private static func equal(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount && memcmp(bytes, text.utf8Start, count) == 0
    }

    // MARK: Buffer

    private func has(_ count: Int) throws -> Bool {
        while end - start < count { guard try fill() else { return false } }
        return true
    }

    private func begins(_ text: StaticString) throws -> Bool {
        let count = text.utf8CodeUnitCount
        return try has(count) && memcmp(bytes + start, text.utf8Start, count) == 0
    }

    private func pass(through text: StaticString) throws {
        guard let length = try length(of: text) else { throw BrokenPacking.brokenOff }
        start += length + text.utf8CodeUnitCount
    }

    /// How many bytes stand before a text; `nil` where it does not come.
    private func length(of text: StaticString) throws -> Int? {
        var length = 0
        while true {
            guard let place = try self.length(until: text.utf8Start.pointee, from: length) else { return nil }
            guard try has(place + text.utf8CodeUnitCount) else { return nil }
            if memcmp(bytes + start + place, text.utf8Start, text.utf8CodeUnitCount) == 0 { return place }
            length = place + 1
        }
    }

    /// How many bytes stand before a byte, which is sought from a place on; `nil` where it does not come.
    private func length(until byte: UInt8, from place: Int) throws -> Int? {
        var seen = place
        while true {
            if end - start > seen, let found = memchr(bytes + start + seen, Int32(byte), end - start - seen) {
                return UnsafeRawPointer(found) - UnsafeRawPointer(bytes + start)
            }
            seen = max(end - start, place)
            if seen > Self.largest { throw BrokenPacking(reason: "XML with a piece of more than 64 MiB") }
            guard try fill() else { return nil }
        }
    }

    @discardableResult
    private func fill() throws -> Bool {
        guard !isAtEnd else { return false }
        if start > 0 {
            bytes.update(from: bytes + start, count: end - start)
            (start, end) = (0, end - start)
        }
        if end == capacity {
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
            larger.update(from: bytes, count: end)
            bytes.deallocate()
            (bytes, capacity) = (larger, capacity * 2)
        }
        let taken = try stream.read(bytes + end, capacity - end)
        end += taken
        isAtEnd = taken == 0
        return taken > 0
    }
}
