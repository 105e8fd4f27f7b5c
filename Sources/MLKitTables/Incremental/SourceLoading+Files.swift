internal import MLKitCore
internal import MLKitSignature

extension SourceLoading {
    /// Reads a source file by file, those alone that are not as they were; `nil` where it is read as a whole.
    ///
    /// Where values that were typed before do not fit any more what is asked of them, all files are read, so that what is wrong is told by
    /// what stands in them.
    func ingestFiles(_ plans: [ColumnPlan], _ cleaning: Cleaning, _ mask: RowMask?) throws -> Ingestion? {
        guard let typed else { return nil }
        let canTake = schema != nil && mask == nil && labels == nil && pseudonyms == nil
        let form = TypedForm(plans, options(cleaning, mask), configuration.read)
        if canTake, let ingestion = try taken(plans, cleaning, typed, form) { return ingestion }
        let ingestion = try ingestFiles(plans, cleaning, mask, typed, form, takes: false)
        try checkEmpty(ingestion)
        return ingestion
    }

    /// Takes the files that are as they were, and reads the others; `nil` where all have to be read.
    private func taken(_ plans: [ColumnPlan], _ cleaning: Cleaning, _ typed: TypedFiles, _ form: TypedForm) throws -> Ingestion? {
        let ingestion = try ingestFiles(plans, cleaning, nil, typed, form, takes: true)
        if let obstacle = typed.obstacle {
            log("\(obstacle): all files are read")
            return nil
        }
        try checkEmpty(ingestion)
        if let doubt = typed.doubt { log(doubt) }
        if let words = typed.words {
            log(words)
        } else if typed.hasAny, typed.doubt == nil {
            log("columns, or how they are read, are not as in the last run: all files are read")
        }
        return ingestion
    }

    private func ingestFiles(
        _ plans: [ColumnPlan], _ cleaning: Cleaning, _ mask: RowMask?, _ typed: TypedFiles, _ form: TypedForm, takes: Bool
    ) throws -> Ingestion {
        typed.begin(forgets: mask == nil)
        let ingestion = Ingestion(files, plans, options(cleaning, mask), reading)
        for (place, file) in files.enumerated() {
            let start = ingestion.rowCount
            if takes, let known = typed.known(place, form) {
                typed.take(known, at: place, start: start)
                let breaches = ingestion.breachCount
                do {
                    try ingestion.take(known, reading)
                } catch let failure as Failure {
                    typed.obstacle = "what was kept of `\(file.name)` cannot be read (\(failure.diagnostics.first?.message ?? ""))"
                    return ingestion
                }
                if ingestion.rowCount - start != known.rows {
                    typed.obstacle = "what was kept of `\(file.name)` has other rows than it had"
                } else if ingestion.breachCount != breaches {
                    typed.obstacle = "values of files that are as they were do not fit the schema any more"
                }
                guard typed.obstacle == nil else { return ingestion }
                continue
            }
            let before = ingestion.readers.map(FileMark.init)
            try ingestion.beginFile()
            let path = typed.path(place, isWhole: mask == nil)
            try writing.run(reading: ingestion, to: "read `\(file.name)`") { TypedRows.writing($0, to: path) }
            let marks = zip(before, ingestion.readers.map(FileMark.init)).map { $1.since($0) }
            let isWhole = mask == nil && labels == nil && pseudonyms == nil && !marks.contains(nil)
            let new = isWhole ? TypedFile(path: path, rows: ingestion.rowCount - start, columns: marks.compactMap { $0 }) : nil
            typed.wrote(new, at: place, path, start: start, form)
        }
        return ingestion
    }
}

extension Ingestion {
    /// How many values break what the schema demands.
    fileprivate var breachCount: Int { readers.reduce(0) { $0 + $1.breachCount } }
}

extension ColumnReader {
    fileprivate var breachCount: Int { breaches.values.reduce(0) { $0 + $1.count } }
}

/// What a reader knows beside typed values, up to some row.
private struct FileMark {
    private let markers: [String: Int]
    private let others: Int

    init(_ reader: ColumnReader) {
        markers = reader.profile.markers
        others = reader.profile.notNumbers + reader.profile.rounded + reader.breachCount
    }

    /// How often texts stood for a missing value since an earlier mark; `nil` where there is something else that typed values do not tell.
    func since(_ mark: FileMark) -> [String: Int]? {
        guard others == mark.others else { return nil }
        return markers.reduce(into: [:]) { found, entry in
            let count = entry.value - (mark.markers[entry.key] ?? 0)
            if count > 0 { found[entry.key] = count }
        }
    }
}
