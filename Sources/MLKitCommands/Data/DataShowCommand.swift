internal import ArgumentParser
internal import MLKitCore
internal import MLKitReports
internal import MLKitSignature
internal import MLKitSpec
internal import MLKitTables
internal import SystemPackage

/// `mlkit data show FILE`: what its columns hold.
struct DataShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what the columns of a table are, and what they hold.")

    @Argument(help: "The table: a file, or an address of one by http, https or s3, or of a database.", completion: .file())
    var file: String

    @Flag(help: "With `--format json`: distributions, and what columns have to do with each other, too.")
    var statistics = false

    @Option(help: ArgumentHelp("Write a page for people with all of that.", valueName: "file"), completion: .file(extensions: ["html"]))
    var html: String?

    @OptionGroup var reading: ReadingOption
    @OptionGroup var format: FormatOption

    func validate() throws {
        if statistics, format.format != .json { throw ValidationError("`--statistics` goes with `--format json`") }
    }

    func run() async throws {
        let tables = try TableReading(reading, of: [file])
        let table = try await tables.table(file)
        tables.warn(table.unreadable.map { .warning("`\(table.name)`: \($0)") })
        var report = DataReport()
        (report.rows.read, report.rows.kept) = (table.rowCount, table.rowCount)
        report.columns = try table.statistics()
        if statistics || html != nil { report.statistics = try table.associations() }
        if let html {
            let path = try Surroundings().directory.pushing(FilePath(html))
            try LocalFileSystem().write(DataPage(title: "Data of \(table.name)", report).text, to: path)
        }
        switch format.format {
        case .text: Console.standard.say(text(report.columns, rows: table.rowCount, of: table.name))
        case .json:
            let kept: Set = ["rows", "columns", "statistics"]
            Console.standard.output(JSON.object((report.json.members ?? []).filter { kept.contains($0.name) }).pretty)
        }
    }

    private func text(_ columns: [DataReport.Column], rows: Int, of name: String) -> String {
        var table = TextTable()
        table.add("column", "type", "missing", "distinct", "values")
        for column in columns {
            let missing = column.missing == 0 ? "" : "\(column.missing) (\(Self.percent(column.missing, of: rows)))"
            let distinct = (column.isApproximate == true ? "about " : "") + "\(column.distinct)"
            table.add(column.name.onOneLine, column.type.rawValue, missing, distinct, Self.values(column, rows))
        }
        return "`\(name.onOneLine)`: \(plural(rows, "row")), \(plural(columns.count, "column"))\n\n\(table.text())"
    }

    private static func values(_ column: DataReport.Column, _ rows: Int) -> String {
        if let earliest = column.earliest, let latest = column.latest { return "\(earliest) to \(latest)" }
        if let low = column.minimum, let middle = column.median, let high = column.maximum, let mean = column.mean {
            guard column.count > 0 else { return "none" }
            let isRounded = column.type == .integer && max(low.magnitude, high.magnitude) >= 0x1p53
            return "\(isRounded ? "about " : "")\(low.brief()) to \(high.brief()), median \(middle.brief()), mean \(mean.brief())"
        }
        let top = (column.top ?? []).prefix(3).map { "`\($0.value.shortened.onOneLine)` \(percent($0.count, of: rows))" }
        return top.joined(separator: ", ")
    }

    private static func percent(_ part: Int, of whole: Int) -> String {
        whole == 0 ? "0 %" : "\((Double(part) / Double(whole) * 100).brief(1)) %"
    }
}
