import MLKitCore
import Testing

@testable import MLKitTables

/// Names, headers, numbers and values as they stand in files.
@Suite("Texts of tables")
struct TableTextTests {
    @Test(arguments: [
        ("a.csv", SourceFormat.delimited), ("A.TSV", .delimited), ("a.csv.gz", .delimited), ("a.b.CSV.GZ", .delimited),
        ("a.json", .json), ("a.jsonl", .json), ("a.ndjson.gz", .json), ("a.parquet", .parquet), ("a.txt", nil), ("a.gz", nil),
        ("a.csv.bak", nil), ("", nil), ("a.csv.gz.gz", nil), ("a.csv.ZST", .delimited), ("a.json.bz2", .json), ("a.parquet.xz", .parquet),
        ("a.csv.zip", .delimited), ("a.zip", nil), ("A.XLSX", .workbook), ("a.xlsm", .workbook), ("a.db.gz", .sqlite), ("gz", nil),
        (".gz", nil),
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
        (["a,,c"], ",", ["a", "column_2", "c"]), ([" a , b "], ",", ["a", "b"]), 
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
        #expect { try DelimitedHeader(lines, file: "f").check(lines.first ?? "") } throws: { ($0 as? Failure)?.diagnostics.first?.message
            == message }
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
    }
}
