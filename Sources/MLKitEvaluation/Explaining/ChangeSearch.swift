internal import Glibc
internal import MLKitCore
internal import MLKitSignature
internal import MLKitTables

/// Looks for the smallest changes of a row by which it is answered otherwise: of as few columns as can be, and of these the ones
/// that move the least. Values are those that other rows have, so that a change is one that there is; numbers are then
/// brought as near to the row's own as they can be.
struct ChangeSearch {
    let model: ExplainedModel
    let row: Table
    let goal: ChangeGoal
    /// The place of the class that the row is given now.
    let now: Int
    /// Columns that stay as they are.
    let fixed: [String]

    /// At most so many columns are changed at once, and so many changes are gone on with.
    private static let (mostColumns, width) = (3, 20)
    private static let mostValues = 33
    private static let halvings = 12
    static let mostFound = 5

    struct Change: Hashable {
        var values: [String: CellValue]
        var size: Double
    }

    /// The smallest first, each of other columns.
    func changes() throws -> [Change] {
        let steps = candidates()
        var front = [Change(values: [:], size: 0)]
        for _ in 0..<Self.mostColumns {
            let tried = front.flatMap { change in
                steps.filter { change.values[$0.column] == nil }.map { step -> Change in
                    var next = change
                    next.values[step.column] = step.value
                    next.size += step.size
                    return next
                }
            }
            guard !tried.isEmpty else { return [] }
            let judged = try judge(tried)
            let reached = zip(tried, judged).filter(\.1.isReached).map(\.0)
            if !reached.isEmpty { return try smallest(reached) }
            // Those that come nearest for what they move.
            front = zip(tried, judged).enumerated()
                .sorted { ($1.element.1.near, $0.element.0.size, $0.offset) < ($0.element.1.near, $1.element.0.size, $1.offset) }
                .prefix(Self.width).map(\.element.0)
        }
        return []
    }

    private struct Step {
        let column: String
        let value: CellValue
        let size: Double
    }

    private func candidates() -> [Step] {
        model.columns.filter { !fixed.contains(bytesOf: $0) }.flatMap { column -> [Step] in
            guard let all = model.table[column], let own = row[column] else { return [] }
            let present = CellValue(own, 0)
            return model.grid(all, most: Self.mostValues).filter { $0 != present }
                .map { Step(column: column, value: $0, size: size(all, present, $0)) }
        }
    }

    /// Of numbers the share of the rows whose values lie between; 1 for a text, and for what was missing.
    private func size(_ all: Column, _ from: CellValue, _ to: CellValue) -> Double {
        guard case .numeric(let values) = all, case .number(let from) = from, case .number(let to) = to, from != to else {
            return from == to ? 0 : 1
        }
        let (low, high) = (min(from, to), max(from, to))
        // Rows with the value itself count half, so that no change is of size 0.
        let between = values.reduce(0.0) { $0 + ($1 > low && $1 < high ? 1 : $1 == low || $1 == high ? 0.5 : 0) }
        return max(between, 0.5) / Double(max(values.count, 1))
    }

    private func judge(_ changes: [Change]) throws -> [(near: Double, isReached: Bool)] {
        goal.judge(try model.predict(rows(changes)), from: now, classes: model.schema.classes.count)
    }

    /// The row with each of some changes.
    func rows(_ changes: [Change]) -> Table {
        var table = row.rows([Int](repeating: 0, count: changes.count))
        for place in table.columns.indices {
            let name = table.columns[place].name
            switch table.columns[place].values {
            case .numeric(var values):
                for (row, change) in changes.enumerated() {
                    if let value = change.values[name] {
                        if case .number(let number) = value { values[row] = number } else { values[row] = .nan }
                    }
                }
                table.columns[place].values = .numeric(values)
            case .text(var texts):
                for (row, change) in changes.enumerated() {
                    guard case .text(let text)? = change.values[name] else { continue }
                    if !texts.categories.contains(text) { texts.categories.append(text) }
                    texts.codes[row] = Int32(texts.categories.firstIndex(of: text) ?? 0)
                }
                table.columns[place].values = .text(texts)
            }
        }
        return table
    }

    /// Of each set of columns the smallest change, its numbers brought nearer to the row's own.
    private func smallest(_ reached: [Change]) throws -> [Change] {
        var best = [Set<String>: Change]()
        for change in reached.sorted(by: { $0.size < $1.size }) {
            let columns = Set(change.values.keys)
            if best[columns] == nil { best[columns] = change }
        }
        let chosen = best.values.sorted { ($0.size, $0.values.keys.sorted()[0]) < ($1.size, $1.values.keys.sorted()[0]) }
            .prefix(2 * Self.mostFound)
        return try chosen.map { try nearer($0) }.sorted { $0.size < $1.size }.prefix(Self.mostFound).map { $0 }
    }

    /// Brings the numbers of a change nearer to the row's own, one after the other, as far as the goal is still reached.
    private func nearer(_ change: Change) throws -> Change {
        var change = change
        for column in change.values.keys.sorted() {
            guard let all = model.table[column], let own = row[column], case .number(let from) = CellValue(own, 0),
                case .number(let to)? = change.values[column]
            else { continue }
            let isWhole = model.type(of: column) == .integer || model.type(of: column) == .date
            var (away, there) = (from, to)
            for _ in 0..<Self.halvings {
                var middle = (away + there) / 2
                if isWhole { middle = there > away ? middle.rounded(.down) : middle.rounded(.up) }
                guard middle != away, middle != there else { break }
                var next = change
                next.values[column] = .number(middle)
                if try judge([next])[0].isReached { there = middle } else { away = middle }
            }
            change.values[column] = .number(try short(there, from: from, isWhole, column, change))
            guard case .number(let found)? = change.values[column] else { continue }
            change.size += size(all, .number(from), .number(found)) - size(all, .number(from), .number(to))
        }
        return change
    }

    /// A number with fewer digits that is hardly further away, and enough too.
    private func short(_ enough: Double, from: Double, _ isWhole: Bool, _ column: String, _ change: Change) throws -> Double {
        guard !isWhole, enough != 0 else { return enough }
        for digits in 2...7 {
            let places = Double(digits - 1) - floor(log10(abs(enough)))
            guard abs(places) < 300 else { break }
            let unit = pow(10, places)
            let rounded = (enough * unit).rounded(enough > from ? .up : .down) / unit
            guard abs(rounded - enough) <= abs(enough - from) / 20 else { continue }
            var next = change
            next.values[column] = .number(rounded)
            if try judge([next])[0].isReached { return rounded }
        }
        return enough
    }
}

extension ExplainedModel {
    /// The smallest changes of a row by which the model answers what is asked for, the smallest first; none where changes of up to
    /// three columns do not do it.
    ///
    /// - Parameters:
    ///   - number: of the row, from 1.
    ///   - fixed: columns that stay as they are.
    /// - Throws: `Failure` for a row or column that is not there, or a goal that is reached already.
    public func changes(row number: Int, to goal: ChangeGoal, fixed: [String] = []) throws -> [RowChange] {
        let row = try row(number)
        for name in fixed where !columns.contains(bytesOf: name) {
            throw Failure("the model takes no column `\(name)`", hint: Suggestion.hint(for: name, among: columns))
        }
        let answers = try predict(row)
        let now = isClassifier ? answers.labels(classes: schema.classes.count)[0] : 0
        guard goal.judge(answers, from: now, classes: schema.classes.count).first?.isReached != true else {
            let own = isClassifier ? "`\(schema.classes[now])`" : Self.numbers(answers, of: nil, schema.classes.count)[0].briefFigure()
            let other = isClassifier ? "another class, or leave it out" : "what is beyond that"
            throw Failure("row \(number) is answered so already", hint: "its answer is \(own): ask by `--to` for \(other)")
        }
        let search = ChangeSearch(model: self, row: row, goal: goal, now: now, fixed: fixed)
        let changes = try search.changes()
        guard !changes.isEmpty else { return [] }
        let after = try predict(search.rows(changes))
        return changes.enumerated().map { place, change in
            let label = isClassifier ? after.labels(classes: schema.classes.count)[place] : nil
            return RowChange(
                steps: columns.compactMap { column in
                    change.values[column].map {
                        RowChange.Step(column: column, from: text(row, column, 0), to: $0.text(type(of: column)))
                    }
                },
                label: label.map { schema.classes[$0] },
                answer: Self.numbers(after, of: label, schema.classes.count)[place], size: change.size)
        }
    }
}
