internal import MLKitTables

extension FeatureConfiguration.Categorical {
    /// What is said of encoding, `auto` being what is standard for a family that takes categories as they are.
    func encode(_ said: FeatureConfiguration.Encoding?) -> FeatureConfiguration.Encoding {
        said == .auto && encode == .native ? .native : said ?? encode
    }
}

/// How a column of categories is encoded where that follows from the training rows.
enum CategoryPlan {
    /// More categories than these are better told by what the target is like in their rows.
    static let manyCategories = 50

    /// - Parameters:
    ///   - column: the training values.
    ///   - isSparse: whether inputs that are 0 are left out: a category as it is and one with an input of its own are then the same.
    static func settled(
        _ settings: FeatureConfiguration.Categorical, _ column: TextColumn, isSparse: Bool
    ) -> FeatureConfiguration.Categorical {
        var settled = settings
        if settings.encode == .auto {
            let seen = Set(column.codes).filter { $0 >= 0 && !column.categories[Int($0)].isEmpty }
            settled.encode = seen.count > manyCategories ? .target : .oneHot
        }
        if settled.encode == .native, isSparse { settled.encode = .oneHot }
        // The fewer rows a category has, the less it is believed: none is too rare.
        if settled.encode == .target { (settled.minimumCount, settled.minimumShare) = (1, 0) }
        return settled
    }
}
