internal import CLibCrypto

/// Numbers that decide the order in which rows are shared out: the first eight bytes of the MD5 of `seed:row`.
///
/// So a part depends on nothing but the seed, the rows' places in the source and the strata: not on threads, on random
/// numbers or hashes of a library, nor on which columns are kept.
final class RowShuffle {
    private let algorithm: OpaquePointer?
    private let context: OpaquePointer?
    private let seed: [UInt8]
    private var text: [UInt8] = []

    init(seed: Int) {
        algorithm = EVP_MD_fetch(nil, "MD5", nil)
        context = EVP_MD_CTX_new()
        self.seed = Array("\(seed):".utf8)
    }

    deinit {
        EVP_MD_CTX_free(context)
        EVP_MD_free(algorithm)
    }

    /// One number for each row that is kept.
    func keys(_ isKept: [Bool]) -> [UInt64] { isKept.indices.map { isKept[$0] ? key($0) : 0 } }

    /// - Parameter row: its number in the source, from 0.
    func key(_ row: Int) -> UInt64 {
        text.removeAll(keepingCapacity: true)
        text.append(contentsOf: seed)
        var (digits, rest) = ([UInt8](), row)
        repeat {
            digits.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        text.append(contentsOf: digits.reversed())
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { digest in
            var size: UInt32 = 0
            EVP_DigestInit_ex2(context, algorithm, nil)
            EVP_DigestUpdate(context, text, text.count)
            EVP_DigestFinal_ex(context, digest.baseAddress, &size)
            return digest[0..<8].reduce(0) { $0 << 8 | UInt64($1) }
        }
    }
}
