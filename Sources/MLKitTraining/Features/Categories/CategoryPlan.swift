internal import MLKitTables

extension FeatureConfiguration.Categorical {
    /// What is said of encoding, `auto` being what is standard for a family that takes categories as they are.
    func encode(_ said: FeatureConfiguration.Encoding?) -> FeatureConfiguration.Encoding {
        said == .auto && encode == .native ? .native : said ?? encode
    }
}

/// How a column of categories is encoded where that follows from the training rows.
enum CategoryPlan {
    /// More categories than these that are told apart are better told by what the target is like in their rows.
    static let manyCategories = 50

    /// - Parameter column: the training values.
    static func settled(
        _ settings: FeatureConfiguration.Categorical, _ column: TextColumn
    ) -> FeatureConfiguration.Categorical {
        guard settings.encode == .auto else { return settings }
        var settled = settings
        settled.encode = .oneHot
        let levels = CategoricalEncoder(fitting: column, name: "", to: settled).levels
        if levels > manyCategories { settled.encode = .target }
        return settled
    }
}
