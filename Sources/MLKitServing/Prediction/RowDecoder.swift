internal import MLKitCore
internal import MLKitONNX
internal import MLKitSignature

/// Turns rows of named columns into one tensor per input of the model.
struct RowDecoder {
    private let fields: [FieldDecoder]
    private let positions: [String: Int]
    private let target: String

    /// - Parameters:
    ///   - inputs: the columns, in the order of the model's inputs.
    ///   - target: the name of what is predicted, which people like to leave in their rows.
    init(inputs: [FieldDecoder], target: String) {
        fields = inputs
        positions = Dictionary(uniqueKeysWithValues: inputs.enumerated().map { ($1.input.name, $0) })
        self.target = target
    }

    /// The rows of a request: `{"rows": [...]}`, a list of rows, or one row.
    ///
    /// - Returns: `nil` after adding to `problems`.
    func rows(of json: JSON, _ problems: inout Problems) -> [JSON]? {
        switch json {
        case .array(let rows):
            return rows
        case .object(let members):
            guard let rows = json["rows"], positions["rows"] == nil else { return [json] }
            for member in members where member.name != "rows" {
                problems.add("unknown key `\(member.name)` beside `rows`")
            }
            if rows.array == nil { problems.add("`rows` should be a list of objects, and is \(rows.kindName)") }
            return rows.array
        default:
            problems.add("expected an object with `rows`, got \(json.kindName)")
            return nil
        }
    }

    /// - Returns: one tensor of shape [rows, 1] for each input; not to be used where problems were added.
    func tensors(of rows: [JSON], _ problems: inout Problems) -> [Tensor] {
        var columns = fields.map { _ in [JSON]() }
        for index in columns.indices { columns[index].reserveCapacity(rows.count) }
        for (row, json) in rows.enumerated() {
            guard let members = json.members else {
                problems.add("row \(row + 1): expected an object, got \(json.shown)")
                continue
            }
            take(members, row, &columns, &problems)
        }
        return problems.isEmpty ? zip(fields, columns).compactMap { $0.tensor(of: $1) } : []
    }

    /// Appends one value to every column: a column that still has `row` values has not been given this one.
    private func take(_ members: [JSON.Member], _ row: Int, _ columns: inout [[JSON]], _ problems: inout Problems) {
        for (place, member) in members.enumerated() {
            guard let position = position(of: member.name, likely: place) else {
                problems.add("row \(row + 1)" + unknown(member.name))
                continue
            }
            guard columns[position].count == row else {
                problems.add("row \(row + 1), field `\(member.name)`: given twice")
                continue
            }
            append(fields[position].decode(member.value), to: position, row, &columns, &problems)
        }
        for position in fields.indices where columns[position].count == row {
            append(fields[position].absent, to: position, row, &columns, &problems)
        }
    }

    private func append(
        _ result: FieldDecoder.Result, to position: Int, _ row: Int, _ columns: inout [[JSON]],
        _ problems: inout Problems
    ) {
        switch result {
        case .value(let value):
            columns[position].append(value)
        case .problem(let problem):
            columns[position].append(.null)
            problems.add("row \(row + 1), field `\(fields[position].input.name)`: \(problem)")
        }
    }

    /// Most clients send the columns in the order of the table: that place is looked at first.
    private func position(of name: String, likely place: Int) -> Int? {
        if place < fields.count, fields[place].input.name == name { return place }
        return positions[name]
    }

    private func unknown(_ name: String) -> String {
        if name == target { return ", field `\(name)`: this is what the model predicts, not an input" }
        let hint = Suggestion.hint(for: name, among: fields.map(\.input.name)).map { "; \($0)" } ?? ""
        return ", field `\(name)`: the model has no such input\(hint)"
    }
}
