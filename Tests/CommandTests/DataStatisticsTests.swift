import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Statistics of tables, and the page that shows them.
@Suite struct DataStatisticsTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func isNear(_ own: JSON?, _ right: JSON?) -> Bool {
        if let list = right?.array {
            guard let other = own?.array, other.count == list.count else { return false }
            return zip(other, list).allSatisfy { isNear($0, $1) }
        }
        guard let right = right?.double else { return own == .null && right == .null }
        return own?.double.map { abs($0 - right) <= 1e-9 * max(abs(right), 1e-9) } ?? false
    }

    /// Figures are those of pandas, SciPy and scikit-learn, on numbers with ties, long tails and holes.
    @Test(arguments: [(60, 1), (1500, 2), (5000, 3)])
    func figuresAreThoseOfPandas(rows: Int, seed: Int) async throws {
        let python = BuiltTool.sourceRoot.pushing(".venv/bin/python").string
        let script = BuiltTool.sourceRoot.pushing("Tests/Differential/statistics.py").string
        let made = try await BuiltTool.run(python, [script, "\(rows)", "\(seed)"], in: scratch.path)
        #expect(made.status == 0, "\(made.error)")
        let expected = try JSON(parsing: Array(scratch.read("expected.json").utf8))
        let outcome = try await BuiltTool.mlkit(["data", "show", "t.csv", "--statistics", "--format", "json"], in: scratch.path)
        #expect(outcome.status == 0, "\(outcome.error)")
        let report = try JSON(parsing: Array(outcome.output.utf8))
        var count = 0
        let distributions = report["statistics"]?["columns"]?.array ?? []
        for (column, distribution) in zip(report["columns"]?.array ?? [], distributions) {
            let name = try #require(column["name"]?.string)
            #expect(distribution["name"]?.string == name)
            for member in expected["columns"]?[name]?.members ?? [] {
                let own =
                    member.name == "quantiles"
                    ? distribution["quantiles"]?.array.map { JSON.array($0.compactMap { $0["value"] }) }
                    : column[member.name] ?? distribution[member.name]
                #expect(isNear(own, member.value), "\(name), \(member.name): \(own?.compact ?? "none"), not \(member.value.compact)")
                count += 1
            }
        }
        #expect(count == 5 * 15 + 3 * 3)
        let pairs = report["statistics"]?["features"]?.array ?? []
        #expect(pairs.count == 28)
        for pair in pairs {
            let key = "\(pair["first"]?.string ?? "")|\(pair["second"]?.string ?? "")"
            let members = try #require(expected["pairs"]?[key]?.members)
            for member in members {
                #expect(
                    isNear(pair[member.name], member.value),
                    "\(key), \(member.name): \(pair[member.name]?.compact ?? "none"), not \(member.value.compact)")
            }
            #expect(pair.members?.count == members.count + 2)
        }
    }

    @Test func aColumnOfOneValueHasNoShape() async throws {
        try scratch.write("x,y\n" + (0..<30).map { "5,\($0)\n" }.joined(), to: "t.csv")
        let outcome = try await BuiltTool.mlkit(["data", "show", "t.csv", "--statistics", "--format", "json"], in: scratch.path)
        let statistics = try JSON(parsing: Array(outcome.output.utf8))["statistics"]
        let column = statistics?["columns"]?.array?.first
        #expect(column?["counts"] == [30] && column?["skewness"] == .null && column?["outliers"] == 0)
        #expect(statistics?["features"]?.array?.first?["pearson"] == .null)
    }

    /// One file that needs no other, and in which nothing that data say is markup.
    @Test func aPageShowsThem() async throws {
        try scratch.write(
            "x,<b>,when\n" + (0..<60).map { "\($0 * 7 % 31).5,\($0 % 3 == 0 ? "<script>" : "a&b"),2024-01-\(10 + $0 % 20)\n" }.joined(),
            to: "t.csv")
        let outcome = try await BuiltTool.mlkit(["data", "show", "t.csv", "--html", "page.html"], in: scratch.path)
        #expect(outcome.status == 0 && outcome.output.hasPrefix("`t.csv`: 60 rows, 3 columns"), "\(outcome.error)")
        let page = try scratch.read("page.html")
        #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains("<h1>Data of t.csv</h1>") && page.contains("prefers-color-scheme: dark"))
        #expect(page.contains("&lt;script&gt;") && page.contains("<h3>&lt;b&gt; <small>text</small></h3>"))
        for forbidden in ["<script", "http-equiv=\"refresh", "src=", "href=", "url("] { #expect(!page.contains(forbidden), "\(forbidden)") }
        // The name of SVG is all that looks like an address.
        #expect(!page.replacing("http://www.w3.org/2000/svg", with: "").contains("://"))
        let wrong = try await BuiltTool.mlkit(["data", "show", "t.csv", "--statistics"], in: scratch.path)
        #expect(wrong.status == 64 && wrong.error.contains("`--statistics` goes with `--format json`"))
    }
}
