internal import Glibc

/// Counts different values, told apart by 64 bits each: exactly up to a limit, then approximately.
///
/// Beyond the limit it is HyperLogLog (Flajolet and others, 2007) with 16,384 registers, whose standard error is 0.8 %.
struct DistinctCounter {
    private var slots: [UInt64] = []
    private var stored = 0
    private var hasZero = false
    private let limit: Int
    private var registers: [UInt8] = []

    init(limit: Int) {
        self.limit = limit
    }

    var isExact: Bool { registers.isEmpty }

    /// The values themselves, while the count is exact; in no order.
    var values: [UInt64] { slots.filter { $0 != 0 } + (hasZero ? [0] : []) }

    var count: Int {
        guard !isExact else { return stored + (hasZero ? 1 : 0) }
        let size = Double(registers.count)
        let sum = registers.reduce(0.0) { $0 + 1 / Double(UInt64(1) << UInt64($1)) }
        let estimate = 0.7213 / (1 + 1.079 / size) * size * size / sum
        let empty = registers.count { $0 == 0 }
        return Int((estimate <= 2.5 * size && empty > 0 ? size * log(size / Double(empty)) : estimate).rounded())
    }

    mutating func insert(_ value: UInt64) {
        guard isExact else { return note(value) }
        guard value != 0 else {
            hasZero = true
            return
        }
        if slots.isEmpty { slots = [UInt64](repeating: 0, count: 16) }
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: Self.mixed(value)) & mask
        while slots[slot] != 0 {
            if slots[slot] == value { return }
            slot = (slot + 1) & mask
        }
        guard stored < limit else { return overflow(value) }
        slots[slot] = value
        stored += 1
        if stored * 2 > slots.count { grow() }
    }

    private mutating func grow() {
        let old = slots
        slots = [UInt64](repeating: 0, count: old.count * 2)
        for value in old where value != 0 {
            var slot = Int(truncatingIfNeeded: Self.mixed(value)) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = value
        }
    }

    private mutating func overflow(_ value: UInt64) {
        registers = [UInt8](repeating: 0, count: 1 << 14)
        for value in values { note(value) }
        slots = []
        note(value)
    }

    private mutating func note(_ value: UInt64) {
        let hash = Self.mixed(value)
        let rank = UInt8(min((hash << 14 | 1 << 13).leadingZeroBitCount, 50) + 1)
        let register = Int(hash >> 50)
        if registers[register] < rank { registers[register] = rank }
    }

    /// The finalizer of SplitMix64 (Steele, Lea, Flood 2014).
    @inline(__always)
    static func mixed(_ value: UInt64) -> UInt64 {
        var hash = value &+ 0x9E37_79B9_7F4A_7C15
        hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
        return hash ^ (hash >> 31)
    }
}
