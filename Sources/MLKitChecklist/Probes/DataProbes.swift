internal import MLKitCore
internal import MLKitReports
internal import MLKitSpec

/// What data stages made of the data.
enum DataProbes {
    /// How far a class's share in one part may be from its share in all.
    private static let tolerance = 0.02

    static func schemaEnforced(_ context: ProbeContext) throws -> ProbeVerdict {
        let stages = context.stages(writing: DataReport.self)
        guard !stages.isEmpty else { return .failed("\(ProjectSpec.fileName) declares no stage of kind `data`") }
        return .all(try stages.map { try schema(of: $0, context) })
    }

    private static func schema(of stage: StageSpec, _ context: ProbeContext) throws -> ProbeVerdict {
        guard let path = stage.output("schema")?.path, try context.hasContent(path) else {
            return .failed("the stage `\(stage.name)` has no schema file yet: `mlkit run \(stage.name)`")
        }
        guard let recorded = try context.lock(of: stage)?["outputs"]?[path]?.string.flatMap({ ContentHash($0) }) else {
            return .unknown("the stage `\(stage.name)` has not run with `\(path)` yet", [path])
        }
        guard let git = try context.git(), try git.trackedFiles().contains(path) else {
            return .failed("`\(path)` is not tracked by git", [path])
        }
        guard try context.hashes.hash(context.file(path)) == recorded else {
            return .failed("`\(path)` changed since the stage `\(stage.name)` held the data to it", [path])
        }
        if case .stale(let reason) = try context.standing(of: stage) {
            return .unknown("whether the data is held to `\(path)` cannot be told: \(reason); run `\(stage.name)` again", [path])
        }
        return .passed("the stage `\(stage.name)` holds the data to `\(path)`", [path])
    }

    static func splitsDisjoint(_ context: ProbeContext) throws -> ProbeVerdict {
        try ofRows(context) { report in
            guard let shared = report.split.sharedRows else { return .unknown("`split.shared_rows` is missing in it") }
            return .held(shared == 0, "\(plural(shared, "row")) in more than one part")
        }
    }

    /// No more rows are in several parts than a run keeps silent about.
    static func splitsWithoutCopies(_ context: ProbeContext) throws -> ProbeVerdict {
        try ofRows(context) { report in
            guard let shared = report.split.sharedRows else { return .unknown("`split.shared_rows` is missing in it") }
            let found = "\(shared) of \(plural(report.rows.kept, "row")) \(shared == 1 ? "is" : "are") the same in every column as one in another part"
            return .held(!report.sharesRows, report.sharesRows ? "\(found): models are tested on copies of what they learned from" : found)
        }
    }

    /// Holds every report of data against a test, of which one without rows says nothing.
    private static func ofRows(_ context: ProbeContext, _ test: (DataReport) throws -> ProbeVerdict) throws -> ProbeVerdict {
        try context.reports(DataReport.self) { _, report in
            guard report.rows.kept > 0 else {
                return .unknown("there is nothing to judge: it has no rows")
            }
            return try test(report)
        }
    }

    static func splitsStratified(_ context: ProbeContext) throws -> ProbeVerdict {
        try ofRows(context) { report in
            guard report.splits.contains(where: { $0.rows > 0 }) else { return .unknown("there is nothing to judge: its parts have no rows") }
            let counts = report.splits.map { part in part.classes.map { ($0.name, Double($0.rows)) } }
            guard counts.contains(where: { !$0.isEmpty }) else { return .passed("the target has no classes") }
            if let lack = lackingClass(report) { return .failed(lack) }
            let (name, difference) = farthest(counts)
            let found = "the share of `\(name)` is at most \(difference.brief()) from that over all parts"
            return .held(difference <= tolerance, found)
        }
    }

    /// A class that some part with rows has none of.
    private static func lackingClass(_ report: DataReport) -> String? {
        let present = Set(report.splits.flatMap(\.classes).filter { $0.rows > 0 }.map(\.name))
        for part in report.splits where part.rows > 0 {
            let own = Set(part.classes.filter { $0.rows > 0 }.map(\.name))
            if let name = present.subtracting(own).min() { return "the class `\(name)` has no row in `\(part.name)`" }
        }
        return nil
    }

    /// Fewer cases of a class say little of it.
    private static let enoughCases = 30

    /// Every part has enough cases of every class.
    static func classes(_ context: ProbeContext) throws -> ProbeVerdict {
        try context.reports(DataReport.self) { _, report in
            let counts = report.splits.flatMap { part in part.classes.map { (part: part.name, name: $0.name, rows: $0.rows) } }
            guard let least = counts.min(by: { $0.rows < $1.rows }) else {
                return report.splits.isEmpty ? .unknown("there is nothing to judge: it has no parts") : .passed("the target has no classes")
            }
            let found = "`\(least.name)` has \(plural(least.rows, "row")) in `\(least.part)`"
            return .held(
                least.rows >= enoughCases,
                "\(found), \(least.rows >= enoughCases ? "the fewest of any class" : "needed are \(enoughCases)")")
        }
    }

    /// New data differ from those that models learned from by no more than is allowed.
    static func drift(_ context: ProbeContext) throws -> ProbeVerdict {
        try context.reports(ComparisonReport.self) { _, report in
            let count = report.columns.count { $0.differs } + report.missingColumns.count + report.addedColumns.count
            guard !report.columns.isEmpty else { return .unknown("there is nothing to judge: it has no columns") }
            guard report.from.rows > 0, report.to.rows > 0 else { return .unknown("there is nothing to judge: one of its tables has no rows") }
            let sides = "`\(report.to.name)` held against `\(report.from.name)`"
            let words = count == 0
                ? "no column of \(sides) differs" : "\(plural(count, "column")) of \(sides) \(count == 1 ? "differs" : "differ")"
            return .held(count == 0, words)
        }
    }

    /// Some document names every column.
    static func dictionary(_ context: ProbeContext) throws -> ProbeVerdict {
        let patterns = ["{docs}/*data*", "{docs}/*dictionar*", "{docs}/*column*", "{references}/*", "{original}/README.md", "DATASHEET.md"]
        let paths = try Set(patterns.flatMap(context.documents)).sorted()
        var words = Set<String>()
        for path in paths where ["md", "txt", "rst", "csv", "yaml", "yml"].contains(where: { path.hasSuffix("." + $0) }) {
            let text = try context.text(path) ?? ""
            words.formUnion(text.split { !($0.isLetter || $0.isNumber || "_-.".contains($0)) }.map { $0.lowercased() })
        }
        return try context.reports(DataReport.self) { _, report in
            guard !report.columns.isEmpty else { return .unknown("there is nothing to judge: it has no columns") }
            let lacking = report.columns.map(\.name).filter { !isNamed($0, words) }
            guard let first = lacking.first else { return .passed("each of \(plural(report.columns.count, "column")) is described", paths) }
            let verb = lacking.count > 1 ? "are" : "is"
            return .failed(
                "\(plural(lacking.count, "column")) of \(report.columns.count), `\(first)` the first, \(verb) in no dictionary of the data",
                paths)
        }
    }

    /// Whether a document has a column's name; of one of several words each of them.
    private static func isNamed(_ column: String, _ words: Set<String>) -> Bool {
        let parts = column.lowercased().split { !($0.isLetter || $0.isNumber || "_-.".contains($0)) }.map(String.init)
        return parts.allSatisfy { words.contains($0) || words.contains($0 + ".") }
    }

    /// The class whose share differs most between a part and the whole, and by how much.
    private static func farthest(_ parts: [[(String, Double)]]) -> (name: String, difference: Double) {
        var totals: [String: Double] = [:]
        for (name, rows) in parts.joined() { totals[name, default: 0] += rows }
        let all = totals.values.reduce(0, +)
        var worst = (name: totals.keys.sorted().first ?? "", difference: 0.0)
        for part in parts {
            let rows = Dictionary(part) { $0 + $1 }
            let sum = rows.values.reduce(0, +)
            guard sum > 0, all > 0 else { continue }
            for (name, total) in totals.sorted(by: { $0.key < $1.key }) {
                let difference = abs((rows[name] ?? 0) / sum - total / all)
                if difference > worst.difference { worst = (name, difference) }
            }
        }
        return worst
    }
}
