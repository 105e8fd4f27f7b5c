internal import MLKitTables

/// Computes a rule of a table's rows.
struct RuleTable: RuleMachine {
    let table: Table
    let columns: [ColumnSchema]

    /// Numbers, or 1 and 0 for truths.
    typealias Vector = [Double]

    private func all(_ value: Double) -> [Double] { [Double](repeating: value, count: table.rowCount) }

    func number(_ value: Double) -> [Double] { all(value) }
    func truth(_ value: Bool) -> [Double] { all(value ? 1 : 0) }
    func numbers(of column: Int) throws -> [Double] { try table.numbers(of: columns[column].name) }

    func isAmong(_ texts: [String], _ column: Int) throws -> [Double] {
        let values = try table.texts(of: columns[column].name)
        let known = values.categories.map { text in texts.contains { $0.utf8.elementsEqual(text.utf8) } ? 1.0 : 0 }
        let ofMissing = texts.contains("") ? 1.0 : 0
        return values.codes.map { $0 < 0 ? ofMissing : known[Int($0)] }
    }

    func arithmetic(_ operation: RuleArithmetic, _ one: [Double], _ other: [Double]) -> [Double] {
        switch operation {
        case .add: zip(one, other).map { $0 + $1 }
        case .subtract: zip(one, other).map { $0 - $1 }
        case .multiply: zip(one, other).map { $0 * $1 }
        case .divide: zip(one, other).map { $0 / $1 }
        }
    }

    func absolute(_ value: [Double]) -> [Double] { value.map { abs($0) } }
    func floor(_ value: [Double]) -> [Double] { value.map { $0.rounded(.down) } }
    func isMissing(_ value: [Double]) -> [Double] { value.map { $0.isNaN ? 1 : 0 } }
    func equal(_ one: [Double], _ other: [Double]) -> [Double] { zip(one, other).map { $0 == $1 ? 1 : 0 } }
    func less(_ one: [Double], _ other: [Double]) -> [Double] { zip(one, other).map { $0 < $1 ? 1 : 0 } }
    func and(_ one: [Double], _ other: [Double]) -> [Double] { zip(one, other).map { min($0, $1) } }
    func or(_ one: [Double], _ other: [Double]) -> [Double] { zip(one, other).map { max($0, $1) } }
    func not(_ value: [Double]) -> [Double] { value.map { 1 - $0 } }

    func select(_ condition: [Double], _ one: [Double], _ other: [Double]) -> [Double] {
        condition.indices.map { condition[$0] != 0 ? one[$0] : other[$0] }
    }
}
