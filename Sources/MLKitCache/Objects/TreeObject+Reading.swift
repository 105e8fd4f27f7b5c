internal import MLKitCore
internal import MLKitSpec

extension TreeObject {
    /// Reads a tree; `nil` if a byte of it is not as it was written, if a name in it leads out of its folder or is git's
    /// own, or if a place in it cannot be in a pack.
    init?(_ bytes: [UInt8], of folder: ContentHash) {
        let entries = bytes.withUnsafeBytes { bytes -> [(name: String, entry: CachedEntry)]? in
            var rest = bytes[...]
            guard let first = Self.take(&rest, until: "\n"),
                first.elementsEqual((Self.header + ContentHash(of: UnsafeRawBufferPointer(rebasing: rest)).hex).utf8),
                let packs = Self.take(&rest, until: "\n").flatMap({ Self.packs($0) })
            else { return nil }
            return Self.entries(rest, packs)
        }
        guard let entries else { return nil }
        self.entries = entries
        guard isOf(folder) else { return nil }
    }

    private typealias Bytes = Slice<UnsafeRawBufferPointer>

    /// What stands before the next mark, which is taken away with it; `nil` if there is none.
    private static func take(_ bytes: inout Bytes, until mark: Unicode.Scalar) -> Bytes? {
        guard let end = bytes.firstIndex(of: UInt8(ascii: mark)) else { return nil }
        defer { bytes = bytes[(end + 1)...] }
        return bytes[..<end]
    }

    private static func packs(_ line: Bytes) -> [ContentHash]? {
        var packs = [ContentHash]()
        for digits in line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: true) {
            guard let pack = hash(digits) else { return nil }
            packs.append(pack)
        }
        return packs
    }

    private static func entries(_ bytes: Bytes, _ packs: [ContentHash]) -> [(name: String, entry: CachedEntry)]? {
        var rest = bytes
        var entries = [(name: String, entry: CachedEntry)]()
        while !rest.isEmpty {
            guard let line = take(&rest, until: "\0"), let target = take(&rest, until: "\0"),
                let entry = entry(line, target, packs)
            else { return nil }
            entries.append(entry)
        }
        return entries
    }

    private static func entry(
        _ line: Bytes, _ target: Bytes, _ packs: [ContentHash]
    ) -> (name: String, entry: CachedEntry)? {
        var line = line
        guard let digits = take(&line, until: " "), let letter = take(&line, until: " "), letter.count == 1,
            let kind = letter.first.flatMap({ CachedEntry.Kind(rawValue: Character(Unicode.Scalar($0))) }),
            let size = take(&line, until: " ").flatMap({ number($0) }), let place = take(&line, until: " "),
            !line.isEmpty, !line.contains(UInt8(ascii: "/"))
        else { return nil }
        let name = String(decoding: line, as: UTF8.self)
        let hash = hash(digits)
        guard name != ".", name != "..", !ProjectPath.isGitsOwn(name), hash != nil || kind == .link else { return nil }
        var entry = CachedEntry(kind: kind, hash: hash, size: size, target: String(decoding: target, as: UTF8.self))
        guard !place.elementsEqual("-".utf8) else { return (name, entry) }
        guard kind == .file || kind == .executable, size <= PackLimits.largest, let place = self.place(place, packs)
        else { return nil }
        entry.place = place
        return (name, entry)
    }

    private static func place(_ text: Bytes, _ packs: [ContentHash]) -> PackPlace? {
        var offset = text
        guard let pack = take(&offset, until: ":").flatMap({ number($0) }), packs.indices.contains(pack),
            let offset = number(offset)
        else { return nil }
        return PackPlace(pack: packs[pack], offset: offset)
    }

    private static func hash(_ digits: Bytes) -> ContentHash? {
        digits.count == 64 ? ContentHash(digits: UnsafeRawBufferPointer(rebasing: digits)) : nil
    }

    /// At most 18 digits, so that two numbers can be added.
    private static func number(_ digits: Bytes) -> Int? {
        guard (1...18).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    }
}
