internal import MLKitCore
public import MLKitONNX

// What was compared of two models, in words.

extension ModelDifference.Picks {
    /// In a sentence: "the largest value of `mask` over dimension 1 is another one in 2 % of 100 rows".
    public var words: String {
        let part = "\((share * 100).briefFigure()) %"
        guard let axis else { return "of `\(output)`, \(part) of \(plural(count, "label")) are others" }
        return "the largest value of `\(output)` over dimension \(axis) is another one in \(part) of \(plural(count, "row"))"
    }
}

extension ModelDifference {
    /// What was not compared, a sentence each.
    public var remarks: [String] {
        let all = plural(runs, "run")
        return reshaped.sorted { $0.key < $1.key }.map { "`\($0.key)` has another shape in \($0.value) of \(all), which are not compared" }
            + unknown.map { "`\($0)` was no finite number in any run, and is not compared" }
            + outputs.filter { $0.passedOver > 0 }
                .map { "of `\($0.name)` \(plural($0.passedOver, "number")) that were not finite are passed over" }
    }
}
