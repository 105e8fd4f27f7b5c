internal import MLKitCore
internal import MLKitTables

/// Which columns act together: numbers by their product, categories by their pairs.
struct FeatureCrosses {
    /// Places among the numbers, of two that are multiplied; the same twice is a square.
    private(set) var products: [[Int]] = []
    private(set) var pairs: [CrossEncoder] = []

    /// - Parameters:
    ///   - numbers: the names of columns of numbers that are inputs, in their order.
    /// - Throws: `Failure` for a column that is not there, a pair of a number and a text, or one that is not taken as a category.
    init(
        _ columns: [ColumnSchema], _ configuration: FeatureConfiguration, numbers: [String], of table: Table
    ) throws {
        if configuration.numeric.polynomial > 1 {
            for first in numbers.indices { products += (first..<numbers.count).map { [first, $0] } }
        }
        for cross in configuration.crosses {
            let pair = try cross.map { name in try Self.column(name, columns) }
            guard pair[0].isNumeric == pair[1].isNumeric else {
                throw Failure(
                    "`crosses` names `\(pair[0].name)` and `\(pair[1].name)`, of which one is a number and the other is not",
                    hint: "`columns: {\(pair.first(where: \.isNumeric)?.name ?? ""): {bins: 5}}` gives ranges of a number an input each")
            }
            guard pair[0].isNumeric else {
                pairs.append(try Self.encoder(pair, configuration, table))
                continue
            }
            let places = try pair.map { try Self.place($0.name, numbers) }.sorted()
            if !products.contains(places) { products.append(places) }
        }
    }

    private static func encoder(
        _ pair: [ColumnSchema], _ configuration: FeatureConfiguration, _ table: Table
    ) throws -> CrossEncoder {
        var settings = configuration.categorical
        settings.encode = .oneHot
        let columns = try pair.map { try table.texts(of: $0.name) }
        let encoders = zip(columns, pair).map { CategoricalEncoder(fitting: $0, name: $1.name, to: settings) }
        return CrossEncoder(
            encoders[0], encoders[1], fitting: (columns[0], columns[1]), least: settings.leastCount(of: table.rowCount))
    }

    private static func column(_ name: String, _ columns: [ColumnSchema]) throws -> ColumnSchema {
        guard let column = columns.first(where: { $0.name.hasSameBytes(as: name) }) else {
            throw Failure(
                "`crosses` names the column `\(name)`, which the model does not take",
                hint: Suggestion.hint(for: name, among: columns.map(\.name)))
        }
        return column
    }

    private static func place(_ name: String, _ numbers: [String]) throws -> Int {
        guard let place = numbers.firstIndex(ofBytes: name) else {
            throw Failure(
                "`crosses` names the column `\(name)`, of which ranges are inputs, and not the number",
                hint: "take it out of `crosses`, or leave its `bins` out")
        }
        return place
    }
}
