internal import MLKitYAML

/// One of the stages that an entry with `foreach` or `matrix` stands for.
struct StageVariant {
    /// What stands behind the dot of its name: `de-1`.
    let label: String
    /// What `${key}` stands for: the key under `foreach`, else the label.
    let key: String
    /// Its value on each axis, by the axis's name.
    let values: [String: UnfoldingValue]

    /// - Parameters:
    ///   - number: which of all combinations; the last axis changes quickest.
    init(_ number: Int, of axes: [UnfoldingAxis]) {
        var rest = number
        var values: [String: UnfoldingValue] = [:]
        var labels = [String]()
        for axis in axes.reversed() {
            let value = axis.values[rest % axis.values.count]
            rest /= axis.values.count
            values[axis.name] = value
            labels.append(value.label ?? "")
        }
        self.values = values
        label = labels.reversed().joined(separator: "-")
        key = axes.first.flatMap { axes.count == 1 ? values[$0.name]?.key : nil } ?? label
    }
}
