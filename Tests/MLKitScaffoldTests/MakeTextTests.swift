import MLKitCore
import Testing

@testable import MLKitScaffold

/// Commands of a Makefile as text.
@Suite struct MakeTextTests {
    @Test(arguments: [
        ("a $b ${c} $", "a $b ${c} $"), ("${a.b}", "$${a.b}"), ("$${c}", "$$${c}"), ("${a", "${a"), ("$(a.b)", "$(a.b)"),
        ("${a}.${b.c}", "${a}.$${b.c}"),
    ])
    func references(text: String, escaped: String) { #expect(CommandText.escaped(text) == escaped) }

    @Test(arguments: [
        ([], ""), (["cd x"], "cd x"), (["a", "b"], "a &&\nb"), (["cd x", "a"], "(\ncd x\n) &&\na"), (["A=1 b", "c"], "(\nA=1 b\n) &&\nc"),
        (["a; b", "c"], "(\na; b\n) &&\nc"), (["a & b", "c"], "(\na & b\n) &&\nc"), (["a #b", "c"], "(\na #b\n) &&\nc"),
        (["a\nb", "c"], "(\na\nb\n) &&\nc"),
        ([". x", "a=b"], "(\n. x\n) &&\n(\na=b\n)"), (["b A=1", "c"], "b A=1 &&\nc"),
    ] as [([String], String)])
    func commandsAreJoined(commands: [String], text: String) { #expect(CommandText.joined(commands) == text) }

    @Test func wordsAndModules() {
        #expect(CommandText.words("a 'b c'>d;e=f|g&(h)") == ["a", "b", "c", "d", "e", "f", "g", "h"])
        #expect(CommandText.modules("python -m a.b -m c") == ["a/b.py", "c.py"] && CommandText.modules("python -m") == [])
    }

    @Test(arguments: [
        ("echo a", false), ("mkdir -p a", false), ("echo a; python b", true), ("echo a && python b", true), ("# a", false),
        ("echo a\nb", true), ("", false),
        ("; &", false), ("rm a & true", false),
    ])
    func someCommandsDoNoWork(command: String, works: Bool) { #expect(CommandText.works(command) == works) }

    @Test(arguments: [
        ("train", true), ("train-all", true), ("models", true), ("all_features", true), ("test", false), ("test-data", false),
        ("trains", true),
        ("train2", true), ("42", false), ("retrain", false), ("data", true), ("build_data", false),
    ])
    func targetsThatAreSteps(name: String, isStep: Bool) { #expect(MakefileTranslation.isStep(name) == isStep) }
}
