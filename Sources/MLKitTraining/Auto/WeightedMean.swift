internal import MLKitONNX
internal import MLKitReports
internal import MLKitTables

/// Several models whose answers are weighed and added up, in one graph: all take the same raw columns.
struct WeightedMean: TableModel {
    struct Member {
        /// What the nodes of its part of the graph are called after.
        let name: String
        /// Those of all members add up to 1.
        let weight: Float
        let model: any TableModel
    }

    /// One at least.
    let members: [Member]

    var columns: [ColumnSchema] { members[0].model.columns }

    /// Those of all members, each once.
    var featureNames: [String] {
        var seen = Set<String>()
        return members.flatMap(\.model.featureNames).filter { seen.insert($0).inserted }
    }

    var preparation: [TrainingReport.Preparation] { members.count == 1 ? members[0].model.preparation : [] }

    var warnings: [String] {
        var seen = Set<String>()
        return members.flatMap(\.model.warnings).filter { seen.insert($0).inserted }
    }

    var heldRows: Int? { members.compactMap(\.model.heldRows).max() }

    func predict(_ table: Table) throws -> [Float] {
        guard members.count > 1 else { return try members[0].model.predict(table) }
        var sum = [Float]()
        for member in members {
            let answers = try member.model.predict(table)
            if sum.isEmpty { sum = [Float](repeating: 0, count: answers.count) }
            for place in sum.indices { sum[place] += member.weight * answers[place] }
        }
        return sum
    }

    func export(_ columns: [Value], to builder: inout GraphBuilder) throws -> Value {
        guard members.count > 1 else { return try members[0].model.export(columns, to: &builder) }
        let scope = builder.scope
        var parts = [Value]()
        for member in members {
            builder.scope = member.name
            let answer = try member.model.export(columns, to: &builder)
            parts.append(builder.node("Mul", [answer, builder.constant(.scalar(member.weight))]))
        }
        builder.scope = scope
        return builder.node("Sum", parts)
    }
}
