import MLKitCore
import MLKitTestSupport
import MLKitYAML
import Testing

/// Spoilt YAML from fixed seeds: nothing may crash, every refusal has a place in the text, and what is read can be edited.
@Suite struct YAMLFuzzTests {
    private static let words = [
        "- ", ": ", "? ", "\n  ", "\n", "\t", "{", "}", "[", "]", "&a ", "*a", "<<: *a\n", "!!str ", "|", ">-\n", "'",
        "\"", "#", " #",
        "---\n", "...\n", "%YAML 1.1\n", "\u{FEFF}", "\u{85}", "\u{2028}", "é", "🙂", "\0", "\r\n", "\\x", "~", "0x",
        ".nan", "${a.b}", ",",
    ]
    private static let corpus = [
        "a: 1\nb: [x, 'y', \"z\"]\nc:\n  - d: 1 # why\n    e: |\n      text\n\n  - f\n",
        "base: &a {x: 1, y: [1, 2]}\nown:\n  <<: *a\n  y: *a\nlist: [*a, {k: v}]\n",
        "\u{FEFF}# begins\r\nkey: >-\r\n  folded\r\n  text\r\n\r\n? odd\r\n: - 1\r\n  - 2\r\n",
        "naïve: {\"🙂\": 'it''s', b: ~, c: .inf, d: 0x1F}\ntext: two\n  lines\n",
    ]

    @Test func readsOrRefuses() throws {
        var mutator = TextMutator(seed: 11, corpus: Self.corpus, words: Self.words)
        for number in 0..<5_000 {
            let text = mutator.next()
            do {
                let node = try YAMLDocument.parse(text, file: "f")
                check(node, text, number)
            } catch let failure as Failure {
                #expect(!failure.diagnostics.isEmpty)
                let lines = text.count { $0 == 0x0A } + 1
                for problem in failure.diagnostics {
                    #expect(problem.location.map { $0.line <= lines && $0.column >= 1 } ?? true, "case \(number)")
                    #expect(!DiagnosticRenderer().render(problem).isEmpty)
                }
            }
        }
    }

    /// Every node lies in the text.
    private func check(_ node: Node, _ text: [UInt8], _ number: Int) {
        #expect(node.byteRange.lowerBound >= 0 && node.byteRange.upperBound <= text.count, "case \(number)")
        _ = node.location
        for inner in (node.sequence ?? []) + (node.mapping ?? []).flatMap({ [$0.key, $0.value] }) {
            check(inner, text, number)
        }
    }

    @Test func editsOrRefuses() throws {
        var mutator = TextMutator(seed: 12, corpus: Self.corpus, words: Self.words)
        for number in 0..<1_200 {
            let text = mutator.next()
            guard let before = try? YAMLDocument.parse(text, file: "f") else { continue }
            for (path, value) in [(["a"], JSON.int(7)), (["c", "0", "d"], "new"), (["own", "z"], [["k": 1]])] {
                var edit = YAMLEdit(text, file: "f")
                edit.set(path, to: value)
                guard let result = try? edit.result() else { continue }
                let after = try YAMLDocument.parse(result, file: "f")
                var node: Node? = after
                for name in path { node = node?[name] ?? Int(name).flatMap { node?.sequence?.dropFirst($0).first } }
                #expect(node?.json == value, "case \(number) at \(path)\n\(String(decoding: text, as: UTF8.self))")
                #expect(before.mapping.map { $0.count <= after.mapping?.count ?? 0 } ?? true, "case \(number)")
            }
        }
    }

    @Test func takesOverOrLeaves() {
        var mutator = TextMutator(seed: 13, corpus: Self.corpus, words: Self.words)
        for number in 0..<800 {
            let texts = [mutator.next(), mutator.next()]
            let result = YAMLSpelling.adopt(from: texts[0], into: texts[1])
            let before = try? YAMLDocument.parse(texts[1], file: "f").json.sorted.compact
            let after = try? YAMLDocument.parse(result, file: "f").json.sorted.compact
            #expect(before == after, "case \(number)")
        }
    }
}
