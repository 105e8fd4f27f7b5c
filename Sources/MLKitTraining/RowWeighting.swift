internal import MLKitCore
internal import MLKitSignature
internal import MLKitTables

/// What rows are to count for, as a stage says it.
package struct WeightChoice: Sendable {
    /// The column of weights; `nil` where all rows are alike.
    var column: String?
    var classes: TrainConfiguration.ClassWeight?

    package init() {}

    init(_ configuration: TrainConfiguration) {
        (column, classes) = (configuration.weight, configuration.classWeight)
    }
}

/// How much each row counts: what a column says, times what its class does.
struct RowWeighting {
    let choice: WeightChoice
    /// The column of weights; `nil` where all rows are alike.
    let column: String?
    /// The weight of each class, in the order of classes; `nil` where all are alike.
    let classes: [Double]?

    /// - Parameters:
    ///   - train: the rows that are learnt from, by which classes are balanced.
    ///   - targets: their class indices or values.
    /// - Throws: `Failure` for a column that is not there or holds no weights, a class that is not there, or classes of numbers.
    init(_ choice: WeightChoice, _ target: Target, _ train: Table, _ targets: [Double]) throws {
        self.choice = choice
        column = choice.column
        switch choice.classes {
        case nil: classes = nil
        case .balanced?:
            try Self.requireClasses(target)
            let weights = try Self.weights(column, of: train, target)
            var sums = [Double](repeating: 0, count: target.classes.count)
            for (row, value) in targets.enumerated() { sums[Int(value)] += weights?[row] ?? 1 }
            let all = sums.reduce(0, +)
            classes = sums.map { $0 > 0 ? all / (Double(sums.count) * $0) : 1 }
        case .of(let named)?:
            try Self.requireClasses(target)
            for name in named.keys.sorted() where !target.classes.contains(bytesOf: name) {
                throw Failure(
                    "`class_weight` names the class `\(name)`, which the target `\(target.column.name)` does not have",
                    hint: Suggestion.hint(for: name, among: target.classes))
            }
            classes = target.classes.map { name in named.first { $0.key.hasSameBytes(as: name) }?.value ?? 1 }
        }
    }

    /// The weight of each row; `nil` where all are 1.
    ///
    /// - Throws: `Failure` that names column and row of a weight that is missing or below 0, or if all are 0.
    func weights(of table: Table, _ targets: [Double], _ target: Target) throws -> [Double]? {
        let ofRows = try Self.weights(column, of: table, target)
        guard let classes else { return ofRows }
        return targets.enumerated().map { (ofRows?[$0] ?? 1) * classes[Int($1)] }
    }

    private static func weights(_ column: String?, of table: Table, _ target: Target) throws -> [Double]? {
        guard let column else { return nil }
        guard !column.hasSameBytes(as: target.column.name) else {
            throw Failure("the target `\(column)` cannot be the weight of the rows too", hint: "name another column in `weight`")
        }
        if case .text? = table[column] {
            throw Failure(
                "`weight` names the column `\(column)`, which is not one of numbers",
                hint: "a weight is a number in every row; name another column, or leave `weight` out")
        }
        let values = try table.numbers(of: column)
        if let row = values.firstIndex(where: { $0.isNaN || $0 < 0 }) {
            let what = values[row].isNaN ? "is missing" : "is \(Figure.text(values[row]))"
            throw Failure(
                "the weight in the column `\(column)` \(what) in row \(row + 1)", hint: "weights are numbers from 0 on, in every row")
        }
        guard values.contains(where: { $0 > 0 }) else { throw Failure("all weights in the column `\(column)` are 0") }
        return values
    }

    private static func requireClasses(_ target: Target) throws {
        guard target.task == .regression else { return }
        throw Failure(
            "`class_weight` is for classes, and the target `\(target.column.name)` is a number",
            hint: "leave it out; `weight` names a column with a weight for each row")
    }
}

extension TableSchema {
    /// The same, in which a column is no feature.
    func hiding(_ column: String?) -> TableSchema {
        guard let column, let place = columns.firstIndex(where: { $0.name.hasSameBytes(as: column) }) else { return self }
        var copy = self
        copy.columns[place].isFeature = false
        return copy
    }
}
