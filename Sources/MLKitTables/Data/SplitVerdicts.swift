internal import MLKitCore
internal import MLKitReports
internal import MLKitSignature

/// What is to be said of how the rows were shared out, each with its remedy.
struct SplitVerdicts {
    private let report: DataReport
    private let schema: TableSchema

    init(_ report: DataReport, _ schema: TableSchema) {
        (self.report, self.schema) = (report, schema)
    }

    /// Fewer test rows than this tell models apart by ten points at best.
    private static let fewRows = 100
    /// A class with less of the rows than this is rare.
    private static let rareShare = 0.05

    /// A class with fewer rows than this has hardly one in the smaller parts.
    private static let fewCases = 10

    var warnings: [String] { [shared, times, groups, small, imbalance].compactMap { $0 } }

    /// Whether a column is called so that its values may be whom or what rows belong to, and has several rows for each of many values.
    static func areGroups(_ name: String, _ type: ColumnType, distinct: Int, rows: Int) -> Bool {
        [.integer, .text, .identifier].contains(type) && IdentifierName.isOfGroups(name)
            && distinct >= 20 && distinct * 10 >= rows / 20 && distinct * 10 < rows * 9
    }

    private var shared: String? {
        guard let rows = report.split.sharedRows, report.sharesRows else { return nil }
        return "\(rows) of \(plural(report.rows.kept, "row")) are the same in every column as one in another part, so models are "
            + "tested on copies of what they learned from: `clean: {drop_duplicates: true}` keeps one of each"
    }

    /// Of a time that the rows are not split by.
    var times: String? {
        guard report.split.time == nil else { return nil }
        let times = schema.features.filter { $0.type == .date || $0.type == .timestamp }
        let standIns = report.columns.filter { $0.latest?.hasPrefix(DateStandIn.never) ?? false }.map(\.name)
        let column = times.first { !SplitProposal.isBirth($0.name) && !standIns.contains(bytesOf: $0.name) }
        guard let column else { return nil }
        let way = report.split.group.map { "by the groups of `\($0)`" } ?? "at random"
        return "the column `\(column.name)` is a time, and rows are split \(way): models are tested on days between those they "
            + "learned from; `split: {time: \(column.name)}` tests on the latest rows"
    }

    private var groups: String? {
        guard report.split.group == nil, report.split.time == nil else { return nil }
        let column = report.columns.first { column in
            !schema.isTarget(column.name) && Self.areGroups(column.name, column.type, distinct: column.distinct, rows: report.rows.kept)
        }
        return column.map {
            "rows of one `\($0.name)` are torn apart by the split: `split: {group: \($0.name)}` keeps them in one part"
        }
    }

    private var small: String? {
        guard let test = report.splits.first(where: { $0.name == Part.test.rawValue }), test.rows < Self.fewRows else { return nil }
        guard let task = report.task, task == .binary || task == .multiclass else {
            return "the test split has \(plural(test.rows, "row")) only: figures on it are uncertain; give it a larger share"
        }
        let points = Int((98 / Double(test.rows).squareRoot()).rounded())
        return "the test split has \(plural(test.rows, "row")) only: an accuracy on it may be off by up to \(points) points; give it "
            + "a larger share"
    }

    private var imbalance: String? {
        guard schema.labels.isEmpty else { return rareLabels }
        let whole = report.rows.kept
        let counts = schema.classes.map { name in
            (name, report.splits.reduce(0) { sum, part in sum + (part.classes.first { $0.name == name }?.rows ?? 0) })
        }
        guard whole >= Self.fewRows else { return nil }
        guard schema.task == .binary else { return tooFew(counts.filter { $0.1 < Self.fewCases }) }
        guard let rare = counts.min(by: { $0.1 < $1.1 }) else { return nil }
        let share = Double(rare.1) / Double(whole)
        guard share < Self.rareShare else { return nil }
        let isStratified = report.split.stratify == report.target
        return "the class `\(rare.0)` is \((share * 1000).rounded() / 10) % of the rows: who always says the other is right as often "
            + "as that; select by `roc_auc` or `average_precision`, not `accuracy`"
            + (isStratified ? "" : ", and keep its share alike with `split: {stratify: \(report.target)}`")
    }

    /// Classes among several that next to nothing can be learnt of.
    private func tooFew(_ classes: [(name: String, rows: Int)]) -> String? {
        let rare = classes.filter { $0.rows > 0 }
        guard !rare.isEmpty else { return nil }
        let names = rare.prefix(10).map { "`\($0.name)` (\(plural($0.rows, "row")))" }.joined(separator: ", ")
        let lacking = report.splits.filter { part in
            part.rows > 0 && rare.contains { one in !part.classes.contains { $0.name == one.name && $0.rows > 0 } }
        }
        let parts = lacking.isEmpty ? "" : "; not each is in \(Suggestion.list(lacking.map(\.name)))"
        return "\(rare.count == 1 ? "a class has" : "\(rare.count) classes have") fewer than \(Self.fewCases) rows, \(names)"
            + "\(rare.count > 10 ? ", …" : "")\(parts): models neither learn them nor are tested on them; find more rows, or put them "
            + "together with others"
    }

    /// Labels that few rows have, or few have not.
    private var rareLabels: String? {
        let whole = report.rows.kept
        guard whole >= Self.fewRows else { return nil }
        let rare = schema.labels.filter { name in
            let having = report.splits.reduce(0) { sum, part in sum + (part.classes.first { $0.name == name }?.rows ?? 0) }
            return Double(min(having, whole - having)) < Self.rareShare * Double(whole)
        }
        guard !rare.isEmpty else { return nil }
        let isStratified = report.split.combination != nil
        return "of \(rare.count == 1 ? "the label" : "the labels") \(Suggestion.list(rare)) one value is rarer than one row in twenty: "
            + "who always says the other is right nearly always; select by `f1` or `average_precision`"
            + (isStratified ? "" : ", and keep shares alike with `split: {stratify: [\(schema.labels.joined(separator: ", "))]}`")
    }
}
