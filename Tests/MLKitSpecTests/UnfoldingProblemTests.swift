import MLKitCore
import MLKitSpec
import MLKitStages
import Testing

/// What is wrong with `foreach` and `matrix`, as a user reads it.
@Suite struct UnfoldingProblemTests {
    private static let head = "mlkit: 1\nproject: {name: p}\n"

    private func problems(_ text: String) -> String {
        do {
            _ = try ProjectSpec(parsing: Array((Self.head + text).utf8), kinds: .builtIn)
            return ""
        } catch {
            return "\(error)"
        }
    }

    /// The messages with their places: "3:4 text".
    private func messages(_ text: String) -> [String] {
        do {
            _ = try ProjectSpec(parsing: Array((Self.head + text).utf8), kinds: .builtIn)
            return []
        } catch let failure as Failure {
            return failure.diagnostics.map { "\($0.location?.line ?? 0):\($0.location?.column ?? 0) \($0.message)" }
        } catch {
            return ["\(error)"]
        }
    }

    @Test func twoStagesThatWriteOnePathAreNamed() {
        #expect(
            problems("stages:\n  fit: {foreach: [de, fr], run: 'x ${item}', outputs: [out.txt]}\n") == """
                error: the stages `fit.de` and `fit.fr` both write `out.txt`
                 --> mlkit.yaml:4:3
                  |
                4 |   fit: {foreach: [de, fr], run: 'x ${item}', outputs: [out.txt]}
                  |   ^^^

                hint: give each its own name or path

                """)
    }

    @Test func twoValuesOfOneNameAreAnError() {
        #expect(
            problems("stages:\n  fit: {foreach: [a/b, a.b], run: 'x ${item}'}\n") == """
                error: two stages would be called `fit.a_b`
                 --> mlkit.yaml:4:24
                  |
                4 |   fit: {foreach: [a/b, a.b], run: 'x ${item}'}
                  |                        ^^^
                note: in names of stages, all but letters, digits, `_` and `-` becomes `_`

                hint: let the values differ in their letters, or give them a `name`, or write `foreach` as a mapping

                """)
    }

    @Test func namesThatMeetOverTwoAxesAreAnErrorToo() {
        let text = "stages:\n  fit: {matrix: {x: [a, a-b], y: [c, b-c]}, run: 'x ${key}'}\n"
        #expect(messages(text) == ["4:21 two stages would be called `fit.a-b-c`"])
    }

    @Test func aNameThatIsNotThereIsSuggested() {
        #expect(
            problems(
                "stages:\n  fit: {matrix: {lang: [de], size: [1]}, run: 'x ${matrix.lagn} ${matrix.size} ${key}'}\n")
                    == """
                    error: `${matrix.lagn}` is not in this stage's `matrix`
                     --> mlkit.yaml:4:47
                      |
                    4 |   fit: {matrix: {lang: [de], size: [1]}, run: 'x ${matrix.lagn} ${matrix.size} ${key}'}
                      |                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

                    hint: did you mean `${matrix.lang}`?

                    """)
    }

    @Test func valuesAreHeldAgainstTheSchema() {
        let text =
            "stages:\n  a: {kind: data, source: a, target: y}\n"
            + "  t: {foreach: [2, x], kind: train, data: '${stages.a}', model: {kind: trees, max_depth: '${item}'}}\n"
        #expect(messages(text) == ["5:90 `max_depth` must be a whole number, not text"])
    }

    @Test(arguments: [
        ("{foreach: [], run: x}", "4:16 `foreach` has no values"),
        ("{foreach: {}, run: x}", "4:16 `foreach` has no values"),
        ("{foreach: 7, run: x}", "4:16 `foreach` must be a list or a mapping, not a number"),
        ("{foreach: '${params.n}', run: x}", "4:16 `foreach` must be a list or a mapping, not a number"),
        ("{foreach: '${params.q}', run: x}", "4:16 unknown parameter `q`"),
        ("{foreach: [[{}]], run: 'x ${key}'}", "4:17 a value of `foreach` names no stage: it is a list"),
        ("{foreach: [{a: 1}], run: 'x ${key}'}", "4:17 a value of `foreach` names no stage: it is a mapping"),
        ("{foreach: [~], run: 'x ${key}'}", "4:17 a value of `foreach` names no stage: it is nothing"),
        ("{foreach: [''], run: 'x ${key}'}", "4:17 a value of `foreach` names no stage: it is text"),
        (
            "{foreach: [a], matrix: {b: [1]}, run: 'x ${item}'}",
            "4:21 a stage has either `foreach` or `matrix`, not both"
        ),
        ("{foreach: [a], run: x}", "4:16 `a` makes no use of `${item}`: its stages would all be the same"),
        (
            "{matrix: {b: [1], c: [2]}, run: 'x ${matrix.b}'}",
            "4:27 `a` makes no use of `${matrix.c}`: its stages would all be the same"
        ),
        ("{matrix: {}, run: x}", "4:15 `matrix` has no values"),
        ("{matrix: {b: 1}, run: 'x ${matrix.b}'}", "4:19 `b` must be a list, not a number"),
        ("{matrix: {'b c': [1]}, run: 'x ${key}'}", "4:16 `b c` cannot name a part of `matrix`"),
        ("{foreach: [{name: a}], run: 'x ${item}'}", "4:34 `${item}` is a mapping, not text"),
        ("{foreach: [{name: a}], run: 'x ${item.b}'}", "4:34 `${item.b}` is not there: `a` has no `b`"),
        ("{foreach: [a], run: 'x ${item} ${matrix.b}'}", "4:26 `${matrix.b}` stands in a stage without `matrix`"),
        ("{run: 'x ${item.b}'}", "4:12 `${item.b}` stands in a stage without `foreach`"),
        ("{foreach: [a], rnu: 'x ${item}'}", "4:6 `a` has neither `kind` nor `run`"),
    ])
    func eachMistakeHasItsPlace(stage: String, message: String) {
        #expect(
            messages("params: {n: 3}\nstages:\n  a: \(stage)\n").map { $0.replacing(#/^5:/#, with: "4:") }.contains(
                message))
    }

    @Test func referencesToSeveralStagesAreToldFromThoseToOne() {
        let text = """
            stages:
              a: {foreach: [de, fr], kind: data, source: "${item}.csv", target: y}
              t: {kind: train, data: "${stages.a}", model: trees}
              u: {kind: train, data: "${stages.a.it}", model: {kind: trees, name: u}}
              v: {run: x, inputs: ["${stages.a.de.modl}", "${stages.t.a.b}", "${stages.b}"]}

            """
        #expect(
            messages(text) == [
                "5:26 one stage is wanted here, but `a` stands for 2", "6:26 `a` has no stage `it`",
                "7:24 the stage `a.de` names no output `modl`", "7:47 `t` is one stage: `a` has no parts",
                "7:66 unknown stage `b`",
            ])
    }

    @Test func whatCannotBeUnfoldedMakesNoFurtherNoise() {
        let text = "stages:\n  a: {foreach: [], run: 'x ${item}'}\n  b: {run: x, inputs: ['${stages.a}']}\n"
        #expect(messages(text) == ["4:16 `foreach` has no values"])
    }

    @Test func whatMultipliesIsCountedFirst() {
        let numbers = (0..<2_000).map(String.init).joined(separator: ", ")
        let text = "stages:\n  a: {matrix: {x: [\(numbers)], y: [\(numbers)]}, run: 'x ${key}'}\n"
        #expect(messages(text) == ["4:3 the stages unfold to more than 1000000 values"])
        let long = String(repeating: "x", count: 600)
        let texts = "params: {t: \(long)}\nstages:\n  a: {foreach: [\(numbers)], run: 'x ${item} ${params.t}'}\n"
        #expect(messages(texts) == ["5:3 the stages unfold to more than 1000000 values"])
        let edges =
            "stages:\n  a: {foreach: [\(numbers)], run: 'x ${item}', outputs: ['a/${item}']}\n"
            + "  b: {foreach: [\(numbers)], run: 'x ${item}', inputs: ['${stages.a}']}\n"
        #expect(messages(edges) == ["5:3 the stages read more than 1000000 files"])
    }

    @Test func aLongNameIsRefused() {
        let text = "stages:\n  a: {foreach: [\(String(repeating: "x", count: 101))], run: 'x ${item}'}\n"
        #expect(messages(text).first?.hasSuffix("is too long to name a stage") == true)
    }
}
