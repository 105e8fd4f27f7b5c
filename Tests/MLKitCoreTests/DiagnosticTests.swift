import MLKitCore
import Testing

@Suite struct DiagnosticTests {
    @Test func everyPartHasItsPlace() {
        let diagnostic = Diagnostic.error(
            "unknown stage `trian` in `needs`",
            at: SourceLocation(
                file: "mlkit.yaml", line: 12, column: 13, length: 5, sourceLine: "    needs: [trian]"),
            notes: ["declared stages are `prepare`, `train` and `evaluate`"], hint: "did you mean `train`?")
        #expect(
            DiagnosticRenderer().render(diagnostic) == """
                error: unknown stage `trian` in `needs`
                  --> mlkit.yaml:12:13
                   |
                12 |     needs: [trian]
                   |             ^^^^^
                note: declared stages are `prepare`, `train` and `evaluate`

                hint: did you mean `train`?

                """)
    }

    @Test func colourIsAddedOnlyWhenAsked() {
        let diagnostic = Diagnostic.warning("careful")
        #expect(DiagnosticRenderer().render(diagnostic) == "warning: careful\n")
        #expect(DiagnosticRenderer(colour: true).render(diagnostic) == "\u{1B}[1;33mwarning\u{1B}[0m: careful\n")
    }

    @Test func jsonCarriesAllOfIt() {
        let place = SourceLocation(file: "a.yaml", line: 2, column: 3, length: 4, sourceLine: "x: yyyy")
        let whole = Diagnostic.error("broken", at: place, notes: ["one", "two"], hint: "mend it")
        #expect(Diagnostic(whole.json) == whole)
        let bare = Diagnostic.warning("careful")
        #expect(Diagnostic(bare.json) == bare)
        #expect(
            bare.json == ["severity": "warning", "message": "careful", "location": nil, "notes": [], "hint": nil])
        #expect(Diagnostic(["message": "no severity"]) == nil)
    }

    @Test(arguments: [("trian", "train"), ("evaluat", "evaluate"), ("taget", "target"), ("zzz", nil)])
    func theNearestNameIsSuggested(name: String, expected: String?) {
        #expect(Suggestion.nearest(to: name, among: ["train", "evaluate", "target"]) == expected)
    }

    @Test func namesAreListedAsInASentence() {
        #expect(Suggestion.list(["a", "b", "c"]) == "`a`, `b` and `c`")
        #expect(Suggestion.list(["a"]) == "`a`")
        #expect(plural(1, "stage") == "1 stage")
        #expect(plural(2, "entry", "entries") == "2 entries")
    }
}
