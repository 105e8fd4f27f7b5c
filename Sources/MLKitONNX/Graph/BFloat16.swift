/// A number of 16 bits with the range of a float and 8 bits of its precision: the upper half of a float.
public struct BFloat16: Hashable, Sendable {
    public let bitPattern: UInt16

    public init(bitPattern: UInt16) {
        self.bitPattern = bitPattern
    }

    /// The nearest one; of two as near, the one whose last bit is 0, as IEEE 754 rounds.
    public init(_ value: Float) {
        let bits = value.bitPattern
        // A NaN whose upper half is that of an infinity has to stay one.
        guard !value.isNaN else {
            bitPattern = UInt16(bits >> 16) | 0x40
            return
        }
        bitPattern = UInt16(truncatingIfNeeded: (bits &+ 0x7FFF &+ (bits >> 16 & 1)) >> 16)
    }

    public var float: Float { Float(bitPattern: UInt32(bitPattern) << 16) }
}
