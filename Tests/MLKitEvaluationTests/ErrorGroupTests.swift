import MLKitCore
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitTables
import Testing

@testable import MLKitEvaluation

/// Which groups of rows are looked at, and which are told, at the edges of what is enough.
@Suite struct ErrorGroupTests {
    private func text(_ values: [String?]) -> Column {
        let known = Set(values.compactMap { $0 }).sorted()
        return .text(TextColumn(categories: known, codes: values.map { value in Int32(value.flatMap { known.firstIndex(of: $0) } ?? -1) }))
    }

    /// What is found in a model of two classes that is wrong with some rows.
    private func analysis(
        _ columns: [(name: String, values: Column)], wrong: [Bool], minRows: Int = 5, pairs: Bool = false, worst: Int = 0,
        tags: [String] = []
    ) throws -> EvaluationReport.ErrorAnalysis {
        let schema = TableSchema(
            columns: columns.map { column in
                if case .text = column.values { return ColumnSchema(name: column.name, type: .text, nullable: true) }
                return ColumnSchema(name: column.name, type: .number, nullable: true)
            } + [ColumnSchema(name: "label", type: .text, categories: ["no", "yes"])], target: "label")
        let target = Column.text(TextColumn(categories: ["no", "yes"], codes: wrong.map { _ in 0 }))
        let table = Table(columns: (columns + [("label", target)]).map { .init(name: $0.name, values: $0.values) }, rowCount: wrong.count)
        let truth = TargetValues.classes(indices: wrong.map { _ in 0 }, classes: ["no", "yes"])
        let answers = Predictor.Predictions.probabilities(wrong.enumerated().flatMap { row, isWrong in
            let share = isWrong ? 0.4 - Double(row) / 100_000 : 0.9
            return [share, 1 - share]
        })
        var configuration = EvaluateConfiguration.Errors(pairs: pairs, worst: worst)
        configuration.minRows = minRows
        return ErrorMeasuring(table, schema, truth, answers, configuration, level: 0.95)
            .analysis(tags: try SliceMeasuring(tags, table, schema))
    }

    /// 1,000 rows in so many groups of a column, in turn.
    private func grouped(_ groups: Int, of rows: Int = 1000) -> Column { text((0..<rows).map { "g\($0 % groups)" }) }

    @Test(arguments: [(1, 0), (2, 2), (50, 50), (51, 0)]) func fewGroupsAreNoneAndManyAreNames(groups: Int, searched: Int) throws {
        let found = try analysis([("g", grouped(groups))], wrong: (0..<1000).map { $0 % 7 == 0 })
        #expect(found.searched == searched && found.rows == 1000 && found.errors == 143)
    }

    /// A group has to have so many rows, and so has what is beside it.
    @Test(arguments: [(9, 2), (10, 2), (11, 0)]) func groupsAreLargeEnough(minRows: Int, searched: Int) throws {
        let column = text((0..<100).map { $0 < 10 ? "few" : "many" })
        let found = try analysis([("g", column)], wrong: (0..<100).map { $0 < 20 }, minRows: minRows)
        #expect(found.searched == searched)
    }

    /// Of many groups that fare worse the twenty are told from which there is most to win.
    @Test func twentyAreTold() throws {
        let column = grouped(50)
        let found = try analysis([("g", column)], wrong: (0..<1000).map { $0 % 50 < 21 || $0 % 50 == 21 && $0 < 900 })
        #expect(found.groups.count == 20 && found.groups.allSatisfy { $0.isWeak && $0.rate == 1 } && found.searched == 50)
    }

    /// What was asked for is told in any case, once, and where nothing can be said of it behind all others.
    @Test func askedGroupsAreToldInAnyCase() throws {
        let half = text((0..<200).map { $0 < 100 ? "a" : "b" })
        let one = text((0..<200).map { _ in "x" })
        let found = try analysis([("all", one), ("g", half)], wrong: (0..<200).map { $0 < 60 }, tags: ["all", "g"])
        #expect(found.groups.map(\.words) == ["g is a", "g is b", "all is x"])
        let (weak, strong, whole) = (found.groups[0], found.groups[1], found.groups[2])
        #expect(weak.isWeak && weak.rate == 0.6 && weak.rateElsewhere == 0 && weak.share == 0.5 && weak.shareOfErrors == 1)
        #expect(abs(weak.room - 0.3) < 1e-12 && abs(weak.ceiling - 0.3) < 1e-12 && weak.chance < 1e-9 && weak.corrected >= weak.chance)
        #expect(!strong.isWeak && strong.rate == 0 && strong.chance == 1 && strong.corrected == 1 && strong.room < 0)
        #expect(whole.room.isNaN && whole.chance == 1 && whole.corrected == 1 && !whole.isWeak && whole.share == 1)
    }

    /// A pair is looked at where it is less than all of each of its columns' groups, and enough rows are beside it.
    @Test func pairsAreOfBothColumns() throws {
        let (one, other) = (text((0..<200).map { $0 < 100 ? "a" : "b" }), text((0..<200).map { $0 % 2 == 0 ? "c" : "d" }))
        let wrong = (0..<200).map { $0 < 100 && $0 % 2 == 0 }
        let found = try analysis([("g", one), ("h", other)], wrong: wrong, pairs: true)
        #expect(found.searched == 8)
        let pair = try #require(found.groups.first { $0.columns.count == 2 })
        #expect(pair.values == ["a", "c"] && pair.rows == 50 && pair.rate == 1 && pair.rateElsewhere == 0)
        // The same column twice makes no pair: each is all of the other.
        #expect(try analysis([("g", one), ("h", one)], wrong: wrong, pairs: true).searched == 4)
        #expect(try analysis([("g", one), ("h", other)], wrong: wrong, pairs: false).searched == 4)
    }

    /// Thirty columns are shown of a row, and of equally wrong ones the first.
    @Test func theWorstRowsAreShown() throws {
        let columns = (0..<31).map { (name: "c\($0)", values: Column.numeric((0..<20).map { $0 == 3 ? .nan : Double($0) })) }
        let found = try analysis(columns, wrong: (0..<20).map { $0 >= 3 && $0 < 8 }, minRows: 1, worst: 3)
        // The further down, the less sure of the truth.
        #expect(
            found.worst.map(\.row) == [8, 7, 6] && found.worst.allSatisfy { $0.values.count == 30 && $0.truth == "no"
                && $0.answer == "yes" })
        #expect(found.worst[0].values["c29"] == "7" && found.worst[0].values["c30"] == nil)
        let all = try analysis(columns, wrong: (0..<20).map { $0 >= 3 && $0 < 8 }, minRows: 1, worst: 9)
        #expect(all.worst.map(\.row) == [8, 7, 6, 5, 4] && all.worst[4].values.isEmpty)
    }

    /// Numbers that are right are none of the worst rows.
    @Test func numbersThatAreRightAreNotShown() throws {
        let schema = TableSchema(columns: [ColumnSchema(name: "x", type: .number), ColumnSchema(name: "y", type: .number)], target: "y")
        let values = (0..<6).map(Double.init)
        let table = Table(columns: [.init(name: "x", values: .numeric(values)), .init(name: "y", values: .numeric(values))], rowCount: 6)
        func worst(_ predicted: [Double]) throws -> [EvaluationReport.WorstRow] {
            ErrorMeasuring(table, schema, .numbers(values), .numbers(predicted), .init(worst: 6), level: 0.95)
                .analysis(tags: try SliceMeasuring([], table, schema)).worst
        }
        let found = try worst([0, 3, 2, 1, 4, 5.5])
        #expect(found.map(\.row) == [2, 4, 6] && found.map(\.off) == [2, -2, 0.5] && found[0].answer == "3" && found[0].truth == "1")
        #expect(try worst(values).isEmpty)
    }

    // MARK: Slices

    /// Up to twelve different numbers are values, more are four ranges of as many rows; equal ones stay together.
    @Test(arguments: [(12, 12), (13, 4)]) func numbersAreValuesOrRanges(different: Int, groups: Int) throws {
        let numbers = (0..<130).map { Double($0 % different) } + [.nan]
        let schema = TableSchema(
            columns: [ColumnSchema(name: "x", type: .number, nullable: true), ColumnSchema(name: "y", type: .number)], target: "y")
        let table = Table(
            columns: [.init(name: "x", values: .numeric(numbers)), .init(name: "y", values: .numeric(numbers))], rowCount: 131)
        let found = try SliceMeasuring(["x"], table, schema).slices[0].groups
        #expect(found.count == groups + 1 && found.last?.value == nil && found.last?.rows == [130])
        #expect(found.map(\.rows.count).reduce(0, +) == 131)
        if groups == 4 {
            #expect(found.map(\.value) == ["0 to 3", "4 to 6", "7 to 9", "10 to 12", nil] && found.map(\.rows.count) == [40, 30, 30, 30, 1])
        }
    }

    @Test func tooManyValuesAreNames() throws {
        func slices(_ groups: Int) throws -> Int {
            let schema = TableSchema(columns: [ColumnSchema(name: "g", type: .text), ColumnSchema(name: "y", type: .number)], target: "y")
            let column = grouped(groups, of: groups)
            let table = Table(
                columns: [.init(name: "g", values: column), .init(name: "y", values: .numeric((0..<groups).map(Double.init)))],
                rowCount: groups)
            return try SliceMeasuring(["g"], table, schema).slices[0].groups.count
        }
        #expect(try slices(200) == 200)
        #expect(throws: Failure.self) { try slices(201) }
    }

    @Test func columnsAreCrossed() throws {
        func crossed(_ sizes: Int..., rows: Int) throws -> [SliceMeasuring.RowGroup]? {
            let names = sizes.indices.map { "c\($0)" }
            var width = 1
            let columns = sizes.map { size in
                defer { width *= size }
                return text((0..<rows).map { $0 / width % size == size - 1 ? nil : "v\($0 / width % size)" })
            }
            let schema = TableSchema(
                columns: names.map { ColumnSchema(name: $0, type: .text, nullable: true) } + [ColumnSchema(name: "y", type: .number)],
                target: "y")
            let table = Table(
                columns: zip(names, columns).map { .init(name: $0, values: $1) }
                    + [.init(name: "y", values: .numeric((0..<rows).map(Double.init)))],
                rowCount: rows)
            var slices = try SliceMeasuring(names, table, schema)
            try slices.cross()
            return slices.slices.count > sizes.count ? slices.slices.last?.groups : nil
        }
        #expect(try crossed(3, rows: 9) == nil)
        let two = try #require(try crossed(2, 2, rows: 7))
        #expect(
            two.map(\.value) == ["v0, v0", "v0, missing", "missing, v0", "missing, missing"]
                && two.map(\.rows) == [[0, 4], [2, 6], [1, 5], [3]])
        #expect(try crossed(2, 3, rows: 4)?.count == 4)
        #expect(try crossed(10, 20, rows: 200)?.count == 200)
        #expect(throws: Failure.self) { try crossed(3, 67, rows: 201) }
    }
}
