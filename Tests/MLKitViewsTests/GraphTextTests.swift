import Testing

@testable import MLKitViews

/// A graph as lines: what hangs from what, and what is said beside it.
@Suite struct GraphTextTests {
    @Test func aNodeHangsFromTheDeepestThatItComesAfter() throws {
        let graph = try StageGraph("a; b: a; c: a; d: b; e: c d")
        #expect(
            graph.text == [
                "a",
                "├─ b",
                "│  ↓ d",
                "│  ↓ e  also after c",
                "└─ c",
            ])
    }

    /// Of those as far down the last in the order of the file.
    @Test func ofSeveralAsDeepItHangsFromTheLast() throws {
        #expect(try StageGraph("a; b: a; c: a; d: b c").text == ["a", "├─ b", "└─ c", "   ↓ d  also after b"])
    }

    /// What stands above a node anyway is not named beside it.
    @Test func whatIsAboveIsNotNamedAgain() throws {
        #expect(try StageGraph("a; b: a; c: a b").text == ["a", "↓ b", "↓ c"])
    }

    /// `b` comes after nothing and nothing hangs from it, so it stands above `a`, below which is what comes after both.
    @Test func whatIsUsedAndHasNothingBelowItStandsFirst() throws {
        #expect(try StageGraph("a; b; c: a; d: b c").text == ["b", "a", "↓ c", "↓ d  also after b"])
    }

    @Test(arguments: [(3, "also after part.1, part.2, part.3"), (4, "also after part (4)")])
    func threeStagesOfAnEntryAreNamedAndFourCounted(count: Int, note: String) throws {
        let values = (1...count).map(String.init).joined(separator: ", ")
        let inputs = (1...count).map { "p\($0).txt" }.joined(separator: ", ")
        let graph = try StageGraph(
            spec: """
                  part: {foreach: [\(values)], run: x, outputs: ["p${item}.txt"]}
                  b: {run: x, outputs: [b.txt]}
                  c: {run: x, inputs: [b.txt], outputs: [c.txt]}
                  d: {run: x, inputs: [c.txt, \(inputs)]}

                """)
        #expect(graph.lines.map(\.note).filter { !$0.isEmpty } == [note])
    }

    @Test(arguments: [
        (6, "also after a1, a2, a3, a4, a5, a6"), (7, "also after a1, a2, a3, a4, a5, a6 and 1 others"),
        (8, "also after a1, a2, a3, a4, a5, a6 and 2 others"),
    ])
    func sixNamesAreShown(count: Int, note: String) throws {
        let names = (1...count).map { "a\($0)" }
        let graph = try StageGraph(names.joined(separator: "; ") + "; b; c: b; d: c " + names.joined(separator: " "))
        #expect(graph.lines.last?.note == note)
    }

    @Test func filesAreNodesOnceAndNoStageIsBeforeAndAfterOne() throws {
        let graph = try StageGraph("a; b: a; c: a b", files: true)
        #expect(
            graph.names == ["a -> a.txt", "a.txt -> b", "b -> b.txt", "a.txt -> c", "b.txt -> c", "c -> c.txt"])
        #expect(graph.nodes.map(\.name) == ["a", "a.txt", "b", "b.txt", "c", "c.txt"])
        #expect(graph.nodes.map { $0.kind == nil } == [false, true, false, true, false, true])
    }

    @Test func anEdgeIsThereOnceHoweverManyFilesItIsFor() throws {
        let graph = try StageGraph(
            spec: """
                  a: {run: x, outputs: [a.txt, b.txt]}
                  b: {run: x, inputs: [a.txt, b.txt]}

                """)
        #expect(graph.names == ["a -> b"])
    }
}
