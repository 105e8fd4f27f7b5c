internal import MLKitCore
internal import MLKitSignature

/// The columns that decide on a split.
struct SplitColumns {
    private let split: DataConfiguration.Split
    private let schema: TableSchema

    init(_ split: DataConfiguration.Split, _ schema: TableSchema) {
        (self.split, self.schema) = (split, schema)
    }

    /// The place of the column to stratify by.
    ///
    /// - Throws: `Failure` for a column that is not there, or one whose values are too many to be strata.
    func stratum() throws -> Int? {
        guard let name = split.stratify else { return nil }
        return try stratum(name)
    }

    /// The places of several columns to stratify by together.
    ///
    /// - Throws: `Failure` as `stratum` does.
    func combination() throws -> [Int] { try split.combination.map(stratum) }

    private func stratum(_ name: String) throws -> Int {
        let place = try place(name, "to stratify by")
        if let other = split.group ?? split.time {
            throw Failure("a split is stratified by `\(name)`, or goes by `\(other)`, not both")
        }
        guard schema.columns[place].type != .number else { throw tooMany(name) }
        return place
    }

    func tooMany(_ name: String) -> Failure {
        Failure(
            "the column `\(name)` cannot stratify a split: it is a number, and has no few values to keep alike",
            hint: "stratify by a column of texts, integers or truth values, or leave `stratify` out")
    }

    /// One number a row by which rows are put in order; `nil` where they are shuffled.
    func order(_ ingestion: Ingestion) throws -> [UInt64]? {
        if let group = split.group {
            if let time = split.time { throw Failure("a split goes by the groups of `\(group)`, or by the time `\(time)`, not both") }
            _ = try place(group, "of groups")
            // The same for all rows of a group, and another with another seed.
            let seed = DistinctCounter.mixed(UInt64(bitPattern: Int64(split.seed)))
            return ingestion.order.map { DistinctCounter.mixed($0 ^ seed) }
        }
        guard let time = split.time else { return nil }
        let column = schema.columns[try place(time, "of times")]
        guard column.isNumeric else {
            throw Failure(
                "the column `\(time)` cannot be a time: it is \(column.type.rawValue)",
                hint: "a time is a column of dates, time stamps or numbers")
        }
        return ingestion.order.map { Self.backwards($0, column.type) }
    }

    /// A number that is the less the later a time is; the greatest for a missing one, whose row is trained on.
    private static func backwards(_ key: UInt64, _ type: ColumnType) -> UInt64 {
        if key == ColumnReader.missingHash { return .max }
        if type == .number {
            let bits = key
            return ~(bits >> 63 == 1 ? ~bits : bits | 1 << 63)
        }
        return ~(key ^ 1 << 63)
    }

    /// One number a row by which a fixed split goes: of its group where there is one, else of its values; `nil` where a row's part
    /// depends on the others.
    func fixedNumbers(_ ingestion: Ingestion) throws -> [UInt64]? {
        guard split.isFixed else { return nil }
        if let other = split.strata.first ?? split.time {
            throw Failure("a split is fixed, or goes by `\(other)`, not both",
                hint: "by `\(other)`, a row's part depends on the other rows")
        }
        if let group = split.group { _ = try place(group, "of groups") }
        let values = split.group == nil ? ingestion.fingerprints : ingestion.order
        return values.map { RowNumber.of($0, seed: split.seed, for: .split) }
    }

    private func place(_ name: String, _ purpose: String) throws -> Int {
        guard let place = schema.columns.firstIndex(where: { $0.name == name }) else {
            throw Failure(
                "there is no column `\(name)` \(purpose)", hint: Suggestion.hint(for: name, among: schema.columns.map(\.name)))
        }
        return place
    }
}
