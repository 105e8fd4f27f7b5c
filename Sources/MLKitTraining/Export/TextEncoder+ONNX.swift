internal import MLKitCore
internal import MLKitONNX

/// The operators are of operator set 17 and of com.microsoft, version 1, which every ONNX Runtime has that runs the rest of the graph.
extension TextEncoder {
    /// The locale by which letters are made small. ONNX Runtime's own, en_US.UTF-8, is not there on every machine, and then the
    /// model does not load; this one is part of glibc from version 2.35 on.
    private static let locale = "C.UTF-8"
    /// As rows of zeros have length 0; far below that of any other.
    private static let leastLength = 1e-30

    /// Adds what turns the texts [N, 1] into floats [N, width].
    func export(_ texts: Value, to builder: inout GraphBuilder) throws -> Value {
        let units = exportUnits(texts, to: &builder)
        let terms = buckets.map { exportBuckets(units, $0, to: &builder) } ?? exportVocabulary(units, to: &builder)
        guard weights == .tfidf else { return terms }
        // In doubles, so that the trainer and the graph round to the same floats in whatever order squares are added.
        let doubles = builder.node("Cast", [terms], [("to", .int(11))])
        let squares = builder.node("ReduceSumSquare", [doubles], [("axes", .ints([1])), ("keepdims", .int(1))])
        let length = builder.node("Max", [builder.node("Sqrt", [squares]), builder.constant(.scalar(Self.leastLength))])
        return builder.node("Cast", [builder.node("Div", [doubles, length])], [("to", .int(1))])
    }

    /// The units of each text [N, most], shorter ones filled up.
    private func exportUnits(_ texts: Value, to builder: inout GraphBuilder) -> Value {
        var texts = builder.node("Reshape", [texts, builder.constant(Tensor(.int64([-1])))])
        if analysis.isLowercased {
            texts = builder.node(
                "StringNormalizer", [texts], [("case_change_action", .string("LOWER")), ("locale", .string(Self.locale))])
        }
        let isOfWords = analysis.unit == .words
        return builder.node(
            "Tokenizer", domain: "com.microsoft", [texts],
            [
                isOfWords ? ("tokenexp", .string(TextAnalysis.word)) : ("separators", .strings([""])),
                ("mark", .int(isOfWords ? 0 : 1)), ("mincharnum", .int(1)), ("pad_value", .string(TextAnalysis.padding)),
            ])
    }

    private func exportVocabulary(_ units: Value, to builder: inout GraphBuilder) -> Value {
        let terms = vocabulary.map { analysis.units(ofTerm: $0) }
        let (least, most) = (terms.first?.count ?? 1, terms.last?.count ?? 1)
        // Where the terms of each length begin in the list of all their units.
        var starts = [Int]()
        for length in 1...most { starts.append(terms.reduce(0) { $1.count < length ? $0 + $1.count : $0 }) }
        var attributes: [(String, Attribute)] = [
            ("mode", .string(weights == .tfidf ? "TFIDF" : weights == .count ? "TF" : "IDF")),
            ("min_gram_length", .int(least)), ("max_gram_length", .int(most)), ("max_skip_count", .int(0)),
            ("pool_strings", .strings(terms.flatMap { $0 })), ("ngram_counts", .ints(starts)),
            ("ngram_indexes", .ints(Array(terms.indices))),
        ]
        // `IDF` is the weight alone where the term is there.
        if weights != .count { attributes.append(("weights", .floats(weights == .tfidf ? rarity : rarity.map { _ in 1 }))) }
        return builder.node("TfIdfVectorizer", [units], attributes)
    }

    private func exportBuckets(_ words: Value, _ buckets: Int, to builder: inout GraphBuilder) -> Value {
        let hashes = builder.node(
            "Cast", [builder.node("MurmurHash3", domain: "com.microsoft", [words], [("seed", .int(0)), ("positive", .int(1))])],
            [("to", .int(7))])
        let width = builder.constant(Tensor(.int64([Int64(buckets)])))
        let padding = builder.constant(Tensor(.int64([Int64(MurmurHash.hash(TextAnalysis.padding))])))
        let ones = builder.node(
            "Where",
            [builder.node("Equal", [hashes, padding]), builder.constant(.scalar(Float(0))), builder.constant(.scalar(Float(1)))])
        let rows = builder.node("Gather", [builder.node("Shape", [words]), builder.constant(Tensor(.int64([0])))])
        let zeros = builder.node(
            "ConstantOfShape", [builder.node("Concat", [rows, width], [("axis", .int(0))])],
            [("value", .tensor(Tensor(.float([0]))))])
        let counts = builder.node(
            "ScatterElements", [zeros, builder.node("Mod", [hashes, width]), ones], [("axis", .int(1)), ("reduction", .string("add"))])
        switch weights {
        case .count: return counts
        case .presence: return builder.node("Min", [counts, builder.constant(.scalar(Float(1)))])
        case .tfidf: return builder.node("Mul", [counts, builder.constant(Tensor(.float(rarity)))])
        }
    }
}
