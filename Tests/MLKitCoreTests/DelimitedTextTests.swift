import MLKitCore
import Testing

/// Tables as CSV, and with tabs.
@Suite struct DelimitedTextTests {
    private func rows(_ text: String, _ separator: Character = ",") -> [[String]] {
        var reader = DelimitedReader(Array(text.utf8), separator: separator.asciiValue ?? 0)
        var rows = [[String]]()
        while let row = reader.next() { rows.append(row) }
        return rows
    }

    @Test(arguments: [
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]), ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]), ("a,\n", [["a", ""]]),
        ("\"a\r\"\r\n", [["a\r"]]),
        ("\"a,\nb\",c\r\n", [["a,\nb", "c"]]), ("\"a \"\"b\"\"\",\"\"", [["a \"b\"", ""]]),
        ("a, \"b, c\"", [["a", " b, c"]]), ("5\" pipe,3\"", [["5\" pipe", "3\""]]), ("\"a\"b\"c,d", [["ab\"c", "d"]]),
        ("\n\nä", [[""], [""], ["ä"]]), ("", [[String]]()), ("a,", [["a", ""]]), ("a, ", [["a", " "]]), ("\"a\"", [["a"]]),
        ("\"a", [["a"]]), ("a,\"", [["a", ""]]),
    ])
    func rowsAreRead(text: String, rows: [[String]]) {
        #expect(self.rows(text) == rows)
    }

    @Test func otherSeparators() {
        #expect(rows("a,b\t c", "\t") == [["a,b", " c"]])
        #expect(rows("a|\"|\"", "|") == [["a", "|"]])
    }

    @Test func aTableHasAHeaderAndRowsOfItsLength() throws {
        let table = try DelimitedText(Array("x,y\n\n1,a\n 2.5 ,b\n".utf8), path: "t.csv")
        #expect(table.header == ["x", "y"] && table.rows == [["1", "a"], [" 2.5 ", "b"]])
        #expect(table.rows.map { DelimitedText.value($0[0]) } == [.int(1), .double(2.5)])
        #expect(try DelimitedText(Array("x,1\ty\n".utf8), path: "t.TSV").header == ["x,1", "y"])
    }

    @Test(arguments: [
        ("x,y\n1\n", "row 1 of `t.csv` has 1 cell, the header 2"), ("\n", "`t.csv` is empty"),
        ("x\n\"1\n", "a quote in `t.csv` is not closed"),
    ])
    func whatIsNoTableIsRefused(text: String, message: String) {
        #expect {
            try DelimitedText(Array(text.utf8), path: "t.csv")
        } throws: {
            ($0 as? Failure)?.diagnostics.first?.message == message
        }
    }

    @Test func aTableIsText() {
        #expect { try DelimitedText([0x61, 0xFF], path: "t.csv") } throws: { "\($0)" == "error: `t.csv` is not UTF-8 text\n" }
    }

    @Test func aCellIsReadAsItWasWritten() {
        for cell in ["", "a", "a,b", "\"", "a\nb", "a\r\nb", " x "] {
            #expect(rows(DelimitedText.written(cell) + ",end") == [[cell, "end"]])
        }
        #expect(DelimitedText.written("plain text") == "plain text")
    }
}
