import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitChecklist

/// What audits remember from one to the next.
@Suite struct AuditMemoryTests {
    private let disk: RecordingFileSystem
    private let one = AuditMemory.key(["1"])
    private let two = AuditMemory.key(["2"])
    private let three = AuditMemory.key(["3"])

    init() { disk = RecordingFileSystem(InMemoryFileSystem()) }

    private func memory(key: [UInt8] = [1]) -> AuditMemory { AuditMemory(project: "/p", files: disk, seal: CacheSeal(key: key)) }

    private func knows(_ memory: inout AuditMemory, _ keys: ContentHash...) -> [Bool] { keys.map { memory.isSound($0) } }

    private var writes: Int { disk.changes.count { $0 == "write /p/.mlkit/cache/audit" } }

    @Test func keysAreOfAllPartsAndTheirBounds() {
        #expect(AuditMemory.key(["a", "b"]) != AuditMemory.key(["ab"]) && AuditMemory.key(["a", "b"]) != AuditMemory.key(["b", "a"]))
        #expect(AuditMemory.key(["a", "b"]) == AuditMemory.key(["a", "b"]) && AuditMemory.key([]) != AuditMemory.key([""]))
    }

    /// It is written where something is new, and not otherwise.
    @Test func whatIsNewIsWritten() {
        var first = memory()
        #expect(knows(&first, one) == [false])
        first.note(one)
        first.note(two)
        // Within one audit it is found again by reading only.
        #expect(knows(&first, one) == [false])
        first.save()
        #expect(writes == 1)
        var second = memory()
        #expect(knows(&second, one, two, three) == [true, true, false])
        second.save()
        #expect(writes == 1)
    }

    /// What was not asked for is of the past.
    @Test func whatIsNotAskedForIsForgotten() {
        var first = memory()
        first.note(one)
        first.note(two)
        first.save()
        var second = memory()
        #expect(knows(&second, two) == [true])
        second.save()
        #expect(writes == 2)
        var third = memory()
        #expect(knows(&third, two, one) == [true, false])
        // Nothing was sound at all.
        memory().save()
        #expect(writes == 3)
        var last = memory()
        #expect(knows(&last, two) == [false])
        last.save()
        #expect(writes == 3)
    }

    /// Lists that specs named are known by the commits that were asked; the same again is no change.
    @Test func listsAreKeptByTheirKey() {
        var first = memory()
        #expect(first.lists(one) == nil)
        first.note(["b", "a"], one)
        #expect(first.lists(one) == ["a", "b"] && first.lists(two) == nil)
        first.note(["c"], one)
        #expect(first.lists(one) == ["a", "b"])
        first.save()
        #expect(writes == 1)
        var second = memory()
        #expect(second.lists(one) == ["a", "b"])
        second.note(["a", "b"], one)
        second.save()
        #expect(writes == 1)
        second.note([], two)
        second.save()
        #expect(writes == 2 && memory().lists(two) == [] && memory().lists(one) == nil)
    }

    /// Another machine's, or a damaged one, is none.
    @Test func whatIsNotSealedHereIsNone() throws {
        var first = memory()
        first.note(one)
        first.save()
        var other = memory(key: [2])
        #expect(knows(&other, one) == [false])
        let path = FilePath("/p/.mlkit/cache/audit")
        let bytes = try disk.read(path)
        for cut in 1...bytes.count {
            try disk.write(Array(bytes.dropLast(cut)), to: path, executable: false)
            var damaged = memory()
            #expect(knows(&damaged, one) == [false], "\(cut)")
        }
    }
}
