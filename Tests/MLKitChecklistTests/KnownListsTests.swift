import MLKitCore
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitChecklist

/// Lists that were read before.
@Suite struct KnownListsTests {
    private static let list = """
        checklist: 1
        title: T
        sections:
          - id: a
            title: A
            items:
              - {id: a.b, title: B, why: W, how: H, maturity: poc}

        """
    private static let place: FilePath = "/p/.mlkit/cache/lists"
    private let files = InMemoryFileSystem(["/p/list.yaml": Self.list])

    private func load(key: UInt8 = 1, _ path: FilePath = "/p/list.yaml", _ disk: (any FileSystem)? = nil) throws -> [ChecklistItem] {
        try DefinitionLoader(
            project: "/p", kinds: .builtIn, files: disk ?? files, seal: CacheSeal(key: [key])).load([path]).flatMap(\.items)
    }

    /// Every list that comes with mlkit, and one with all that a list can say.
    @Test func whatIsKeptIsWhatWasRead() throws {
        let folder = BuiltTool.sourceRoot.appending("checklists")
        let disk = LocalFileSystem()
        let own = try disk.list(folder).filter { $0.hasSuffix(".yaml") }.map { ($0, try disk.read(folder.appending($0))) }
        let rich = """
            checklist: 1
            title: T
            description: D
            scoring: {manual: 0.5, automated: 1, total: sum, bands: [{up_to: 1, means: low}, {means: high}]}
            policies: [{for: {items: [a.b], tag: t, maturity: mvp}, evidence: required, kinds: [run], review: required, waivers: \
            refused, expires: 9, unclear: allowed}]
            references: [{title: R, url: "https://example.org"}]
            sections:
              - id: a
                title: A
                description: E
                items:
                  - id: a.b
                    was: [a.c, a.d]
                    title: Ä
                    why: W
                    how: H
                    kind: choice
                    options: {x: {when: now, title: X}, y: {when: then}}
                    follow_ups: {x: [a.e]}
                    writes: project.inference
                    maturity: mvp
                    tags: [t]
                    when: tags and "p" in tags
                    needs: [a.e]
                    gates: [train]
                    version: 3
                  - id: a.e
                    title: E
                    why: W
                    how: H
                    confirm: true
                    maturity: poc
                    verify:
                      - {file: x}
                      - {any_file: [a, b]}
                      - {spec: project.license}
                      - {spec: {field: project.license, equals: 1.5}}
                      - {spec: {stage: data, field: target, in: [1, two, true]}}
                      - {stage: {kind: data, up_to_date: true}}
                      - {metric: {name: accuracy, above: 0.1, below: 1, max: 0.9}}
                      - {fairness: {max_gap: 0.1}}
                      - {fairness: {}}
                      - {git: {no-large-files: 5MiB}}
                      - {readme: [install]}
                      - {command: ls}
                      - {seed: fixed}
            """
        for (name, bytes) in own + [("rich.yaml", Array(rich.utf8))] {
            let list = try ChecklistDefinition(parsing: bytes, kinds: .builtIn, name: name, file: name)
            var writer = ByteWriter()
            list.write(to: &writer)
            var reader = ByteReader(writer.bytes)
            #expect(try ChecklistDefinition(from: &reader) == list, "\(name)")
            #expect(reader.isAtEnd)
        }
    }

    @Test func aListIsReadOnceAndAgainWhenItChanges() throws {
        let first = try load()
        #expect(first.map(\.id) == ["a.b"])
        let kept = try files.read(Self.place)
        #expect(try load() == first)
        #expect(try files.read(Self.place) == kept)
        try files.write(Self.list.replacing("title: B", with: "title: C"), to: "/p/list.yaml")
        #expect(try load().map(\.title) == ["C"])
        // Only what the last look needed is kept.
        #expect(try files.read(Self.place).count == kept.count)
        try files.write(Self.list.replacing("why: W, ", with: ""), to: "/p/list.yaml")
        let failure = #expect(throws: Failure.self) { try load() }
        #expect(failure?.description.contains("why") == true)
        // What was wrong is not remembered.
        #expect(throws: Failure.self) { try load() }
    }

    /// The same text in another place is another list, of which messages name the place.
    @Test func aListIsKnownWhereItStands() throws {
        try files.write(Self.list, to: "/p/other.yaml")
        #expect(try load()[0].location.file == "list.yaml")
        #expect(try load("/p/other.yaml")[0].location.file == "other.yaml")
        #expect(try load()[0].location.file == "list.yaml")
    }

    @Test func aCacheThatCameFromElsewhereIsNotBelieved() throws {
        _ = try load()
        let kept = try files.read(Self.place)
        // A list that says something else, under the hash of this one, marked by another machine.
        var forged = KnownLists(project: "/p", files: files, seal: CacheSeal(key: [2]))
        let other = try ChecklistDefinition(
            parsing: Array(Self.list.replacing("title: B", with: "title: C").utf8), kinds: .builtIn, name: "list", file: "list.yaml")
        forged.note(other, KnownLists.key(Array(Self.list.utf8), name: "list", file: "list.yaml"))
        forged.save()
        #expect(try files.read(Self.place) != kept)
        #expect(try load().map(\.title) == ["B"])
        #expect(try load(key: 2).map(\.title) == ["B"])
        var unsealed = KnownLists(project: "/p", files: files, seal: nil)
        unsealed.note(other, KnownLists.key(Array(Self.list.utf8), name: "list", file: "list.yaml"))
        unsealed.save()
        #expect(try load(key: 2).map(\.title) == ["B"])
    }

    /// Wherever it is cut or changed.
    @Test func whatIsNoCacheIsIgnored() throws {
        _ = try load()
        let kept = try files.read(Self.place)
        for place in stride(from: 0, to: kept.count, by: 7) {
            var bytes = kept
            bytes[place] ^= 0x55
            for text in [bytes, Array(kept[..<place])] {
                try files.write(text, to: Self.place)
                #expect(try load().map(\.title) == ["B"])
            }
        }
    }
}
