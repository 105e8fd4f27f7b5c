import MLKitCore
import MLKitFingerprints
import MLKitGit
import MLKitSpec
import SystemPackage
import Testing

@testable import MLKitCache

/// Records of runs, and what in a project's files says that something of the cache is needed.
@Suite struct CacheRecordTests {
    let files = InMemoryFileSystem()
    private static let key = ContentHash(of: "key")

    private var cache: RunCache { RunCache(project: "/p", files: files, links: [.copy], threads: 1) }
    private var place: FilePath { FilePath("/p/.mlkit/cache/runs/\(Self.key.hex).json") }

    private func record(_ key: ContentHash = key) -> RunRecord {
        RunRecord(key: key, stage: "make", lock: .blank, objects: [:], log: nil)
    }

    @Test func whatWasWrittenIsRead() throws {
        #expect(try cache.record(Self.key) == nil)
        try cache.write(record())
        #expect(try cache.record(Self.key)?.stage == "make")
    }

    /// It makes way for the one that the next run writes.
    @Test(arguments: ["", "{}", "[1]", "no JSON"]) func aDamagedRecordIsRemoved(text: String) throws {
        try files.write(text, to: place)
        #expect(try cache.record(Self.key) == nil)
        #expect(try !files.exists(place))
    }

    @Test func aRecordOfAnotherRunOrAFolderIsRemoved() throws {
        try files.write(record(ContentHash(of: "other")).bytes, to: place)
        #expect(try cache.record(Self.key) == nil && !files.exists(place))
        try files.write("x", to: place.appending("inside"))
        #expect(try cache.record(Self.key) == nil && !files.exists(place))
        var bytes = record().bytes
        bytes[bytes.count / 2] ^= 1
        try files.write(bytes, to: place)
        #expect(try cache.record(Self.key) == nil && !files.exists(place))
    }

    /// One that a later mlkit made is not damaged, and stays.
    @Test func aRecordOfALaterFormatIsRefused() throws {
        try files.write("{\"format\": 3}", to: place)
        #expect(throws: Failure.self) { try cache.record(Self.key) }
        #expect(try files.exists(place))
    }

    /// Only what is marked as such a hash counts, in locks of stages that there are and in records of answers.
    @Test func hashesThatAreMarkedAreNeeded() throws {
        let hashes = (0..<9).map { ContentHash(of: "\($0)") }
        try files.write("mlkit: 1\n", to: "/p/mlkit.yaml")
        try files.write(
            "{\"a\": \"sha256:\(hashes[0].hex)\", \"b\": \"md5:\(hashes[1].hex)\", \"c\": \"x256:\(hashes[2].hex)\"}",
            to: "/p/.mlkit/lock/a.json")
        try files.write("{\"a\": \"sha256:\(hashes[3].hex)\"}", to: "/p/.mlkit/lock/gone.json")
        try files.write("sha256:\(hashes[4].hex)", to: "/p/.mlkit/lock/a.txt")
        try files.write(
            "---\nsha256: \(hashes[5].hex)\nof: 'sha256: \"\(hashes[6].hex)'\ntext: \(hashes[7].hex)\n---\n",
            to: "/p/checklist/data/x.md")
        try files.write("sha256: \(hashes[8].hex)", to: "/p/checklist/x.md")
        func roots(_ stages: Set<String>?) throws -> Set<ContentHash> {
            let git = GitEnvironment(variables: [:], time: GitTime(seconds: 0, offset: 0))
            return try CacheRoots(project: "/p", files: files, git: git) { _ in stages }.hashes
        }
        #expect(try roots(["a"]) == [hashes[0], hashes[5], hashes[6]])
        // Beside a spec that cannot be understood every lock counts.
        #expect(try roots(nil) == [hashes[0], hashes[3], hashes[5], hashes[6]])
    }
}
