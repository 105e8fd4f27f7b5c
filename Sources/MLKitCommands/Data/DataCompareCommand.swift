internal import ArgumentParser
internal import MLKitCore
internal import MLKitReports
internal import MLKitSignature
internal import MLKitSpec
internal import MLKitTables
internal import SystemPackage

/// `mlkit data compare FROM TO`: what changed from one table to another.
struct DataCompareCommand: AsyncParsableCommand, FindingCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Say in which columns a table differs from another; exit with 1 if in any.",
        discussion: """
            The first table decides what the columns are. Reported are columns that one of them lacks, values that the first \
            one's columns could not have, shares of missing values, and distributions: with up to 1,000 rows by tests of \
            significance (ks, chi2; corrected for the number of columns by Holm's method), with more by how far they are apart \
            (wasserstein, js). Exits with 3 if the tables could not be compared.
            """)

    @Argument(help: "The table to compare with: a file, or an address as `show` takes one.", completion: .file())
    var from: String

    @Argument(help: "The table to hold against it.", completion: .file())
    var to: String

    @Option(help: "How numbers are compared: ks, wasserstein, psi, js or linf.", transform: { try Self.test($0) })
    var numbers: NumberTest?

    @Option(help: "How categories are compared: chi2, psi, js or linf.", transform: { try Self.test($0) })
    var categories: CategoryTest?

    @Option(help: "What a distance may be: 0.1, of psi 0.2.")
    var limit: Double?

    @Option(help: "The chance below which ks and chi2 take a difference for one.")
    var significance = 0.05

    @Flag(help: "Take chances as they are, whatever the number of columns.")
    var uncorrected = false

    @Option(help: "By how much the share of missing values may differ.")
    var missing = 0.1

    @Option(help: ArgumentHelp("A column to leave out, time and again.", valueName: "column"))
    var ignore: [String] = []

    @Option(
        help: ArgumentHelp("A column by which rows of both are the same, to hold their values against each other.", valueName: "column"))
    var key: String?

    @Option(help: "With `--key`: in which share of those rows a value may be another one.")
    var changed = 0.0

    @Option(
        help: ArgumentHelp("Write a page for people with both distributions.", valueName: "file"), completion: .file(extensions: ["html"]))
    var html: String?

    @OptionGroup var reading: ReadingOption
    @OptionGroup var format: FormatOption

    func validate() throws {
        if let limit, !(limit >= 0) { throw ValidationError("`--limit` is 0 or more") }
        guard significance > 0, significance < 1 else { throw ValidationError("`--significance` is between 0 and 1") }
        guard missing >= 0, missing <= 1 else { throw ValidationError("`--missing` is a share, from 0 to 1") }
        guard changed >= 0, changed <= 1 else { throw ValidationError("`--changed` is a share, from 0 to 1") }
        if key == nil, changed > 0 { throw ValidationError("`--changed` goes with `--key`") }
    }

    func run() async throws {
        var options = TableComparison.Options()
        (options.numbers, options.categories, options.limit) = (numbers, categories, limit)
        (options.significance, options.isCorrected) = (significance, !uncorrected)
        (options.missing, options.ignored) = (missing, ignore)
        (options.key, options.changed) = (key, changed)
        let tables = try TableReading(reading, of: [from, to])
        let first = try await tables.table(from)
        let second = try await tables.table(to, like: first)
        let comparison = TableComparison(options)
        tables.warn(comparison.unknown(first, second))
        let report = try comparison.report(from: first, to: second)
        if let html {
            let path = try Surroundings().directory.pushing(FilePath(html))
            try LocalFileSystem().write(ComparisonPage(title: "\(first.name) and \(second.name)", report).text, to: path)
        }
        switch format.format {
        case .text: Console.standard.say(text(report))
        case .json: Console.standard.output(report.json.pretty)
        }
        if report.differs { throw ExitCode(1) }
    }

    private static func test<Test: DistributionTest>(_ text: String) throws -> Test {
        if let test = Test(rawValue: text) { return test }
        throw ValidationError("it is \(Suggestion.list(Test.allCases.map(\.rawValue))), not `\(text)`")
    }

    private func text(_ report: ComparisonReport) -> String {
        let isColoured = Console.standard.outputIsColoured
        var table = TextTable()
        table.add("column", "type", "compared by", "seen", "allowed", "from", "to", "")
        for column in report.columns {
            let (test, seen, allowed) = Self.cells(column)
            let verdict = column.findings.joined(separator: "; ").onOneLine.styled(.red, isColoured)
            table.add(
                column.name.onOneLine, column.type.rawValue, test, seen, allowed, column.summary.first?.onOneLine ?? "",
                column.summary.last?.onOneLine ?? "", column.differs ? verdict : column.reason ?? "")
        }
        let sides = [report.from, report.to].map { "`\($0.name.onOneLine)`, \(plural($0.rows, "row"))" }
        var lines = ["\(sides[0]), and \(sides[1])", "", table.text()]
        for name in report.missingColumns { lines.append("the column `\(name.onOneLine)` is missing from `\(report.to.name.onOneLine)`") }
        for name in report.addedColumns { lines.append("the column `\(name.onOneLine)` is not in `\(report.from.name.onOneLine)`") }
        if let matched = report.matched {
            lines.append(
                "\(plural(matched.rows, "row")) with the same `\(matched.key.onOneLine)`; \(matched.onlyFrom) only in the first, "
                    + "\(matched.onlyTo) only in the second")
        }
        let differing = report.columns.filter(\.differs).map(\.name.onOneLine)
        let compared = plural(report.columns.count, "column")
        lines.append(
            differing.isEmpty
                ? "of \(compared) none differs"
                : "of \(compared) \(differing.count) \(differing.count == 1 ? "differs" : "differ"): \(Suggestion.list(differing))")
        return lines.joined(separator: "\n") + "\n"
    }

    private static func cells(_ column: ComparisonReport.Column) -> (test: String, seen: String, allowed: String) {
        guard let test = column.test, let statistic = column.statistic, let limit = column.limit else { return ("", "", "") }
        guard let chance = column.chance else { return (test, statistic.brief(), "to \(limit.brief())") }
        return (test, "\(statistic.brief()), chance \(chance < 1e-4 ? "below 0.0001" : chance.brief())", "from \(limit.brief())")
    }
}
