internal import Glibc

/// The lines at the top of a commit object: `tree`, any number of `parent`, `author`, `committer`.
struct CommitLines {
    private var rest: UnsafeRawBufferPointer

    private static let hexLength = 2 * ObjectID.size

    init(_ bytes: UnsafeRawBufferPointer) {
        rest = bytes
    }

    /// The id behind a word, if that is what comes next.
    mutating func id(_ word: StaticString) -> ObjectID? {
        let start = word.utf8CodeUnitCount
        guard isNext(word), rest.count > start + Self.hexLength,
            let id = ObjectID(hex: UnsafeRawBufferPointer(rebasing: rest[start..<(start + Self.hexLength)]))
        else { return nil }
        rest = UnsafeRawBufferPointer(rebasing: rest[(start + Self.hexLength + 1)...])
        return id
    }

    /// The rest of the line behind a word, if that is what comes next.
    mutating func line(_ word: StaticString) -> UnsafeRawBufferPointer? {
        guard isNext(word), let base = rest.baseAddress, let end = memchr(base, 0x0A, rest.count) else { return nil }
        let count = UnsafeRawPointer(end) - base
        defer { rest = UnsafeRawBufferPointer(rebasing: rest[(count + 1)...]) }
        return UnsafeRawBufferPointer(rebasing: rest[word.utf8CodeUnitCount..<count])
    }

    private func isNext(_ word: StaticString) -> Bool {
        guard let base = rest.baseAddress, rest.count >= word.utf8CodeUnitCount else { return false }
        return memcmp(base, word.utf8Start, word.utf8CodeUnitCount) == 0
    }

    /// The time in `NAME <MAIL> SECONDS ZONE`; 0 if it has none.
    static func seconds(_ line: UnsafeRawBufferPointer) -> Int {
        guard let mail = line.lastIndex(of: UInt8(ascii: ">")) else { return 0 }
        let digits = line[(mail + 1)...].drop { $0 == 0x20 }.prefix { 0x30...0x39 ~= $0 }
        return digits.count > 12 ? 0 : digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}
