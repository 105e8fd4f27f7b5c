extension SortedNumbers {
    /// Numbers in ascending order, noughts without a sign.
    ///
    /// Many of them by their bits, eleven at a time from the lowest on, and not by comparison, which takes several times as long.
    ///
    /// - Parameter numbers: none that is NaN.
    public static func sorted(_ numbers: [Double]) -> [Double] {
        guard numbers.count >= 1 << 10 else { return numbers.map { $0 + 0 }.sorted() }
        var keys = numbers.map { key($0 + 0) }
        var other = [UInt64](repeating: 0, count: keys.count)
        for shift in stride(from: UInt64(0), to: 64, by: digitBits) {
            var ends = [Int](repeating: 0, count: 1 << digitBits)
            for key in keys { ends[digit(key, shift)] += 1 }
            // One that all have puts nothing in order.
            if ends.contains(keys.count) { continue }
            var start = 0
            for value in ends.indices { (ends[value], start) = (start, start + ends[value]) }
            for key in keys {
                let value = digit(key, shift)
                other[ends[value]] = key
                ends[value] += 1
            }
            swap(&keys, &other)
        }
        return keys.map(number)
    }

    /// How many different ones there are.
    public static func countDistinct(_ sorted: [Double]) -> Int {
        zip(sorted, sorted.dropFirst()).reduce(sorted.isEmpty ? 0 : 1) { $0 + ($1.0 == $1.1 ? 0 : 1) }
    }

    private static let digitBits = 11

    private static func digit(_ key: UInt64, _ shift: UInt64) -> Int { Int(truncatingIfNeeded: key &>> shift) & (1 << digitBits - 1) }

    /// Bits that are in order as the numbers are: those of negative ones turned round, those of others behind them.
    private static func key(_ number: Double) -> UInt64 {
        let bits = number.bitPattern
        return bits >> 63 == 1 ? ~bits : bits | 1 << 63
    }

    private static func number(_ key: UInt64) -> Double {
        Double(bitPattern: key >> 63 == 1 ? key ^ 1 << 63 : ~key)
    }
}
