import MLKitChecklist
import MLKitCore
import Testing

/// What people may type in place of an item's id.
@Suite struct ItemNameTests {
    private static let names = ItemNames([
        "data.split", "data.split-disjoint", "data.split-scheme", "data.labels", "data-engineering.storage",
        "data-engineering.split", "scoping.data", "scoping.baseline", "modelling.baseline", "modelling.baseline-beaten",
    ])

    @Test(arguments: [
        ("data.split", "data.split"), ("DATA.Labels", "data.labels"),
        // The whole part after the dot before beginnings of it, and of sections likewise.
        ("scop.baseline", "scoping.baseline"), ("mod.baseline", "modelling.baseline"),
        ("data.s-d", "data.split-disjoint"), ("data.st", "data-engineering.storage"),
        ("d.lab", "data.labels"), ("baseline-b", "modelling.baseline-beaten"), ("bas-be", "modelling.baseline-beaten"),
        ("labels", "data.labels"), ("lab", "data.labels"), ("data", "scoping.data"), ("s-sc", "data.split-scheme"),
    ])
    func isUnderstood(name: String, id: String) throws {
        #expect(try Self.names.resolve(name) == id)
    }

    @Test(arguments: [
        ("baseline", ["scoping.baseline", "modelling.baseline"]),
        ("data.spl", ["data.split", "data.split-disjoint", "data.split-scheme"]),
        ("data.s-", [String]()), ("", []), (".", []), ("-", []), ("..", []), ("weather", []),
    ])
    func isNotUnderstood(name: String, candidates: [String]) {
        let failure = #expect(throws: Failure.self) { try Self.names.resolve(name) }
        let note = candidates.isEmpty ? nil : "they are \(Suggestion.list(candidates))"
        #expect(failure?.diagnostics.first?.notes.first == note)
    }

    @Test func ofManyCandidatesSomeAreListed() {
        let names = ItemNames((1...14).map { "a.x\($0)" })
        let failure = #expect(throws: Failure.self) { try names.resolve("x") }
        #expect(failure?.diagnostics[0].notes[0].hasSuffix("`a.x9`, `a.x10` and 4 others") == true)
        let section = #expect(throws: Failure.self) { try names.resolve("a") }
        #expect(
            section?.diagnostics[0].hint
                == "write more of the one you mean; `mlkit check list a` has the section of that name")
    }

    @Test func aTypingErrorIsGuessed() {
        #expect(Self.names.nearest(to: "data.lables") == "data.labels")
        #expect(Self.names.nearest(to: "lables") == "data.labels")
        #expect(Self.names.nearest(to: "weather") == nil)
    }

    @Test func aShellIsOfferedIdsAndOtherwiseNamesThatAreClear() {
        #expect(Self.names.completions(of: "data.l") == ["data.labels"])
        #expect(Self.names.completions(of: "").count == 10)
        #expect(Self.names.completions(of: "lab") == ["labels"])
        // `baseline` alone would not be clear.
        #expect(Self.names.completions(of: "basel") == ["baseline-beaten"])
    }
}
