/// A look at an index file (gitformat-index(5)) without git, for the one question that is asked all the time.
public enum IndexScan {
    private static let header = 12
    /// Bytes of an entry before its name.
    private static let fixed = 62
    private static let extended: UInt16 = 0x4000
    private static let stages: UInt16 = 0x3000
    private static let longName = 0x0FFF

    /// Whether a file is unmerged; `nil` if that cannot be told: for an index of version 4, whose names are compressed,
    /// for one of which a part stands elsewhere, and for anything that is no index.
    public static func hasConflicts(_ bytes: [UInt8]) -> Bool? {
        bytes.withUnsafeBytes { bytes in
            guard bytes.count >= header, bytes.starts(with: "DIRC".utf8) else { return nil }
            guard (2...3).contains(number(bytes, 4)) else { return nil }
            var offset = header
            for _ in 0..<number(bytes, 8) {
                guard let size = size(of: offset, bytes) else { return nil }
                if flags(offset, bytes) & stages != 0 { return true }
                offset += size
            }
            return needsExtensions(from: offset, bytes) ? nil : false
        }
    }

    /// Whether an extension behind the entries is one without which they say little: their names are in small letters.
    private static func needsExtensions(from start: Int, _ bytes: UnsafeRawBufferPointer) -> Bool {
        var offset = start
        while offset + 8 + ObjectID.size <= bytes.count {
            if bytes[offset] >= UInt8(ascii: "a") { return true }
            offset += 8 + number(bytes, offset + 4)
        }
        return false
    }

    /// Bytes of the entry at an offset, filled up to eight; `nil` if it goes beyond the end.
    private static func size(of offset: Int, _ bytes: UnsafeRawBufferPointer) -> Int? {
        guard offset + fixed < bytes.count else { return nil }
        let flags = flags(offset, bytes)
        let start = offset + fixed + (flags & extended == 0 ? 0 : 2)
        var length = Int(flags) & longName
        if length == longName {
            guard start < bytes.count, let end = bytes[start...].firstIndex(of: 0) else { return nil }
            length = end - start
        }
        return (start + length - offset + 8) & ~7
    }

    private static func flags(_ offset: Int, _ bytes: UnsafeRawBufferPointer) -> UInt16 {
        UInt16(bytes[offset + fixed - 2]) << 8 | UInt16(bytes[offset + fixed - 1])
    }

    private static func number(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> Int {
        (0..<4).reduce(0) { $0 << 8 | Int(bytes[offset + $1]) }
    }
}
