/// Distinct texts, numbered in order of first appearance.
///
/// An open-addressing hash table over UTF-8 bytes: a text becomes a `String` once, however often it appears,
/// and texts are the same only if their bytes are (Swift's own `==` also equates different Unicode
/// compositions, which ONNX and DuckDB tell apart).
struct TextDictionary {
    private var bytes: [UInt8] = []
    /// Where each text ends in `bytes`.
    private var ends: [Int] = []
    private var hashes: [UInt64] = []
    /// Text number plus one at each slot, 0 where free; a power of two long, at most half full.
    private var slots = [Int32](repeating: 0, count: 64)

    var texts: [String] {
        ends.indices.map { String(decoding: bytes[range($0)], as: UTF8.self) }
    }

    /// The number of `text`, which is added if it is new.
    mutating func code(of text: UnsafeBufferPointer<UInt8>) -> Int32 {
        let hash = Self.hash(text)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let code = Int(slots[slot]) - 1
            if hashes[code] == hash, bytes[range(code)].elementsEqual(text) { return Int32(code) }
            slot = (slot + 1) & (slots.count - 1)
        }
        return add(text, hash, slot)
    }

    private mutating func add(_ text: UnsafeBufferPointer<UInt8>, _ hash: UInt64, _ slot: Int) -> Int32 {
        let code = Int32(ends.count)
        bytes.append(contentsOf: text)
        ends.append(bytes.count)
        hashes.append(hash)
        slots[slot] = code + 1
        if ends.count * 2 > slots.count { grow() }
        return code
    }

    private mutating func grow() {
        slots = [Int32](repeating: 0, count: slots.count * 2)
        for (code, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(code) + 1
        }
    }

    private func range(_ code: Int) -> Range<Int> {
        (code == 0 ? 0 : ends[code - 1])..<ends[code]
    }

    /// FNV-1a (Fowler, Noll, Vo), with its upper half folded in.
    private static func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return hash ^ (hash >> 32)
    }
}
