internal import Glibc

/// Distinct texts, numbered in order of first appearance.
///
/// An open-addressing hash table over UTF-8 bytes: a text becomes a `String` once, however often it appears,
/// and texts are the same only if their bytes are (Swift's own `==` also equates different Unicode
/// compositions, which ONNX and DuckDB tell apart).
struct TextDictionary {
    private var bytes: [UInt8] = []
    /// Where each text ends in `bytes`.
    private var ends: [Int] = []
    private(set) var hashes: [UInt64] = []
    /// At each slot the upper half of a hash, and below it the number of its text plus one; 0 where free. A power of two long, at most half
    /// full. So what is not there is told without a look at the texts.
    private var slots = [UInt64](repeating: 0, count: 16)

    var texts: [String] {
        ends.indices.map { String(decoding: bytes[range($0)], as: UTF8.self) }
    }

    /// The number of `text`, which is added if it is new.
    mutating func code(of text: UnsafeBufferPointer<UInt8>) -> Int32 {
        code(of: text, hash: Self.hash(text), limit: .max)
    }

    /// The number of `text`, which is added if it is new and there are fewer than `limit`; else -1.
    mutating func code(of text: UnsafeBufferPointer<UInt8>, hash: UInt64, limit: Int) -> Int32 {
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let entry = slots[slot]
            if (entry ^ hash) >> 32 == 0 {
                let code = Int(truncatingIfNeeded: entry & 0xFFFF_FFFF) - 1
                if isEqual(code, text) { return Int32(code) }
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return ends.count < limit ? add(text, hash, slot) : -1
    }

    private func isEqual(_ code: Int, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let range = range(code)
        guard range.count == text.count else { return false }
        guard let other = text.baseAddress, !range.isEmpty else { return true }
        return bytes.withUnsafeBytes { bytes in
            bytes.baseAddress.map { memcmp($0 + range.lowerBound, other, range.count) == 0 } ?? false
        }
    }

    private mutating func add(_ text: UnsafeBufferPointer<UInt8>, _ hash: UInt64, _ slot: Int) -> Int32 {
        let code = Int32(ends.count)
        bytes.append(contentsOf: text)
        ends.append(bytes.count)
        hashes.append(hash)
        slots[slot] = Self.entry(code, hash)
        if ends.count * 2 > slots.count { grow() }
        return code
    }

    private mutating func grow() {
        slots = [UInt64](repeating: 0, count: slots.count * 2)
        for (code, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Self.entry(Int32(code), hash)
        }
    }

    private static func entry(_ code: Int32, _ hash: UInt64) -> UInt64 { hash & ~0xFFFF_FFFF | UInt64(UInt32(code) + 1) }

    private func range(_ code: Int) -> Range<Int> {
        (code == 0 ? 0 : ends[code - 1])..<ends[code]
    }

    /// Eight bytes at a time, each mixed in by a multiplication; finished as SplitMix64 is.
    @inline(__always)
    static func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: text.count) &* 0x9E37_79B9_7F4A_7C15
        var index = 0
        if let base = UnsafeRawPointer(text.baseAddress) {
            while index + 8 <= text.count {
                hash = (hash ^ base.loadUnaligned(fromByteOffset: index, as: UInt64.self)) &* 0xff51_afd7_ed55_8ccd
                hash ^= hash >> 32
                index += 8
            }
        }
        var rest: UInt64 = 0
        while index < text.count {
            rest = rest << 8 | UInt64(text[index])
            index += 1
        }
        return DistinctCounter.mixed(hash ^ rest)
    }
}
