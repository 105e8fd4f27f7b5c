internal import MLKitCore
internal import MLKitSignature
internal import SystemPackage

/// Reads a source from its first row to its last, and writes it with types as Parquet.
///
/// Memory is bounded, but for nine bytes a row: a fingerprint, by which rows that are the same are found, and whether the row
/// is kept.
final class Ingestion: RowProducer {
    private let files: [SourceFile]
    private let plans: [ColumnPlan]
    private let options: IngestionOptions
    private let engine: TableEngine
    let readers: [ColumnReader]
    private let batch: FieldBatch
    private var source: (any RowSource)?
    /// Whether a file's last row ends what is produced; the next file begins with `beginFile`.
    private var pauses = false
    /// How many rows each file has.
    private(set) var rowCounts: [Int] = []
    private(set) var fingerprints: [UInt64] = []
    private(set) var isKept: [Bool] = []
    private(set) var withoutTarget = 0
    /// Rows that are there already, by their numbers; none where they are told by a key.
    private(set) var duplicateRows: [Int] = []
    /// Rows that are none of a sample which each row decides on by itself.
    private(set) var outOfSample = 0
    /// Of delimited files, rows that were left out and rows that were filled up.
    private(set) var ragged = (dropped: 0, filled: 0)
    /// Of each delimited file that repeats its header, how many rows do.
    private(set) var repeatedHeaders: [(file: String, rows: Int)] = []
    private var seen = Set<UInt64>()
    /// Of the columns that are asked for, by their places.
    private(set) var keys: [Int: StratumKeys] = [:]
    /// Of the column by which groups stay together, or time goes; one a row.
    private(set) var order: [UInt64] = []
    /// Of the columns by which rows are told apart, a number for each row, the same for the same values; 0 without one of them.
    private var rowKeys: [UInt64] = []

    /// - Parameter engine: reads files that are not delimited, while another writes.
    init(_ files: [SourceFile], _ plans: [ColumnPlan], _ options: IngestionOptions, _ engine: TableEngine) {
        (self.files, self.plans, self.options, self.engine) = (files, plans, options, engine)
        let limits = ReadingLimits(columns: plans.count)
        readers = plans.map { ColumnReader($0, options.cleaning, options.formats, limits: limits) }
        for place in options.keyed + options.rowKey + [options.ordered].compactMap({ $0 }) { readers[place].recordsKeys = true }
        if options.recordsOdd { for reader in readers { reader.odd = RowSet() } }
        batch = FieldBatch(columns: plans.count, capacity: min(OutputChunk.capacity, max((1 << 21) / max(plans.count, 1), 64)))
        if !options.isTyped { options.labels?.corrections.begin() }
    }

    var rowCount: Int { fingerprints.count }
    var columns: [(name: String, type: DuckDBType)] { plans.enumerated().map { ("c\($0.offset)", $0.element.output) } }

    /// Reads the source's first rows only, to see what the columns look like.
    ///
    /// - Returns: whether that was all of it.
    func look(rows: Int) throws -> Bool {
        while try advance() {
            for (column, reader) in readers.enumerated() {
                reader.read(batch, column: column, first: rowCount, out: nil, hashes: nil, mask: nil)
            }
            fingerprints.append(contentsOf: repeatElement(0, count: batch.rows))
            if rowCount >= rows { return false }
        }
        return true
    }

    /// Takes the next rows; whether there are any.
    private func advance() throws -> Bool {
        while true {
            if source == nil {
                guard !pauses, try open() else { return false }
            }
            if try source?.next(batch) == true {
                rowCounts[rowCounts.count - 1] += batch.rows
                if let labels = options.labels { labels.corrections.apply(to: batch, key: labels.key, target: labels.target) }
                if let names = options.names { names.pseudonyms.apply(to: batch, places: names.places, options.cleaning) }
                return true
            }
            if let rows = source as? DelimitedRows {
                ragged.dropped += rows.dropped
                ragged.filled += rows.filled
                if rows.headers > 0 { repeatedHeaders.append((files[rowCounts.count - 1].name, rows.headers)) }
            }
            source = nil
        }
    }

    private func open() throws -> Bool {
        guard rowCounts.count < files.count else { return false }
        let file = files[rowCounts.count]
        source = try file.rows(plans.map(\.name), engine)
        for reader in readers {
            reader.isTyped = file.typed.contains(ByteText(reader.plan.name))
            reader.takesISO = file.form == nil
        }
        rowCounts.append(0)
        return true
    }

    /// Begins with the next file, at whose end `produce` gives no more rows.
    func beginFile() throws {
        pauses = true
        _ = try open()
    }

    /// Takes the rows of the next file as they were typed before.
    func take(_ file: TypedFile, _ engine: TableEngine) throws {
        rowCounts.append(0)
        try take(from: SQL.relation(file.path), number: "file_row_number", engine)
        for (reader, column) in zip(readers, file.columns) { reader.take(missing: 0, markers: column) }
    }

    /// Takes all rows from where another reading wrote them with their types.
    func take(_ rows: TypedRows, _ engine: TableEngine, of other: Ingestion) throws {
        rowCounts = other.rowCounts.map { _ in 0 }
        try take(from: rows.relation, number: rows.number, engine)
        (rowCounts, ragged, repeatedHeaders) = (other.rowCounts, other.ragged, other.repeatedHeaders)
        for (reader, known) in zip(readers, other.readers) { reader.take(beside: known) }
    }

    private func take(from relation: String, number: String, _ engine: TableEngine) throws {
        let purpose = "read what was typed before"
        let start = rowCount
        let columns = readers.indices.map { "c\($0)" }.joined(separator: ", ")
        let answer = try engine.answer("SELECT \(columns), CAST(\(number) AS BIGINT) AS n FROM \(relation)", [], purpose)
        while let chunk = try answer.next(to: purpose) {
            let first = rowCount
            let numbers = chunk.vector(readers.count).data?.assumingMemoryBound(to: Int64.self)
            guard numbers?.pointee == Int64(first - start)
            else { throw Failure("cannot \(purpose)", notes: ["its rows are in another order"]) }
            fingerprints.append(contentsOf: repeatElement(0, count: chunk.rowCount))
            let vectors = readers.indices.map { chunk.vector($0) }
            fingerprints.withUnsafeMutableBufferPointer { all in
                let hashes = all.baseAddress.map { $0 + first }
                for (vector, reader) in zip(vectors, readers) { reader.take(vector, first: first, hashes: hashes, mask: options.mask) }
            }
            rowCounts[rowCounts.count - 1] += chunk.rowCount
            settle(vectors.map { OutputVector(of: $0) }, first, rows: chunk.rowCount)
        }
    }

    /// Reads all rows, of which what is found out stays, and not they themselves.
    func readAll() throws {
        let chunk = OutputChunk(memoryFor: plans.count, rows: batch.capacity)
        repeat { chunk.begin() } while try produce(chunk) > 0
    }

    func produce(_ chunk: OutputChunk) throws -> Int {
        guard try advance() else { return 0 }
        let first = rowCount
        fingerprints.append(contentsOf: repeatElement(0, count: batch.rows))
        let vectors = readers.indices.map { chunk.vector($0) }
        fingerprints.withUnsafeMutableBufferPointer { all in
            let hashes = all.baseAddress.map { $0 + first }
            for (column, reader) in readers.enumerated() {
                reader.read(batch, column: column, first: first, out: vectors[column], hashes: hashes, mask: options.mask)
            }
        }
        settle(vectors, first, rows: batch.rows)
        return batch.rows
    }

    /// Decides which rows stay, and gathers what there is to say of them.
    private func settle(_ vectors: [OutputVector], _ first: Int, rows: Int) {
        let kept = keep(vectors, first, rows)
        isKept.append(contentsOf: kept)
        for (column, reader) in readers.enumerated() { reader.summarize(vectors[column], isKept: kept) }
        for place in options.keyed { keys[place, default: StratumKeys()].append(readers[place].batchKeys) }
        if let place = options.ordered { order.append(contentsOf: readers[place].batchKeys) }
        if !options.rowKey.isEmpty { noteRowKeys(rows) }
        if first / Self.toldRows != rowCount / Self.toldRows { options.told(rowCount) }
    }

    /// After how many rows it is told that they were read.
    private static let toldRows = 500_000

    private func noteRowKeys(_ rows: Int) {
        for row in 0..<rows {
            let values = options.rowKey.map { readers[$0].batchKeys[row] }
            let isWhole = !values.contains(ColumnReader.missingHash)
            rowKeys.append(isWhole ? max(values.reduce(0) { DistinctCounter.mixed($0 &* 31 &+ $1) }, 1) : 0)
        }
    }

    /// What tells a row apart from others; `nil` where it has no value in one of the columns.
    func key(of row: Int) -> UInt64? { rowKeys[row] == 0 ? nil : rowKeys[row] }

    /// Which rows of the batch stay: those that have a target, where there is one, and, if that is asked for, are not there already.
    private func keep(_ vectors: [OutputVector], _ first: Int, _ rows: Int) -> [Bool] {
        let validity = options.targets.compactMap { vectors[$0].readableValidity }
        return (0..<rows).map { row in
            if let mask = options.mask, mask[first + row] != .stays { return false }
            if validity.contains(where: { $0[row >> 6] >> UInt64(row & 63) & 1 == 0 }) {
                withoutTarget += 1
                return false
            }
            if options.dropsDuplicates, !seen.insert(fingerprints[first + row]).inserted {
                duplicateRows.append(first + row)
                return false
            }
            guard let sample = options.sample, !sample.takes(fingerprints[first + row]) else { return true }
            outOfSample += 1
            return false
        }
    }
}
