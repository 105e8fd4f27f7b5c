internal import MLKitCore
internal import MLKitReports
internal import MLKitSignature

/// Makes the report of a stage.
struct DataReporting {
    private let configuration: DataConfiguration
    private let loaded: LoadedSource
    private let table: SplitTable
    private let files: [SourceFile]
    private let labels: LabelCorrections?
    /// Whether the schema was made by this run.
    private let isNew: Bool

    init(
        _ configuration: DataConfiguration, _ loaded: LoadedSource, _ table: SplitTable, _ files: [SourceFile],
        _ labels: LabelCorrections?, isNew: Bool
    ) {
        (self.configuration, self.loaded, self.table, self.files) = (configuration, loaded, table, files)
        (self.labels, self.isNew) = (labels, isNew)
    }

    func report() throws -> DataReport {
        let ingestion = loaded.ingestion
        var report = DataReport()
        report.rows.read = ingestion.rowCount
        report.rows.withoutTarget = ingestion.withoutTarget
        report.rows.duplicates = ingestion.duplicateRows.count + loaded.filtered.duplicates
        if !loaded.filtered.rules.isEmpty { report.rows.broken = loaded.filtered.rules }
        if loaded.filtered.outOfSample > 0 { report.rows.outOfSample = loaded.filtered.outOfSample }
        report.rows.corrected = labels?.changed
        report.rows.kept = ingestion.isKept.count { $0 }
        report.target = loaded.schema.targetName
        report.task = loaded.schema.task
        report.columns = try ColumnStatistics(
            loaded: loaded, engine: table.engine
        ) { self.table.kept }.columns()
        let settings = configuration.split
        (report.split.seed, report.split.stratify) = (settings.seed, settings.stratify)
        report.split.combination = settings.combination.isEmpty ? nil : settings.combination
        (report.split.group, report.split.time) = (settings.group, settings.time)
        report.split.sharedRows = table.split.sharedRows(ingestion.fingerprints)
        report.splits = table.parts
        report.split.balanced = table.copies.map { copies in
            copies.indices.reduce(0) { $0 + (table.split.parts[$1] == Part.train.number ? Int(copies[$1]) : 0) }
        }
        report.split.isFixed = settings.isFixed ? true : nil
        report.warnings = loaded.warnings + loaded.filtered.warnings + counted + SplitVerdicts(report, loaded.schema).warnings
        report.warnings += try LeakCheck(loaded.schema, table).warnings()
        report.warnings += try [GroupCounts(schema: loaded.schema, table: table).warning()].compactMap { $0 }
        return report
    }

    /// How texts that meant a missing target become classes, if they are some.
    private var asClass: String {
        guard loaded.schema.task != .regression, let words = TargetMarkers(loaded.schema.target, loaded.profiles, configuration.clean)?.words
        else { return "" }
        return "; \(words), with `mlkit data schema STAGE --update` where there is a schema"
    }

    /// What became of single rows.
    private var counted: [String] {
        let ingestion = loaded.ingestion
        var warnings = [String]()
        if ingestion.withoutTarget > 0 {
            warnings.append(
                "dropped \(plural(ingestion.withoutTarget, "row")) in which "
                    + (loaded.schema.labels.isEmpty ? "the target `\(loaded.schema.target)` is missing\(asClass)" : "one of the targets is missing"))
        }
        if let rare = table.rareCombinations { warnings.append(rare) }
        if ingestion.ragged.dropped > 0 {
            let verb = ingestion.ragged.dropped == 1 ? "has" : "have"
            warnings.append("left out \(plural(ingestion.ragged.dropped, "row")) that \(verb) too few values or too many")
        }
        if ingestion.ragged.filled > 0 {
            warnings.append("filled up or cut \(plural(ingestion.ragged.filled, "row")) that had too few values or too many")
        }
        if let unused = labels?.unused { warnings.append(unused) }
        if table.split.singles > 0 {
            warnings.append(
                "\(plural(table.split.singles, "stratum has", "strata have")) one row only, which goes to `train`")
        }
        if isNew, configuration.read.hasHeader, configuration.read.names == nil {
            for file in files where file.mayHaveHeader && Self.areValues(file.columns) {
                warnings.append("the first row of `\(file.name)` looks like values, not names: `read: {header: false}` takes it for a row")
            }
        }
        return warnings
    }

    /// Whether what should be names of columns are numbers, at least half of them.
    static func areValues(_ names: [String]) -> Bool {
        let numbers = names.count { name in
            switch NumberFormat.plain.value(name) {
            case .real: true
            case .integer: name.count != 4
            default: false
            }
        }
        return numbers * 2 > names.count
    }
}
