internal import MLKitCore
internal import MLKitYAML

/// What is said of keys of `features` that do not go together, or that a model cannot take.
struct FeatureProblems {
    let features: Node?

    /// Of the keys alone.
    var ofKeys: [Diagnostic] {
        let texts = [features?[FeatureNames.text]].compactMap { $0 } + (features?[FeatureNames.columns]?.mapping ?? []).map(\.value)
        let numbers = [features?[FeatureNames.numeric]].compactMap { $0 } + (features?[FeatureNames.columns]?.mapping ?? []).map(\.value)
        return crosses + numbers.flatMap { clipping($0) + bins($0) } + texts.flatMap { lengths($0) + hashing($0) }
    }

    private var crosses: [Diagnostic] {
        (features?[FeatureNames.crosses]?.sequence ?? []).filter { $0.sequence?.count != 2 }.map { cross in
            .error("`crosses` takes pairs of columns", at: cross.location, hint: "such as `[[sex, class]]`")
        }
    }

    private func bins(_ numbers: Node) -> [Diagnostic] {
        guard let place = numbers[FeatureNames.bins], let edges = place.sequence?.compactMap({ $0.scalar?.value.double }) else { return [] }
        guard edges.isEmpty || zip(edges, edges.dropFirst()).contains(where: { $0 >= $1 }) else { return [] }
        return [
            .error(
                "`bins` takes numbers that ascend", at: place.location, hint: "such as `[18, 65]`, or how many ranges there are to be")
        ]
    }

    private func clipping(_ numbers: Node) -> [Diagnostic] {
        guard let place = numbers[FeatureNames.clip], let shares = place.sequence?.map({ $0.scalar?.value.double }) else { return [] }
        let known = shares.compactMap { $0 }
        guard known.count != 2 || known[0] >= known[1] else { return [] }
        return [.error("`clip` takes two quantiles, the lower first", at: place.location, hint: "such as `[0.01, 0.99]`")]
    }

    private func lengths(_ text: Node) -> [Diagnostic] {
        guard let place = text[FeatureNames.ngrams], let list = place.sequence?.compactMap({ $0.scalar?.value.int }) else { return [] }
        guard list.count != 2 || list[0] > list[1] else { return [] }
        return [.error("`ngrams` takes two lengths, the shorter first", at: place.location, hint: "such as `[1, 2]`")]
    }

    private func hashing(_ text: Node) -> [Diagnostic] {
        guard let place = text[FeatureNames.buckets] else { return [] }
        if text[FeatureNames.encode]?.text == FeatureConfiguration.Text.Form.characters.rawValue {
            return [.error("`buckets` is for words", at: place.location, hint: "leave it out, or take `encode: words`")]
        }
        guard let lengths = text[FeatureNames.ngrams], lengths.scalar?.value.int != 1,
            lengths.sequence?.compactMap({ $0.scalar?.value.int }) != [1, 1] else { return [] }
        return [.error("`buckets` is for single words", at: lengths.location, hint: "leave `ngrams` out, or `buckets`")]
    }

    /// - Parameters:
    ///   - model: `the model NAME of kind FAMILY`, which takes neither missing numbers nor categories as they are.
    ///   - able: the families that do, as a list.
    func ofRawValues(_ model: String, able: String) -> [Diagnostic] {
        var problems = [Diagnostic]()
        if let place = features?[FeatureNames.numeric]?[FeatureNames.impute], place.text == FeatureConfiguration.Imputation.none.rawValue {
            problems.append(
                .error(
                    "\(model) takes no missing numbers", at: place.location,
                    hint: "\(able) takes them; for others say `impute: median`, or nothing"))
        }
        let native = FeatureConfiguration.Encoding.native.rawValue
        let columns = (features?[FeatureNames.columns]?.mapping ?? []).map(\.value)
        for place in [features?[FeatureNames.categorical]?[FeatureNames.encode]] + columns + columns.map({ $0[FeatureNames.encode] }) {
            guard let place, place.text == native else { continue }
            problems.append(
                .error(
                    "\(model) takes no categories as they are", at: place.location,
                    hint: "\(able) takes them; for others say `encode: onehot`, or nothing"))
        }
        return problems
    }
}

/// Keys below `features` that other parts name too.
enum FeatureNames {
    static let numeric = "numeric"
    static let categorical = "categorical"
    static let text = "text"
    static let columns = "columns"
    static let crosses = "crosses"
    static let impute = "impute"
    static let clip = "clip"
    static let bins = "bins"
    static let encode = "encode"
    static let ngrams = "ngrams"
    static let buckets = "buckets"
}
