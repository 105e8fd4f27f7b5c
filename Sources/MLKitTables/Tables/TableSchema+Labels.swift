internal import MLKitCore

extension TableSchema {
    /// Whether there is anything to predict.
    public var hasTarget: Bool { !target.isEmpty || !labels.isEmpty }

    /// The columns to predict.
    public var targets: [String] { target.isEmpty ? labels : [target] }

    /// What they are called in reports: their names, with commas between.
    public var targetName: String { targets.joined(separator: ", ") }

    public func isTarget(_ name: String) -> Bool {
        labels.isEmpty ? name.utf8.elementsEqual(target.utf8) : labels.contains(bytesOf: name)
    }

    /// The same with one of the labels as the target, and the others as columns that models do not see.
    public func predicting(_ label: String) -> TableSchema {
        var schema = self
        (schema.target, schema.labels) = (label, [])
        for place in columns.indices where isTarget(columns[place].name) && !columns[place].name.hasSameBytes(as: label) {
            schema.columns[place].isFeature = false
        }
        return schema
    }

    /// The columns of the labels, in their order.
    var labelColumns: [ColumnSchema] { labels.compactMap { name in columns.first { $0.name.hasSameBytes(as: name) } } }
}
