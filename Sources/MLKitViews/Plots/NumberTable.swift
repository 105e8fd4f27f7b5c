internal import MLKitCore

/// Columns of numbers, as a file holds them; what is no number is missing.
struct NumberTable {
    /// Columns in their order, all of the same length.
    let columns: [(name: String, values: [Double])]

    /// Reads CSV, a JSON list of objects, or a JSON object of lists.
    ///
    /// - Throws: `Failure` if it is none of these.
    init(_ bytes: [UInt8], path: String) throws {
        let ending = path.split(separator: ".").last?.lowercased() ?? ""
        guard ending != "csv", ending != "tsv" else {
            let text = try DelimitedText(bytes, path: path)
            columns = text.header.enumerated().map { index, name in
                (name, text.rows.map { DelimitedText.value($0[index]).double ?? .nan })
            }
            return
        }
        guard ending == "json" else {
            throw Failure("`\(path)` is neither CSV nor JSON by its ending", hint: "series are read from these")
        }
        let json = try JSON(parsing: bytes, file: path)
        if let rows = json.array, rows.allSatisfy({ $0.members != nil }) {
            columns = Self.columns(of: rows)
        } else if let members = json.members, !members.isEmpty, members.allSatisfy({ $0.value.array != nil }) {
            let count = members.map { $0.value.array?.count ?? 0 }.max() ?? 0
            columns = members.map { member in
                let values = (member.value.array ?? []).map { $0.double ?? .nan }
                return (member.name, values + Array(repeating: .nan, count: count - values.count))
            }
        } else {
            throw Failure(
                "`\(path)` has no series: it is \(json.kindName)",
                hint: "write CSV with a header, a JSON list of objects, or a JSON object of lists")
        }
    }

    private static func columns(of rows: [JSON]) -> [(name: String, values: [Double])] {
        var names = [String]()
        var values: [String: [Double]] = [:]
        for (index, row) in rows.enumerated() {
            for member in row.members ?? [] {
                guard let number = member.value.double else { continue }
                if values[member.name] == nil {
                    names.append(member.name)
                    values[member.name] = Array(repeating: .nan, count: rows.count)
                }
                values[member.name]?[index] = number
            }
        }
        return names.map { ($0, values[$0] ?? []) }
    }

    subscript(name: String) -> [Double]? { columns.first { $0.name == name }?.values }

    /// The columns that hold a number at all.
    var numeric: [String] { columns.filter { $0.values.contains(where: \.isFinite) }.map(\.name) }
}
