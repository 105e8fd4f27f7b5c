internal import MLKitCore

/// Columns of numbers and moments, as a file holds them; what is neither is missing.
struct NumberTable {
    struct Column {
        let name: String
        let values: [Double]
        /// Whether the values are moments, in seconds since 1970.
        let isTime: Bool

        /// A column of dates, if all that stands in it is, else of numbers.
        init(_ name: String, _ cells: [JSON]) {
            let texts = cells.filter { $0 != .null && $0 != .string("") }
            isTime = !texts.isEmpty && texts.allSatisfy { $0.string.map { Timestamp(iso8601: $0) != nil } ?? false }
            let isTime = isTime
            self.name = name
            values = cells.map { cell in
                let moment = isTime ? cell.string.flatMap { Timestamp(iso8601: $0) } : nil
                return moment.map { Double($0.seconds) } ?? cell.double ?? .nan
            }
        }
    }

    /// In their order, all of the same length.
    let columns: [Column]

    /// Reads CSV, a JSON list of objects, or a JSON object of lists.
    ///
    /// - Throws: `Failure` if it is none of these.
    init(_ bytes: [UInt8], path: String) throws {
        guard !bytes.allSatisfy({ $0 <= 0x20 }) else { throw Failure("`\(path)` is empty") }
        let ending = path.split(separator: ".").last?.lowercased() ?? ""
        guard ending != "csv", ending != "tsv" else {
            let text = try DelimitedText(bytes, path: path)
            columns = text.header.enumerated().map { index, name in
                Column(name, text.rows.map { DelimitedText.value($0[index]) })
            }
            return
        }
        guard ending == "json" else {
            throw Failure("`\(path)` is neither CSV nor JSON by its ending", hint: "series are read from these")
        }
        let json = try JSON(parsing: bytes, file: path, allowsNonFinite: true, allowsDuplicates: false)
        if let rows = json.array, rows.allSatisfy({ $0.members != nil }) {
            columns = Self.columns(of: rows)
        } else if let members = json.members, !members.isEmpty, members.allSatisfy({ $0.value.array != nil }) {
            let count = members.map { $0.value.array?.count ?? 0 }.max() ?? 0
            columns = members.map { member in
                let cells = member.value.array ?? []
                return Column(member.name, cells + Array(repeating: .null, count: count - cells.count))
            }
        } else {
            throw Failure(
                "`\(path)` has no series: it is \(json.kindName)",
                hint: "write CSV with a header, a JSON list of objects, or a JSON object of lists")
        }
    }

    private static func columns(of rows: [JSON]) -> [Column] {
        var names = [String]()
        var cells: [String: [JSON]] = [:]
        for (index, row) in rows.enumerated() {
            for member in row.members ?? [] where member.value.double != nil || member.value.string != nil {
                if cells[member.name] == nil {
                    names.append(member.name)
                    cells[member.name] = Array(repeating: .null, count: rows.count)
                }
                cells[member.name]?[index] = member.value
            }
        }
        return names.map { Column($0, cells[$0] ?? []) }
    }

    subscript(name: String) -> [Double]? { columns.first { $0.name == name }?.values }

    /// The columns that hold a number at all.
    var numeric: [String] { columns.filter { !$0.isTime && $0.values.contains(where: \.isFinite) }.map(\.name) }

    /// The columns of moments.
    var times: [String] { columns.filter(\.isTime).map(\.name) }
}
