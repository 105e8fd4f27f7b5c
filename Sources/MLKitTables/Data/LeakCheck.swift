internal import MLKitCore
internal import MLKitReports
internal import MLKitSignature

/// Looks for features that give the target away: that tell it alone, in every row of a sample.
struct LeakCheck {
    private let schema: TableSchema
    private let table: SplitTable

    init(_ schema: TableSchema, _ table: SplitTable) {
        (self.schema, self.table) = (schema, table)
    }

    private static let sampleRows = 20_000
    private static let leastRows = 50

    /// A feature that gives a target away.
    struct Leak {
        let feature: String
        let target: String
        /// By what: "the column `a` alone tells the target `b` in every row looked at".
        let words: String
    }

    func warnings() throws -> [String] {
        guard let sample = try sample() else { return [] }
        let sure = leaks(sample)
        return (sure + near(sample, sure)).map { "\($0.words): \(DataReport.leakRemedy)" }
    }

    /// Features, each with the target that it tells.
    func leaks() throws -> [Leak] { try sample().map(leaks) ?? [] }

    /// `nil` where there are too few rows.
    private func sample() throws -> Table? {
        let rows = table.split.parts.count
        let step = max((rows + Self.sampleRows - 1) / Self.sampleRows, 1)
        let expressions = schema.columns.enumerated().map { index, column in
            // Classes are told apart by all their digits.
            let isClass = schema.isTarget(column.name) && schema.task != .regression
            let value = column.type == .date || column.type == .timestamp ? "epoch(c\(index))" : "c\(index)"
            return "\(isClass ? "CAST(c\(index) AS VARCHAR)" : value) AS c\(index)"
        }
        let sample = try table.engine.table(
            """
            SELECT \(expressions.joined(separator: ", ")) FROM \(table.rows.relation)
            WHERE part_of(\(table.rows.number)) < \(Part.allCases.count) AND \(table.rows.number) % \(step) = 0
            """, to: "look for features that give the target away")
        return sample.rowCount >= Self.leastRows ? sample : nil
    }

    private var targets: [Int] { schema.columns.indices.filter { schema.isTarget(schema.columns[$0].name) } }

    private var features: [Int] {
        let names = Set(schema.features.map { ByteText($0.name) })
        return schema.columns.indices.filter { names.contains(ByteText(schema.columns[$0].name)) }
    }

    private func leaks(_ sample: Table) -> [Leak] {
        targets.flatMap { target in features.compactMap { leak($0, target, sample) } }
    }

    /// Features that tell a target in nearly every row, where the others do not come near that.
    private func near(_ sample: Table, _ sure: [Leak]) -> [Leak] {
        targets.flatMap { target -> [Leak] in
            let name = schema.columns[target].name
            let wanted = sample.columns[target].values
            let others = features.filter { index in
                !sure.contains { $0.feature == schema.columns[index].name && $0.target == name }
            }
            let found = others.map { index in
                let values = sample.columns[index].values
                let isNumber = schema.task == .regression
                return (index, isNumber ? NearLeak(values, number: wanted) : NearLeak(values, classes: Self.codes(wanted)))
            }
            let close = found.filter { $0.1?.isClose == true }
            guard close.count < found.count, found.allSatisfy({ $0.1.map { $0.isClose || $0.isFar } ?? true }) else { return [] }
            return close.compactMap { index, near in
                let feature = schema.columns[index].name
                return near.map { near in
                    Leak(feature: feature, target: name, words: "the column `\(feature)` alone tells the target `\(name)` \(near.words)")
                }
            }
        }
    }

    private func leak(_ index: Int, _ target: Int, _ sample: Table) -> Leak? {
        let (name, predicted) = (schema.columns[index].name, schema.columns[target].name)
        let (values, wanted) = (sample.columns[index].values, sample.columns[target].values)
        if Self.tells(values, wanted, isNumber: schema.task == .regression) {
            return Leak(
                feature: name, target: predicted,
                words: "the column `\(name)` alone tells the target `\(predicted)` in every row looked at")
        }
        let presence = PresenceLeak(values, classes: schema.task == .regression ? Self.noughts(wanted) : Self.codes(wanted))
        return presence.map { found in
            let number = found.isNought ? "of 0" : "other than 0"
            let told = schema.task == .regression ? "with a target `\(predicted)` \(number)" : "of one class of the target `\(predicted)`"
            let value = found.isFilled ? "has a value" : "has no value"
            return Leak(
                feature: name, target: predicted,
                words: "the column `\(name)` \(value) only in rows \(told), all \(found.rows) of those looked at")
        }
    }

    /// Of numbers whether each is nought.
    private static func noughts(_ target: Column) -> [Int] {
        guard case .numeric(let values) = target else { return [] }
        return values.map { $0 == 0 ? 0 : 1 }
    }

    /// Whether a feature decides the target.
    static func tells(_ feature: Column, _ target: Column, isNumber: Bool) -> Bool {
        if isNumber {
            guard case .numeric(let values) = feature, case .numeric(let wanted) = target else { return false }
            return abs(correlation(values, wanted)) > 0.99999
        }
        let classes = codes(target)
        guard Set(classes).count > 1 else { return false }
        switch feature {
        case .numeric(let values): return separates(values, classes)
        case .text(let texts): return decides(texts, classes)
        }
    }

    private static func codes(_ target: Column) -> [Int] {
        switch target {
        case .numeric(let values): values.map { Int(exactly: $0) ?? -1 }
        case .text(let texts): texts.codes.map(Int.init)
        }
    }

    /// Whether each class has a stretch of numbers of its own.
    private static func separates(_ values: [Double], _ classes: [Int]) -> Bool {
        let order = values.indices.filter { !values[$0].isNaN }.sorted { (values[$0], classes[$0]) < (values[$1], classes[$1]) }
        guard order.count * 10 >= values.count * 9, order.count > 1 else { return false }
        var runs = 1
        for (one, next) in zip(order, order.dropFirst()) where classes[one] != classes[next] {
            if values[one] == values[next] { return false }
            runs += 1
        }
        return runs > 1 && runs == Set(order.map { classes[$0] }).count
    }

    /// Whether each text stands in rows of one class alone, and in several rows on average.
    private static func decides(_ texts: TextColumn, _ classes: [Int]) -> Bool {
        guard texts.categories.count * 5 <= texts.codes.count else { return false }
        var ofText: [Int32: Int] = [:]
        for (code, label) in zip(texts.codes, classes) {
            if let known = ofText[code], known != label { return false }
            ofText[code] = label
        }
        return true
    }

    static func correlation(_ first: [Double], _ second: [Double]) -> Double {
        let rows = first.indices.filter { !first[$0].isNaN && !second[$0].isNaN }
        guard rows.count >= leastRows, rows.count * 10 >= first.count * 9 else { return 0 }
        let count = Double(rows.count)
        let (one, other) = (rows.reduce(0) { $0 + first[$1] } / count, rows.reduce(0) { $0 + second[$1] } / count)
        var (both, ofOne, ofOther) = (0.0, 0.0, 0.0)
        for row in rows {
            let (a, b) = (first[row] - one, second[row] - other)
            both += a * b
            ofOne += a * a
            ofOther += b * b
        }
        return ofOne > 0 && ofOther > 0 ? both / (ofOne * ofOther).squareRoot() : 0
    }
}
