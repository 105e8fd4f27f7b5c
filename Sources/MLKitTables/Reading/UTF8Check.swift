/// Whether bytes are UTF-8 (RFC 3629).
enum UTF8Check {
    /// Whether all bytes are ASCII, eight at a time.
    static func isASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let raw = UnsafeRawBufferPointer(bytes)
        var (place, seen) = (0, UInt64(0))
        while place + 8 <= raw.count {
            seen |= raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            place += 8
        }
        while place < raw.count {
            seen |= UInt64(raw[place])
            place += 1
        }
        return seen & 0x8080_8080_8080_8080 == 0
    }

    static func isValid(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        while index < bytes.count {
            let lead = bytes[index]
            if lead < 0x80 {
                index += 1
                continue
            }
            let (length, least): (Int, UInt32)
            switch lead {
            case 0xC2...0xDF: (length, least) = (2, 0x80)
            case 0xE0...0xEF: (length, least) = (3, 0x800)
            case 0xF0...0xF4: (length, least) = (4, 0x10000)
            default: return false
            }
            guard index + length <= bytes.count else { return false }
            var scalar = UInt32(lead) & (0x7F >> UInt32(length))
            for offset in 1..<length {
                guard bytes[index + offset] & 0xC0 == 0x80 else { return false }
                scalar = scalar << 6 | UInt32(bytes[index + offset] & 0x3F)
            }
            guard scalar >= least, scalar <= 0x10FFFF, !(0xD800...0xDFFF).contains(scalar) else { return false }
            index += length
        }
        return true
    }
}
