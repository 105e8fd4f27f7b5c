import MLKitCore
import MLKitStages
import SystemPackage
import Testing

@testable import MLKitChecklist

/// Lists that were checked before.
@Suite struct SoundListsTests {
    private static let list = """
        checklist: 1
        title: T
        sections:
          - id: a
            title: A
            items:
              - {id: a.b, title: B, why: W, how: H, maturity: poc}

        """
    private let files = InMemoryFileSystem(["/p/list.yaml": Self.list])

    private func load(key: UInt8 = 1) throws -> [String] {
        try DefinitionLoader(project: "/p", kinds: .builtIn, files: files, seal: CacheSeal(key: [key]))
            .load(["/p/list.yaml"]).flatMap(\.items).map(\.id)
    }

    @Test func aListIsCheckedOnceAndAgainWhenItChanges() throws {
        #expect(try load() == ["a.b"])
        #expect(try files.readText("/p/.mlkit/cache/lists").contains(ContentHash(of: Array(Self.list.utf8)).description))
        #expect(try load() == ["a.b"])
        try files.write(Self.list.replacing("why: W, ", with: ""), to: "/p/list.yaml")
        let failure = #expect(throws: Failure.self) { try load() }
        #expect(failure?.description.contains("why") == true)
        // What was wrong is not remembered.
        #expect(throws: Failure.self) { try load() }
    }

    @Test func aCacheThatCameFromElsewhereIsNotBelieved() throws {
        let bad = Self.list.replacing("maturity: poc", with: "maturity: pok")
        #expect(try load() == ["a.b"])
        try files.write(bad, to: "/p/list.yaml")
        // The hash of a list that is wrong, marked by another machine.
        var lines = try files.readText("/p/.mlkit/cache/lists").split(separator: "\n").map(String.init)
        lines[1] = ContentHash(of: Array(bad.utf8)).description
        try files.write(lines.joined(separator: "\n") + "\n", to: "/p/.mlkit/cache/lists")
        #expect(throws: Failure.self) { try load() }
        try files.write(Self.list, to: "/p/list.yaml")
        #expect(try load(key: 2) == ["a.b"])
    }

    @Test(arguments: ["", "mlkit lists 0\n", "\u{0}", "mlkit lists"])
    func whatIsNoCacheIsIgnored(_ text: String) throws {
        try files.write(text, to: "/p/.mlkit/cache/lists")
        #expect(try load() == ["a.b"])
        try files.write(Self.list.replacing("maturity: poc", with: "maturity: pok"), to: "/p/list.yaml")
        #expect(throws: Failure.self) { try load() }
    }
}
