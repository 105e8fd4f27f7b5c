import SystemPackage
import Testing

@testable import MLKitCore

@Suite struct HashTableTests {
    private static func entry(_ number: Int) -> HashTable.Entry {
        HashTable.Entry(
            hash: ContentHash(of: "\(number)"),
            information: FileInformation(
                kind: .file, size: number, modified: -number, changed: .max - number, inode: .max - UInt64(number),
                isExecutable: number % 3 == 0),
            looked: number * 7)
    }

    private static let paths = (["", "a", "a/b", "ä", "b"] + (10..<90).map { "out/\($0)" }).sorted {
        $0.utf8.lexicographicallyPrecedes($1.utf8)
    }

    private static var bytes: [UInt8] {
        HashTable.encode(paths.enumerated().map { (Array($1.utf8), entry($0)) })
    }

    @Test func whatWasWrittenIsFoundInAnyOrder() throws {
        var table = try #require(HashTable(Self.bytes))
        #expect(table.count == Self.paths.count)
        for numbers in [Array(Self.paths.indices), Self.paths.indices.reversed(), Self.paths.indices.shuffled()] {
            for number in numbers {
                let entry = table.entry(Array(Self.paths[number].utf8))
                let found = try #require(entry)
                #expect(found.hash == Self.entry(number).hash && found.looked == number * 7)
                #expect(found.information == Self.entry(number).information)
            }
        }
        for other in ["0", "aa", "out", "out/", "out/9", "out/900", "z"] {
            let found = table.entry(Array(other.utf8))
            #expect(found == nil, "\(other)")
        }
        #expect(table.all.map(\.path) == Self.paths.map { Array($0.utf8) })
        #expect(HashTable(HashTable.encode([]))?.all.isEmpty == true)
    }

    @Test func aTableThatIsNotAsItWasWrittenIsNone() {
        let bytes = Self.bytes
        for place in stride(from: 0, to: bytes.count, by: 7) {
            var spoiled = bytes
            spoiled[place] ^= 4
            #expect(HashTable(spoiled) == nil, "byte \(place)")
            #expect(HashTable(Array(bytes.prefix(place))) == nil)
        }
        #expect(HashTable(bytes + [0]) == nil)
    }

    /// A count that is none, with a checksum that fits.
    @Test(arguments: [Int.max, -1, 1])
    func aCountThatCannotBeIsNone(count: Int) {
        var body = ByteWriter()
        body.write(count)
        let bytes = Array("mlkit hashes 2\n\0".utf8) + ContentHash(of: body.bytes).bytes + body.bytes
        #expect(HashTable(bytes) == nil)
    }
}
