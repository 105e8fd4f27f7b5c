internal import MLKitCore
internal import MLKitSignature
internal import MLKitYAML

/// A source that was read, and what it is.
struct LoadedSource {
    let schema: TableSchema
    let ingestion: Ingestion
    let rows: TypedRows
    let profiles: [ColumnProfile]
    /// The same of the first rows, when all was taken for text yet; empty where a schema said what the columns are.
    var looked: [ColumnProfile] = []
    /// What was decided about numbers that could be others.
    var numberRemarks: [String] = []
    /// Which rows were left out, beside those without a target and those that are there already.
    let filtered: RowFilter.Outcome
    /// What the user should know of how it was read.
    let warnings: [String]
}

/// Reads a source into one Parquet file with types.
///
/// Where there is no schema, the first rows tell how columns are to be read, and all rows whether that holds: only where it
/// does not, the source is read again.
struct SourceLoading {
    let configuration: DataConfiguration
    let files: [SourceFile]
    let columns: [String]
    /// What the columns are; `nil` where that is yet to be found out.
    var schema: TableSchema?
    let reading: TableEngine
    let writing: TableEngine
    var rows: TypedRows
    /// Labels that take the place of the source's.
    var labels: LabelCorrections?
    /// What takes the place of values that name people.
    var pseudonyms: Pseudonyms?
    /// What was typed in the last run; `nil` where the source is read as a whole.
    var typed: TypedFiles?
    /// Takes a line now and then about how far it is.
    var log: (String) -> Void = { _ in }

    /// Rows that are looked at before the source is read.
    private static let sampleRows = 10_000

    /// Whether models are to learn from the source; else it is only looked at.
    var isOfStage: Bool { configuration.isOfStage }

    private var formats: [DateFormat] { configuration.read.dates.compactMap { DateFormat($0) } + DateFormat.known }

    func load() throws -> LoadedSource {
        if let wrong = configuration.read.dates.first(where: { DateFormat($0) == nil }) {
            throw Failure("`\(wrong)` is no format of dates", hint: DateFormat.hint(for: wrong))
        }
        return try schema.map { try enforced($0) } ?? inferred()
    }

    // MARK: With a schema

    private func enforced(_ schema: TableSchema) throws -> LoadedSource {
        var schema = schema
        schema.cleaning.missing = configuration.clean.missing?.filter { !$0.isEmpty } ?? schema.cleaning.missing
        let missing = configuration.clean.missingByColumn ?? schema.cleaning.missingByColumn
        schema.cleaning.missingByColumn = missing.filter { columns.contains(bytesOf: $0.key) }
        schema.cleaning.numbers = configuration.read.numbers ?? schema.cleaning.numbers
        let numbers = configuration.read.numbersByColumn ?? schema.cleaning.numbersByColumn
        schema.cleaning.numbersByColumn = numbers.filter { columns.contains(bytesOf: $0.key) }
        schema.cleaning.unicode = configuration.clean.unicode ?? schema.cleaning.unicode
        schema.cleaning.redacted = configuration.clean.personal.map { _ in configuration.clean.treated(.redact) }
            ?? schema.cleaning.redacted
        if configuration.clean.personal != nil { schema.cleaning.aggregated = configuration.clean.aggregated }
        schema.cleaning.dropped = dropped
        try schema.checkAggregated()
        schema.composeCategories()
        let plans = schema.columns.map { column in
            ColumnPlan(name: column.name, type: column.type, format: column.format.flatMap { DateFormat($0) }, schema: column)
        }
        var ingestion = try ingest(plans, schema.cleaning)
        let filtered = try filter(ingestion, plans)
        var rows = rows
        if let mask = filtered.mask {
            if let again = try replayed(ingestion, plans, schema.cleaning, mask) {
                (ingestion, rows) = (again, rows.staying)
            } else {
                ingestion = try ingest(plans, schema.cleaning, mask)
            }
        }
        let profiles = ingestion.readers.map(\.finished)
        let rounded = zip(plans, profiles).filter { $0.type == .number && $1.rounded > 0 }
        return LoadedSource(
            schema: schema, ingestion: ingestion, rows: rows, profiles: profiles, filtered: filtered,
            warnings: files.compactMap(\.warning) + repeatedHeaders(ingestion)
                + rounded.map { SchemaInference.rounding($1, isTarget: schema.isTarget($0.name)) }
                + learnedSplits(schema))
    }

    /// Columns that the split goes by, of which the schema of an earlier version says nothing.
    private func learnedSplits(_ schema: TableSchema) -> [String] {
        let (group, time) = (configuration.split.group, configuration.split.time)
        return schema.features.filter { $0.feature == nil && [group, time].contains($0.name) }.map {
            SchemaInference.learnsSplits($0.name, isTime: $0.name == time)
        }
    }

    // MARK: Without one

    private func inferred() throws -> LoadedSource {
        var cleaning = Cleaning(
            missing: configuration.clean.missing ?? Cleaning.usualMissing, numbers: configuration.read.numbers ?? .plain,
            unicode: configuration.clean.unicode, redacted: configuration.clean.treated(.redact))
        cleaning.aggregated = configuration.clean.aggregated
        cleaning.numbersByColumn = configuration.read.numbersByColumn ?? [:]
        cleaning.missingByColumn = configuration.clean.missingByColumn ?? [:]
        var warnings = files.compactMap(\.warning)
        var (first, remarks) = (try look(cleaning), [String]())
        if configuration.read.numbers == nil, let guess = NumberGuess(first, files) {
            cleaning.numbers = guess.format
            first = try look(cleaning)
            warnings.append(guess.warning(isOfStage: isOfStage))
            remarks = guess.remarks
        } else if cleaning.numbers == .plain {
            warnings += GroupedNumbers.found(first, files).filter { configuration.read.numbers(of: $0.name) == nil }
                .map { $0.warning(isOfStage: isOfStage) }
        }
        var (plans, ingestion) = try settled(inference(first).plans, cleaning)
        let filtered = try filter(ingestion, plans)
        var rows = rows
        if let mask = filtered.mask {
            if let again = try replayed(ingestion, plans, cleaning, mask), areSettled(plans, again) {
                (ingestion, rows) = (again, rows.staying)
            } else {
                (plans, ingestion) = try settled(plans, cleaning, mask)
            }
        }
        let profiles = ingestion.readers.map(\.finished)
        var inference = inference(profiles)
        inference.numbers = cleaning.numbers
        var schema = try inference.schema(values: values(inference.listed, ingestion))
        guard !isOfStage || !schema.features.isEmpty else {
            let targets = configuration.targets
            let other = targets.isEmpty ? "" : " but the target\(targets.count > 1 ? "s" : "") \(Suggestion.list(targets))"
            throw Failure("there is no column to learn from\(other)", notes: Array(inference.warnings.prefix(5)))
        }
        (schema.cleaning.numbers, schema.cleaning.unicode) = (cleaning.numbers, cleaning.unicode)
        (schema.cleaning.redacted, schema.cleaning.aggregated) = (cleaning.redacted, cleaning.aggregated)
        schema.cleaning.dropped = dropped
        schema.cleaning.missingByColumn = cleaning.missingByColumn.filter { columns.contains(bytesOf: $0.key) }
        schema.cleaning.numbersByColumn = cleaning.numbersByColumn.filter { columns.contains(bytesOf: $0.key) }
        try schema.checkRedacted()
        try schema.checkAggregated()
        schema.cleaning.missing = (configuration.clean.missing ?? Self.used(profiles)).filter { !$0.isEmpty }
        if files.count == 1 { warnings += [UnitLine(files[0], profiles)?.warning].compactMap(\.self) }
        warnings += repeatedHeaders(ingestion) + inference.warnings + schema.casesApart
        if configuration.clean.missing == nil { warnings += told(profiles) }
        return LoadedSource(
            schema: schema, ingestion: ingestion, rows: rows, profiles: profiles, looked: first, numberRemarks: remarks,
            filtered: filtered, warnings: warnings)
    }

    /// Whether columns are what they were read as.
    private func areSettled(_ plans: [ColumnPlan], _ ingestion: Ingestion) -> Bool {
        let found = inference(ingestion.readers.map(\.finished)).plans
        return zip(found, plans).allSatisfy { $0.output == $1.output && $0.format == $1.format }
    }

    /// Reads the source, and again where its rows show that columns are something else.
    private func settled(
        _ plans: [ColumnPlan], _ cleaning: Cleaning, _ mask: RowMask? = nil
    ) throws -> (plans: [ColumnPlan], ingestion: Ingestion) {
        var plans = plans
        var ingestion = try ingest(plans, cleaning, mask)
        for _ in 0..<2 {
            guard !areSettled(plans, ingestion) else { break }
            plans = inference(ingestion.readers.map(\.finished)).plans
            ingestion = try ingest(plans, cleaning, mask)
        }
        return (plans, ingestion)
    }

    private func filter(_ ingestion: Ingestion, _ plans: [ColumnPlan]) throws -> RowFilter.Outcome {
        try RowFilter(
            configuration: configuration, engine: writing, rows: rows, places: RowPlaces(files: files, counts: ingestion.rowCounts)
        ).outcome(ingestion, plans)
    }

    /// Columns of which texts are shortened, and that are texts whatever these look like.
    private var shortened: [String] {
        configuration.clean.aggregated.filter { $0.value.fits(.text) }.map(\.key)
    }

    private func inference(_ profiles: [ColumnProfile]) -> SchemaInference {
        SchemaInference(
            profiles: profiles, target: configuration.target, labels: configuration.labels, task: configuration.task,
            positive: configuration.positive,
            group: configuration.split.group, time: configuration.split.time, hashed: configuration.clean.treated(.hash),
            shortened: shortened, formats: formats)
    }

    /// What the columns look like in the first rows.
    private func look(_ cleaning: Cleaning) throws -> [ColumnProfile] {
        let ingestion = Ingestion(files, columns.map { ColumnPlan(name: $0, type: .text) }, options(cleaning), reading)
        _ = try ingestion.look(rows: Self.sampleRows)
        return ingestion.readers.map(\.finished)
    }

    func options(_ cleaning: Cleaning, _ mask: RowMask? = nil) -> IngestionOptions {
        func place(_ name: String?) -> Int? { name.flatMap { columns.firstIndex(ofBytes: $0) } }
        var options = IngestionOptions(
            cleaning: cleaning, formats: formats, targets: configuration.targets.compactMap(place),
            keyed: Array(Set((configuration.targets + configuration.split.strata).compactMap(place))),
            ordered: place(configuration.split.group ?? configuration.split.time),
            dropsDuplicates: configuration.clean.dropDuplicates == .rows)
        if case .key(let names) = configuration.clean.dropDuplicates { options.rowKey = names.compactMap(place) }
        if let labels, let key = place(labels.key), let target = place(labels.target) { options.labels = (labels, key, target) }
        if let pseudonyms { options.names = (pseudonyms, pseudonyms.columns.compactMap(place)) }
        options.sample = mask == nil && isDecidedByEachRow ? configuration.sample : nil
        options.mask = mask
        options.recordsOdd = mask == nil && hasFilter
        options.told = { [log] rows in log("read \(plural(rows, "row"))") }
        return options
    }

    /// Whether rows may be left out once all were read.
    private var hasFilter: Bool {
        switch configuration.clean.dropDuplicates {
        case .none, .rows: !configuration.clean.rules.isEmpty || configuration.sample?.rows != nil
        case .key, .near: true
        }
    }

    /// Whether what is known of a row when it is read tells whether it stays.
    private var isDecidedByEachRow: Bool {
        switch configuration.clean.dropDuplicates {
        case .none, .rows: configuration.clean.rules.isEmpty && configuration.sample?.rows == nil
        case .key, .near: false
        }
    }

    private func ingest(_ plans: [ColumnPlan], _ cleaning: Cleaning, _ mask: RowMask? = nil) throws -> Ingestion {
        if let ingestion = try ingestFiles(plans, cleaning, mask) { return ingestion }
        let ingestion = Ingestion(files, plans, options(cleaning, mask), reading)
        let purpose = "read \(Suggestion.list(files.map(\.name)))"
        if rows.isWritten {
            try writing.run(reading: ingestion, to: purpose, rows.creation)
        } else {
            try ingestion.readAll()
        }
        try checkEmpty(ingestion)
        return ingestion
    }

    func checkEmpty(_ ingestion: Ingestion) throws {
        let files = zip(files, ingestion.rowCounts).filter { $0.1 == 0 }.map(\.0)
        let empty = files.map(\.name)
        guard empty.isEmpty else {
            if files.count == 1, let choice = files[0].choice, let other = choice.others.first {
                let key = "{sheet: \(YAMLText.flow(.string(other)))}"
                throw Failure(
                    "the sheet `\(choice.sheet)` of \(Suggestion.list(empty)), the first, has a header but no rows",
                    hint: "it also has \(Suggestion.list(choice.others)): "
                        + (isOfStage ? "`read: \(key)` reads that" : "`--read '\(key)'` reads that"))
            }
            throw Failure("\(Suggestion.list(empty)) \(empty.count == 1 ? "has" : "have") a header but no rows")
        }
    }

    /// The different values of some columns, as texts.
    private func values(_ positions: [Int], _ ingestion: Ingestion) -> [Int: [String]] {
        Dictionary(positions.map { ($0, ingestion.readers[$0].values) }) { first, _ in first }
    }
}
