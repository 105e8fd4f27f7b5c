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

    private enum Part {
        case split(Int, Float, Int, Int)
        case leaf(Float)
    }

    /// Three trees of scikit-learn's `GradientBoostingRegressor`, whose nodes are numbered one by one.
    private static let boosted: [[Part]] = [
        [
            .split(0, 3.5, 1, 8), .split(1, 3.5, 2, 5), .split(0, 2.0, 3, 4), .leaf(-5.051821396335777), .leaf(-2.532869856597259),
            .split(2, 3.5, 6, 7), .leaf(-1.7783474129902592), .leaf(0.643347262422623), .split(1, 3.5, 9, 12), .split(0, 5.5, 10, 11),
            .leaf(-0.6498630057191012), .leaf(1.377873356654146), .split(0, 6.5, 13, 14), .leaf(2.4086771212312894),
            .leaf(5.705883823123733),
        ],
        [
            .split(0, 3.5, 1, 8), .split(1, 3.5, 2, 5), .split(3, 0.5, 3, 4), .leaf(1.2950043687088675), .leaf(-2.238530732603366),
            .split(2, 2.5, 6, 7), .leaf(-1.0965319212521822), .leaf(0.30585033449120447), .split(1, 3.5, 9, 12), .split(3, 3.5, 10, 11),
            .leaf(1.3158808294766633), .leaf(-0.4933070671704579), .split(2, 4.5, 13, 14), .leaf(0.733164882202297),
            .leaf(3.0101679788664817),
        ],
        [
            .split(0, 5.5, 1, 8), .split(0, 0.5, 2, 5), .split(3, 2.5, 3, 4), .leaf(-1.1017356832060787), .leaf(-1.740731132260855),
            .split(1, 4.5, 6, 7), .leaf(-0.5727850565345736), .leaf(0.2681144302906411), .split(1, 2.5, 9, 12), .split(3, 3.5, 10, 11),
            .leaf(1.1229121208137134), .leaf(-0.22005716849772583), .split(3, 5.5, 13, 14), .leaf(1.7617474086865204),
            .leaf(0.7521241791655684),
        ],
    ]

    /// The package `shap`, version 0.51: `TreeExplainer(model, data=others, feature_perturbation="interventional").shap_values(rows)`.
    @Test func valuesAreThoseOfThePackageSHAP() {
        var nodes = [TreeSum.Node]()
        var roots = [Int]()
        for tree in Self.boosted {
            let start = nodes.count
            roots.append(start)
            nodes += tree.map { part in
                switch part {
                case .split(let feature, let threshold, let yes, let no):
                    .split(
                        .init(feature: feature, test: .atMost, threshold: threshold, takesMissing: false, yes: start + yes, no: start + no))
                case .leaf(let value): .leaf([.init(output: 0, value: value)])
                }
            }
        }
        let trees = TreeSum(nodes: nodes, roots: roots, base: [7.552523802197838])
        let others: [[Float]] = [[6, 0, 1, 1], [1, 6, 6, 4], [0, 0, 2, 3], [4, 3, 2, 1], [5, 5, 0, 0]]
        let shapley = TreeShapley(trees: trees, columns: [0, 1, 2, 3], columnCount: 4)
        let expected = [
            [6.454674792289734, 2.867937421798706, 1.1900707542896272, 0.06389954090118408],
            [-5.454104244709015, -2.299063873291016, -0.1954234004020691, -0.9837083935737609],
        ]
        for (row, expected) in zip([[7, 5, 6, 1], [0, 2, 3, 7]] as [[Float]], expected) {
            let found = shapley.values(row, beside: others, output: 0)
            #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-6 }, "\(found)")
        }
        #expect(abs(others.reduce(0) { $0 + trees.sums($1)[0] } / 5 - 7.45374065697708) < 1e-6)
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
