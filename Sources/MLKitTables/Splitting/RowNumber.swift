/// A number of 64 bits that a row has by its values alone, and another with another seed.
enum RowNumber {
    /// What is decided by it. The numbers of each have nothing to do with those of the others: a sample is none of one part.
    enum Purpose: UInt64 {
        case split = 0x5851_F42D_4C95_7F2D
        case sample = 0x1405_7B7E_F767_814F
        case balance = 0x2545_F491_4F6C_DD1D
    }

    static func of(_ fingerprint: UInt64, seed: Int, for purpose: Purpose) -> UInt64 {
        DistinctCounter.mixed(fingerprint ^ DistinctCounter.mixed(UInt64(bitPattern: Int64(seed)) ^ purpose.rawValue))
    }

    /// From 0 to below 1, evenly.
    static func share(_ number: UInt64) -> Double { Double(number >> 11) * 0x1p-53 }
}
