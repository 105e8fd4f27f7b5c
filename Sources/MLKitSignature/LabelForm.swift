internal import MLKitCore

/// How a classifier's output `label` names a class.
public enum LabelForm: String, CaseIterable, Sendable {
    /// By its text.
    case text
    /// By the class itself, which is a whole number, as scikit-learn's classifiers of whole numbers do.
    case number
    /// By its place among the classes, from 0, as a network's `argmax` does.
    case place

    /// The class that a whole number stands for; `nil` if it is none.
    ///
    /// - Parameter classes: in the order of the probabilities.
    public func label(_ number: Int, among classes: [String]) -> String? {
        switch self {
        case .place: return classes.indices.contains(number) ? classes[number] : nil
        case .number, .text: return classes.first { Int($0) == number }
        }
    }

    /// The form in which whole numbers name the most probable class of their rows. Where both forms name a class in
    /// every row, it is the one that does so more often; `nil` where neither does.
    ///
    /// - Parameters:
    ///   - numbers: one a row.
    ///   - probabilities: [rows, classes], in the order of `classes`.
    public static func telling(_ numbers: [Int], probabilities: [Double], classes: [String]) -> LabelForm? {
        let width = classes.count
        guard width > 0, probabilities.count == numbers.count * width else { return nil }
        let forms: [LabelForm] = [.number, .place]
        let agreements = forms.map { form -> Int in
            var agreeing = 0
            for (row, number) in numbers.enumerated() {
                guard let label = form.label(number, among: classes), let place = classes.firstIndex(ofBytes: label) else { return -1 }
                let own = probabilities[(row * width)..<((row + 1) * width)]
                if own[own.startIndex + place] == own.max() { agreeing += 1 }
            }
            return agreeing
        }
        guard let most = agreements.max(), most >= 0 else { return nil }
        return forms[agreements.firstIndex(of: most) ?? 0]
    }
}
