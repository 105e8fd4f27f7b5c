import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit data`: tables outside of any project.
@Suite struct DataCommandTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func data(_ arguments: [String]) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(["data"] + arguments, in: scratch.path)
    }

    private func compared(_ arguments: String...) async throws -> [JSON] {
        let outcome = try await data(["compare", "a.csv", "b.csv", "--format", "json"] + arguments)
        #expect(outcome.status <= 1, "\(outcome.error)")
        return try JSON(parsing: Array(outcome.output.utf8))["columns"]?.array ?? []
    }

    // MARK: Figures

    /// Statistics and chances are SciPy's, on samples with ties, long tails and holes.
    @Test(arguments: [(40, 40, 1), (211, 300, 2), (900, 350, 3)])
    func figuresAreThoseOfSciPy(rows: Int, otherRows: Int, seed: Int) async throws {
        let python = BuiltTool.sourceRoot.pushing(".venv/bin/python").string
        let script = BuiltTool.sourceRoot.pushing("Tests/Differential/distances.py").string
        let made = try await BuiltTool.run(python, [script, "\(rows)", "\(otherRows)", "\(seed)"], in: scratch.path)
        #expect(made.status == 0, "\(made.error)")
        let expected = try JSON(parsing: Array(scratch.read("expected.json").utf8))
        var count = 0
        for (numbers, categories) in [("ks", "chi2"), ("wasserstein", "js"), ("js", "linf"), ("psi", "psi"), ("linf", "chi2")] {
            let columns = try await compared("--numbers", numbers, "--categories", categories, "--uncorrected")
            #expect(columns.count == 7)
            for column in columns {
                let (name, test) = (try #require(column["name"]?.string), try #require(column["test"]?.string))
                let figures = try #require(expected[name]?[test]?.array).map(\.double)
                let seen = [column["statistic"]?.double, column["chance"]?.double].compactMap { $0 }
                #expect(seen.count == figures.count)
                for (figure, own) in zip(figures, seen) {
                    let right = try #require(figure)
                    #expect(abs(own - right) <= 1e-9 * max(abs(right), 1e-12), "\(name) by \(test): \(own), not \(right)")
                    count += 1
                }
            }
        }
        #expect(count == 7 * 5 + 5 + 2 * 2)
    }

    /// The least chance is multiplied by the number of tests, the next by one less, and none falls below the one before.
    @Test func chancesAreCorrectedForTheNumberOfColumns() async throws {
        let first = (0..<60).map { "\($0),\($0 % 7),\($0 % 2 == 0 ? "x" : "y")\n" }.joined()
        let second = (0..<60).map { "\($0 + 20),\($0 % 7),\($0 % 3 == 0 ? "x" : "y")\n" }.joined()
        try scratch.write("a,b,c\n" + first, to: "a.csv")
        try scratch.write("a,b,c\n" + second, to: "b.csv")
        let plain = try await compared("--uncorrected").map { try #require($0["chance"]?.double) }
        let corrected = try await compared().map { try #require($0["chance"]?.double) }
        let ranked = plain.sorted()
        #expect(plain.count == 3)
        #expect(corrected[try #require(plain.firstIndex(of: ranked[0]))] == ranked[0] * 3)
        #expect(corrected[try #require(plain.firstIndex(of: ranked[1]))] == max(ranked[0] * 3, ranked[1] * 2))
    }

    // MARK: Verdicts

    @Test func theSameTableDoesNotDiffer() async throws {
        try scratch.write("x,y\n" + (0..<2000).map { "\($0).5,k\($0 % 3)\n" }.joined(), to: "a.csv")
        let outcome = try await data(["compare", "a.csv", "a.csv"])
        #expect(outcome.status == 0)
        #expect(outcome.output.hasSuffix("of 2 columns none differs\n"), "\(outcome.output)")
        #expect(outcome.output.contains("wasserstein") && outcome.output.contains("js"))
    }

    /// Columns and values that the first table does not have, values that are no longer there, and what is missing now.
    @Test func whatChangedIsNamed() async throws {
        try scratch.write("n,d,c,gone\n" + (0..<80).map { "\($0),2024-01-\(10 + $0 % 20),k\($0 % 3),1\n" }.joined(), to: "a.csv")
        let lines = (0..<80).map { row in
            let number = row == 3 ? "many" : row < 40 ? "" : "\(row)"
            return "\(number),2024-01-\(10 + row % 20),\(row == 5 ? "new" : "k\(row % 3)"),1\n"
        }
        try scratch.write("n,d,c,more\n" + lines.joined(), to: "b.csv")
        let outcome = try await data(["compare", "a.csv", "b.csv"])
        #expect(outcome.status == 1)
        for text in [
            "1 value is no integer, the first `many` in row 4", "missing in 0 % of rows, and now in 50 %",
            "1 value is none of the known categories, the first `new` in row 6", "the column `gone` is missing from `b.csv`",
            "the column `more` is not in `a.csv`",
        ] { #expect(outcome.output.contains(text), "\(text) is not in \(outcome.output)") }
        let some = try await data(["compare", "a.csv", "b.csv", "--ignore", "n", "--ignore", "c", "--ignore", "gone", "--ignore", "more"])
        #expect(some.status == 0, "\(some.output)")
    }

    /// The exact bound is no difference, the next number is one.
    @Test func aDistanceMayBeTheLimit() async throws {
        try scratch.write("x\n" + (0..<2000).map { "\($0 < 1000 ? "a" : "b")\n" }.joined(), to: "a.csv")
        try scratch.write("x\n" + (0..<2000).map { "\($0 < 1250 ? "a" : "b")\n" }.joined(), to: "b.csv")
        let limits = ["0.125": Int32(0), "0.12": 1]
        for (limit, status) in limits {
            #expect(try await data(["compare", "a.csv", "b.csv", "--categories", "linf", "--limit", limit]).status == status)
        }
    }

    @Test func whatCannotBeComparedIsNoDifference() async throws {
        try scratch.write("x\n1\n", to: "a.csv")
        let outcome = try await data(["compare", "a.csv", "none.csv"])
        #expect(outcome.status == 3)
        #expect(outcome.error.contains("there is no file `none.csv`"))
        #expect(try await data(["compare", "a.csv", "a.csv", "--read", "{decimal: \"x\"}"]).status == 3)
        #expect(try await data(["compare", "a.csv", "a.csv", "--numbers", "chi2"]).status == 64)
    }

    /// It is left out of both tables, or there is a slip of the pen to tell of.
    @Test func aColumnToIgnoreThatIsNotThereIsSaid() async throws {
        try scratch.write("x,colour\n1,a\n2,b\n", to: "a.csv")
        try scratch.write("x,more\n1,a\n2,b\n", to: "b.csv")
        let outcome = try await data(["compare", "a.csv", "b.csv", "--ignore", "color", "--ignore", "more"])
        #expect(outcome.status == 1)
        #expect(
            outcome.error == """
                warning: there is no column `color` to leave out, in `a.csv` or in `b.csv`

                hint: did you mean `colour`?

                """)
    }

    @Test func aTestOfTheOtherSortIsRefused() async throws {
        try scratch.write("x\n1\n", to: "a.csv")
        for (option, test, known) in [
            ("--numbers", "chi2", "`ks`, `wasserstein`, `psi`, `js` and `linf`"), ("--categories", "ks", "`chi2`, `psi`, `js` and `linf`"),
        ] {
            let outcome = try await data(["compare", "a.csv", "a.csv", option, test])
            #expect(outcome.status == 64 && outcome.error.contains("it is \(known), not `\(test)`"), "\(outcome.error)")
        }
    }

    // MARK: Showing

    /// A table that is looked at has no stage: what is said of it names options of the command, and no model.
    @Test func whatIsGuessedOfATableIsSaidInItsOwnTerms() async throws {
        let rows = (0..<100).map { row in
            "u\(row)x,\(row % 9 == 0 ? "?" : "\(row)"),$\(row).5,\(row == 7 ? "soon" : "2024-02-\(10 + row % 9)"),1,"
                + "\(row == 3 ? "many" : "\(row % 50)")\n"
        }
        try scratch.write("id,holes,price,on,same,count\n" + rows.joined(), to: "t.csv")
        let outcome = try await data(["show", "t.csv"])
        #expect(outcome.status == 0)
        #expect(
            outcome.error == """
                warning: `t.csv`: the column `price` is text, and all of its values are numbers with `--read '{units: ["$"]}'`
                warning: `t.csv`: the column `on` is text, and most of its values are dates of the form `%Y-%m-%d`; the first `soon` is none
                warning: `t.csv`: the column `count` is text because 1 of its 100 values is no number, the first `many`
                warning: `t.csv`: in the column `holes` `?` (12) is taken for missing values

                """)
        let comma = try await { try scratch.write("x;y\n" + (0..<30).map { "\($0),5;a\n" }.joined(),
            to: "c.csv") ; return try await data(["show", "c.csv"]) }()
        #expect(comma.error.contains(
            "numbers are read with a decimal comma, as the source seems to write them: `--read '{decimal: \",\"}'` says so"))
    }

    @Test func showsWhatColumnsHold() async throws {
        try scratch.write(
            "id,price,on,kind\n" + (0..<100).map { "u\($0)x,\"\($0),5\",2024-02-\(10 + $0 % 9),\($0 % 4 == 0 ? "NA" : "k")\n" }.joined(),
            to: "t.csv")
        let outcome = try await data(["show", "t.csv", "--read", "{decimal: \",\"}"])
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(
            outcome.output == """
                `t.csv`: 100 rows, 4 columns

                column  type        missing    distinct  values
                id      identifier             100       `u0x` 1 %, `u10x` 1 %, `u11x` 1 %
                price   number                 100       0.5 to 99.5, median 50, mean 50
                on      date                   9         2024-02-10 to 2024-02-18
                kind    text        25 (25 %)  1         `k` 75 %

                """)
    }
}
