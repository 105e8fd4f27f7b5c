import MLKitCore
import MLKitONNX
import MLKitTables
import Testing

@testable import MLKitEvaluation

/// What columns add to an answer.
@Suite struct ShapleyTests {
    /// By all coalitions (Shapley, 1953).
    private func exact(_ columns: Int, _ value: (Set<Int>) -> Double) -> [Double] {
        var values = [Double](repeating: 0, count: columns)
        for mask in 0..<(1 << columns) {
            let members = Set((0..<columns).filter { mask >> $0 & 1 == 1 })
            for column in 0..<columns where !members.contains(column) {
                var orders = 1.0
                for factor in 1...max(members.count, 1) where members.count > 0 { orders *= Double(factor) }
                for factor in 1...max(columns - members.count - 1, 1) where columns - members.count > 1 { orders *= Double(factor) }
                for factor in 1...columns { orders /= Double(factor) }
                values[column] += orders * (value(members.union([column])) - value(members))
            }
        }
        return values
    }

    /// Random trees whose features belong to columns, with missing numbers, categories and two outputs.
    private func trees(_ random: inout RandomSource, features: Int, count: Int) -> TreeSum {
        var nodes = [TreeSum.Node]()
        var roots = [Int]()
        let tests: [TreeSum.Test] = [.below, .atMost, .equal, .above, .atLeast, .different]
        func grow(_ depth: Int, _ random: inout RandomSource) -> Int {
            let place = nodes.count
            nodes.append(.leaf([.init(output: random.index(below: 2), value: Float(random.unit() * 8 - 4))]))
            guard depth > 0, random.unit() < 0.85 else { return place }
            let (feature, test) = (random.index(below: features), tests[random.index(below: tests.count)])
            let (threshold, missing) = (Float(random.index(below: 4)), random.unit() < 0.5)
            let (yes, no) = (grow(depth - 1, &random), grow(depth - 1, &random))
            nodes[place] = .split(.init(feature: feature, test: test, threshold: threshold, takesMissing: missing, yes: yes, no: no))
            return place
        }
        for _ in 0..<count { roots.append(grow(6, &random)) }
        return TreeSum(nodes: nodes, roots: roots, base: [0.25, -1], divisor: 2)
    }

    @Test(arguments: 0..<12) func treesAreExact(seed: Int) {
        var random = RandomSource(seed: seed)
        let columns: [Int?] = [0, 1, 1, 2, nil, 3, 4, 4]
        let trees = trees(&random, features: columns.count, count: 5)
        func row() -> [Float] {
            columns.map { column in column == nil ? 1 : random.unit() < 0.15 ? .nan : Float(random.index(below: 4)) }
        }
        let own = row()
        let others = (0..<7).map { _ in row() }
        let shapley = TreeShapley(trees: trees, columns: columns, columnCount: 5)
        for output in 0..<2 {
            let expected = exact(5) { members in
                others.reduce(0) { sum, other in
                    let mixed = columns.indices.map { columns[$0].map { members.contains($0) } ?? true ? own[$0] : other[$0] }
                    return sum + trees.sums(mixed)[output]
                } / 7
            }
            let found = shapley.values(own, beside: others, output: output)
            #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-10 }, "\(found) \(expected)")
        }
    }

    @Test func weightsAreSharesOfOrders() {
        #expect(TreeShapley.weight(0, 0) == 1 && TreeShapley.weight(1, 0) == 0.5 && TreeShapley.weight(1, 1) == 1.0 / 6)
        #expect(abs(TreeShapley.weight(2, 3) - 1.0 / 60) < 1e-15 && TreeShapley.weight(3, 2) == TreeShapley.weight(2, 3))
    }

    private func table(_ rows: [[Double]]) -> Table {
        Table(
            columns: (0..<rows[0].count).map { column in .init(name: "c\(column)", values: .numeric(rows.map { $0[column] })) },
            rowCount: rows.count)
    }

    private func rows(_ table: Table) -> [[Double]] {
        (0..<table.rowCount).map { row in
            table.columns.map { if case .numeric(let values) = $0.values { values[row] } else { .nan } }
        }
    }

    private static let others = [[0.0, 1, 2], [3, 0, 1], [2, 2, 2], [1, 5, 0]]

    /// Where columns act one by one, each order tells all; what is drawn is the mean of the other rows.
    @Test func sumsOfColumnsAreToldByAnyOrder() throws {
        let found = try SampledShapley(orders: 8, seed: 1).values(table([[1, 2, 3]]), beside: table(Self.others)) { rows in
            self.rows(rows).map { 2 * $0[0] - $0[1] + 0.5 * $0[2] * $0[2] }
        }
        let expected = [2 * (1 - 1.5), -(2 - 2.0), 0.5 * (9 - (4 + 1 + 4 + 0) / 4.0)]
        #expect(zip(found.values, expected).allSatisfy { abs($0 - $1) < 1e-12 }, "\(found)")
        #expect(abs(found.values.reduce(0, +) + found.base - (2 - 2 + 4.5)) < 1e-12)
    }

    @Test func productsComeNearAllCoalitions() throws {
        let own = [1.0, 2, 3]
        func answer(_ row: [Double]) -> Double { row[0] * row[1] * row[2] + row[0] }
        let expected = exact(3) { members in
            Self.others.reduce(0) { sum, other in sum + answer((0..<3).map { members.contains($0) ? own[$0] : other[$0] }) } / 4
        }
        let found = try SampledShapley(orders: 4000, seed: 3).values(table([own]), beside: table(Self.others)) { self.rows($0).map(answer) }
        for column in 0..<3 {
            #expect(abs(found.values[column] - expected[column]) < 4 * found.errors[column], "\(found) \(expected)")
            #expect(found.errors[column] > 0 && found.errors[column] < 0.2)
        }
        #expect(abs(found.values.reduce(0, +) + found.base - answer(own)) < 1e-9)
        let again = try SampledShapley(orders: 4000, seed: 3).values(table([own]), beside: table(Self.others)) { self.rows($0).map(answer) }
        #expect(again.values == found.values)
    }
}
