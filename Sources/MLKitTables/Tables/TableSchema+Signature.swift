package import MLKitSignature

extension TableSchema {
    /// What rows have to be for a model that says itself what it takes, without the column that it predicts.
    package init(_ signature: ModelSignature) {
        let isOfLabels = signature.task == .multilabel
        self.init(columns: signature.columns.map(\.schema), target: isOfLabels ? "" : signature.target)
        labels = isOfLabels ? signature.classes : []
        cleaning = signature.cleaning ?? cleaning
    }

    /// The same with the column that it predicts behind the others.
    package init(withTargetOf signature: ModelSignature) {
        self.init(signature)
        guard labels.isEmpty else {
            columns += labels.map { ColumnSchema(name: $0, type: .boolean, nullable: true, categories: ["false", "true"]) }
            return
        }
        let type: ColumnType = signature.task == .regression ? .number : .text
        columns.append(ColumnSchema(name: signature.target, type: type, nullable: true, categories: signature.classes))
    }
}

extension ModelColumn {
    fileprivate var schema: ColumnSchema {
        var schema = ColumnSchema(
            name: name, type: type, nullable: nullable, categories: categories, minimum: minimum, maximum: maximum)
        schema.format = format
        return schema
    }
}
