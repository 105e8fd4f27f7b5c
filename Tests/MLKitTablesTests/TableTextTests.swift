import MLKitCore
import Testing

@testable import MLKitTables

/// Names, headers, numbers and values as they stand in files.
@Suite("Texts of tables")
struct TableTextTests {
    @Test(arguments: [
        ("a.csv", SourceFormat.delimited), ("A.TSV", .delimited), ("a.csv.gz", .delimited), ("a.b.CSV.GZ", .delimited),
        ("a.json", .json), ("a.jsonl", .json), ("a.ndjson.gz", .json), ("a.parquet", .parquet), ("a.txt", nil), ("a.gz", nil),
        ("a.csv.bak", nil), ("", nil), ("a.csv.gz.gz", nil),
    ] as [(String, SourceFormat?)])
    func aNameTellsItsFormat(name: String, format: SourceFormat?) {
        guard let format else {
            #expect { try SourceFormat(named: name) } throws: {
                "\($0)".hasPrefix("error: the name of `\(name)` does not tell its format\n")
            }
            return
        }
        #expect((try? SourceFormat(named: name)) == format)
    }

    /// The sign that stands most often outside quotes; of two the first of `,`, `;`, tab and `|`.
    @Test(arguments: [
        (["a;b,c;d"], ";", ["a", "b,c", "d"]), (["a;b,c"], ",", ["a;b", "c"]), (["a|b\tc"], "\t", ["a|b", "c"]),
        (["a|b"], "|", ["a", "b"]), (["\"a;b;c\",d"], ",", ["a;b;c", "d"]), (["a"], ",", ["a"]),
        (["a,,c"], ",", ["a", "column_2", "c"]), ([" a , b "], ",", ["a", "b"]), (["\u{FEFF}a,b"], ",", ["a", "b"]),
        (["\"a", "b\",c", "1,2"], ",", ["a\nb", "c"]), (["a,b", "1,2"], ",", ["a", "b"]),
    ] as [([String], Character, [String])])
    func aHeaderIsTheFirstRow(lines: [String], delimiter: Character, names: [String]) throws {
        let header = try DelimitedHeader(lines, file: "f")
        #expect(header.delimiter == delimiter && header.names == names)
    }

    @Test(arguments: [
        ([], "the first line of `f` is empty, where the names of the columns should be"),
        ([" ", "a,b"], "the first line of `f` is empty, where the names of the columns should be"),
        (["a,b,a"], "the column `a` appears twice"), (["a,b,A"], "the column `A` and the column `a` differ only in case"),
    ] as [([String], String)])
    func aHeaderHasOneOfEachName(lines: [String], message: String) {
        #expect { try DelimitedHeader(lines, file: "f") } throws: { ($0 as? Failure)?.diagnostics.first?.message == message }
    }

    @Test(arguments: [
        "0", "-0", "1", "-12.5", ".5", "5.", "-.5", "0.1", "1e3", "1E-3", "+1", "123456789012345", "1234567890123456",
        "12345678901234567", "9007199254740991", "9007199254740993", "0.00000000000001", ".000000000000001", "0.000000000000001",
        "123.4567890123456", "179769313486231570000", "1e400", "4.9e-324", "abc", "", "-", ".", "1.2.3", "--1", "1x", "1 ",
    ])
    func aNumberIsReadExactly(text: String) {
        let bytes = Array(text.utf8) + [UInt8(ascii: "\"")]
        let value = bytes.withUnsafeBufferPointer { DecimalParser.double(UnsafeBufferPointer(rebasing: $0[..<text.utf8.count])) }
        guard let expected = Double(text == "1e400" ? "inf" : text) else {
            // A point alone is no number to the parser either, or nought.
            #expect(value.isNaN || text == "." && value == 0)
            return
        }
        #expect(value == expected && value.sign == expected.sign)
    }

    private func values(_ text: String) -> [String?] {
        Array(text.utf8).withUnsafeBufferPointer { bytes in
            var cursor = CSVCursor(bytes)
            var values = [String?]()
            while !cursor.isAtEnd { values.append(cursor.next { $0.map { String(decoding: $0, as: UTF8.self) } }) }
            return values
        }
    }

    @Test func valuesStandBetweenQuotes() {
        #expect(values("\"a\",\"\",,\"b\"\"c\"\n\"\"\"\"\"\"\n") == ["a", "", nil, "b\"c", "\"\""])
        #expect(values("\"a,\nb\"\n") == ["a,\nb"] && values("\"a\"") == ["a"] && values("").isEmpty && values(",") == [nil])
        // What breaks off ends there.
        #expect(values("\"abc") == ["abc"] && values("\"a\"\"b") == ["a\"b"] && values("\"") == [""])
    }

    @Test func textsAreNumberedAsTheyCome() {
        var dictionary = TextDictionary()
        func code(_ text: String) -> Int32 { Array(text.utf8).withUnsafeBufferPointer { dictionary.code(of: $0) } }
        let texts = ["", "é", "e\u{301}"] + (0..<200).map { "text \($0)" }
        for _ in 0..<2 {
            let codes = texts.map { code($0) }
            #expect(codes == texts.indices.map { Int32($0) })
        }
        #expect(dictionary.texts.map { Array($0.utf8) } == texts.map { Array($0.utf8) })
    }

    @Test func namesAndValuesAreQuoted() {
        #expect(SQL.identifier("a \"b\"") == "\"a \"\"b\"\"\"" && SQL.literal("it's") == "'it''s'" && SQL.literal("") == "''")
        #expect(SQL.list([]) == "(NULL)" && SQL.list(["a"]) == "('a')" && SQL.list(["a", "it's"]) == "('a', 'it''s')")
    }
}
