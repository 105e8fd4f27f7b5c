import MLKitEvaluation
import MLKitSignature
import MLKitTables

@testable import MLKitTraining

extension Training {
    /// Numbers with few values and with many, some missing in training and some only later, and more categories than fit into
    /// a word of 64 bits.
    static func mixed(_ task: ModelTask, seed: Int) -> Problem {
        let classes = task == .binary ? ["no", "yes"] : ["a", "b", "c"]
        let target = task == .regression
            ? ColumnSchema(name: "target", type: .number) : ColumnSchema(name: "target", type: .text, categories: classes)
        let columns = ["few", "many", "gaps"].map { ColumnSchema(name: $0, type: .number, nullable: true) }
            + ["city", "size"].map { ColumnSchema(name: $0, type: .text, nullable: true) }
        return Problem(
            task: task, schema: TableSchema(columns: columns + [target], target: "target"),
            train: table(task, classes, rows: 900, seed: seed), valid: table(task, classes, rows: 300, seed: seed + 1000))
    }

    private static func table(_ task: ModelTask, _ classes: [String], rows: Int, seed: Int) -> Table {
        var random = RandomSource(seed: seed)
        var (few, many, gaps) = ([Double](), [Double](), [Double]())
        var (city, size, target) = ([String?](), [String?](), [Column.Cell]())
        for _ in 0..<rows {
            few.append(Double(random.index(below: 7)) / 10)
            many.append((random.unit() - 0.5) * 1e6)
            gaps.append(random.unit() < 0.3 ? .nan : Double(random.index(below: 40)) - 20)
            let place = Int(90 * random.unit() * random.unit())
            city.append(random.unit() < 0.1 ? nil : "city \(place)")
            size.append(random.unit() < 0.2 ? nil : ["small", "large", "huge"][random.index(below: 3)])
            let score = few[few.count - 1] * 3 + (gaps[gaps.count - 1].isNaN ? 2 : gaps[gaps.count - 1] / 10)
                + Double(place * 7919 % 11) / 3 + (size[size.count - 1] == "huge" ? 2 : 0) + random.unit()
            switch task {
            case .regression: target.append(.number(1000 + 40 * score))
            default: target.append(.text(classes[min(Int(max(score, 0) / 3), classes.count - 1)]))
            }
        }
        return table(
            [
                "few": .numeric(few), "many": .numeric(many), "gaps": .numeric(gaps), "city": .text(texts(city)),
                "size": .text(texts(size)), "target": Column(target),
            ], rows: rows)
    }

    /// Rows whose numbers are the thresholds themselves and their neighbours, and whose categories nobody has seen.
    static func odd(_ problem: Problem, _ ensemble: TreeEnsemble) -> Table {
        var numbers = [[Double]](repeating: [.nan, 0, -1e30, 1e30], count: 3)
        for case .split(let feature, .atMost(let threshold), _, _, _) in ensemble.trees.flatMap(\.nodes) where feature < 3 {
            numbers[feature] += [threshold, threshold.nextUp, threshold.nextDown].filter(\.isFinite).map { Double($0) }
        }
        let rows = numbers.map(\.count).max() ?? 0
        var table = problem.valid.rows((0..<rows).map { $0 % problem.valid.rowCount })
        for place in 0..<3 {
            table.columns[place].values = .numeric((0..<rows).map { numbers[place][$0 % numbers[place].count] })
        }
        table.columns[3].values = .text(texts((0..<rows).map { [nil, "", "nowhere"][$0 % 7 % 3] ?? "city \($0 % 95)" }))
        return table
    }
}
