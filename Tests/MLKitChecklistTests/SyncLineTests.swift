import MLKitCore
import Testing

@testable import MLKitChecklist

/// What one line of an edited list is taken for.
@Suite struct SyncLineTests {
    private func line(_ text: String, number: Int = 2, offset: Int = 10) -> SyncLine {
        SyncLine(text, number: number, offset: offset, file: "list.md")
    }

    private func box(_ text: String) -> String? { line(text).box.map { "\($0.mark)\($0.column)" } }

    @Test(arguments: [
        ("- [x] a", "x3"), ("- [ ] a", " 3"), ("* [X] a", "X3"), ("+ [x]\ta", "x3"), ("  - [x] a", "x5"), ("> - [x] a", "x5"),
        ("1. [x] a", "x4"),
        ("12) [x] a", "x5"), ("-  [x] a", "x4"), ("-\t[x] a", "x3"), ("- [x]", nil), ("- [x] ", "x3"), ("- [x]a", nil), ("- [xx] a", nil),
        ("- x] a", nil), ("- [x a", nil), ("-[x] a", nil), ("1.[x] a", nil), ("1 [x] a", nil), (". [x] a", nil), ("[x] a", nil),
        ("1.", nil),
        ("1", nil), ("-", nil), ("", nil), ("> ", nil),
    ] as [(String, String?)])
    func tasks(text: String, found: String?) { #expect(box(text) == found) }

    @Test(arguments: [
        ("  - answer: yes", "yes@13"), ("- Answer:  a \\* b ", "a * b@12"), ("- answer:yes", "yes@10"), ("- answer:", "@10"),
        ("- answer: ", "@11"),
        ("> - answer: yes", nil), ("answer: yes", nil), ("- answers: yes", nil), ("- answe", nil), ("1. answer: yes", "yes@12"),
    ] as [(String, String?)])
    func answers(text: String, found: String?) { #expect(line(text).answer.map { "\($0.text)@\($0.column)" } == found) }

    @Test(arguments: [
        ("  more \\_x", "more _x"), ("", nil), ("   ", nil), ("- item", nil), ("> note", nil), ("# head", nil), ("<!-- x", nil),
        ("| a |", nil),
        ("-x", "-x"), ("1.x", "1.x"),
    ] as [(String, String?)])
    func continuations(text: String, found: String?) { #expect(line(text).continuation == found) }

    @Test func fences() {
        #expect(line("```").fence == "```" && line("  ~~~~ swift").fence == "~~~~" && line("``").fence == nil && line("a```").fence == nil)
        #expect(line("``~").fence == nil && line("").fence == nil && line("\t```").fence == nil)
    }

    @Test func conflicts() {
        #expect(line("<<<<<<< ours").isConflict && line(">>>>>>> theirs").isConflict)
        #expect(!line("<<<<<<<").isConflict && !line(" <<<<<<< ours").isConflict && !line("=======").isConflict
            && !line("<<<<<< a").isConflict)
    }

    @Test func codes() {
        #expect(line("a `b` ``c`` `d").code == ["b", "c"] && line("` e `").code == ["e"] && line("none").code == [] && line("`").code == [])
    }

    /// The last mark of a line, and where it stands in the file.
    @Test func marks() throws {
        let mark = try #require(line("- [x] ä <!-- mlkit: a.b done - - -->").mark)
        #expect(mark.mark.item == "a.b" && mark.mark.isDone && mark.mark.record == "-" && mark.range == 19..<47)
        #expect(line("- [x] a").mark == nil && line("x <!-- mlkit: a done - -").mark == nil
            && line("x <!-- mlkit: a gone - - -->").mark == nil)
        let last = line("<!-- mlkit: a done - - --> <!-- mlkit: b open - - -->").mark
        #expect(last?.mark.item == "b" && last?.mark.isDone == false)
        #expect(line("\u{FEFF}<!-- mlkit: a open - - -->", number: 1, offset: 0).mark?.range == 3..<29)
        #expect(line("\u{FEFF}<!-- mlkit: a open - - -->", number: 2, offset: 0).mark?.range == 3..<29)
    }

    @Test func placesLeaveTheIndentOut() {
        let line = line("  - [x] ab\r")
        #expect(line.indent == 2 && line.place().column == 3 && line.place().length == 8 && line.place().sourceLine == "  - [x] ab")
        #expect(line.place(6, 1).column == 6 && line.place(6, 1).length == 1 && line.place().line == 2 && line.place().file == "list.md")
        #expect(self.line("").place().length == 1 && self.line("\t x").indent == 2)
        #expect(self.line("\u{FEFF}a", number: 1).place().sourceLine == "a" && self.line("\u{FEFF}a").place().sourceLine == "\u{FEFF}a")
    }
}
