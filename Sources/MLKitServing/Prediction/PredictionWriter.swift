internal import MLKitCore
internal import MLKitONNX
internal import MLKitSignature

/// Turns a model's outputs into predictions, one a row.
///
/// A classifier gives `label`, texts or whole numbers that stand for classes [N], and `probabilities` [N, classes]; a model of several
/// labels `labels`, truth values [N, labels], and `probabilities`; a regression gives `prediction` [N] or [N, 1].
struct PredictionWriter: Sendable {
    let isRegression: Bool
    /// Whether any of several labels are answered, and not one class.
    let isOfLabels: Bool
    let classes: [String]
    private let form: LabelForm
    /// The outputs the model is asked for.
    let outputs: [String]
    /// `"<class>":` of each class, with the comma or brace before it.
    private let keys: [[UInt8]]
    /// What is before an answer, its name with a brace; and before the probabilities behind it.
    private let opening, middle: [UInt8]

    /// The forms in which doors give predictions.
    enum Form {
        /// `{"label":"a","probabilities":{"a":0.9,"b":0.1}}`, `{"prediction":1.5}`; of several labels `"labels":["a"]` in place of `label`,
        /// and in `bare` the list alone.
        case named
        /// `{"label":"a","probabilities":[0.9,0.1]}`, `1.5`
        case listed
        /// `"a"`, `1.5`
        case bare
        /// Not one a row, but a list for each output, `{"label":["a"],"probabilities":[[0.9,0.1]]}`; of a regression `[1.5]`
        case columns
    }

    /// - Throws: `Failure` for a model that does not have the outputs of the task.
    init(_ signature: ModelSignature, outputs: [ValueDescription]) throws {
        isRegression = signature.task == .regression
        isOfLabels = signature.task == .multilabel
        classes = isRegression ? [] : signature.classes
        form = signature.labels
        self.outputs = signature.outputs.map(\.name)
        for name in self.outputs where !outputs.contains(where: { $0.name == name }) {
            throw Failure("the model has no output `\(name)`, which a \(signature.task.rawValue) model gives")
        }
        keys = self.classes.enumerated().map { place, name in
            Self.key(name, isFirst: place == 0)
        }
        let names = self.outputs.enumerated().map { Self.key($1, isFirst: $0 == 0) }
        (opening, middle) = (names[0], names.count > 1 ? names[1] : [])
    }

    private static func key(_ name: String, isFirst: Bool) -> [UInt8] {
        [UInt8(ascii: isFirst ? "{" : ",")] + JSON.string(name).compactBytes + [UInt8(ascii: ":")]
    }

    /// About how many bytes predictions take.
    func size(rows: Int) -> Int {
        // Of a class its name, and of each number some 20 digits.
        rows * (48 + keys.reduce(0) { $0 + $1.count + 20 })
    }

    /// Writes a list of one prediction a row, or what `form` has in its place.
    ///
    /// - Parameter tensors: one for each of `outputs`; none for no rows.
    /// - Throws: `ModelFault` for outputs that are not those of the rows, and for numbers that are not finite.
    func write(_ tensors: [Tensor], rows: Int, as form: Form, to output: inout JSONOutput) throws {
        guard rows > 0 else {
            guard form == .columns, !isRegression else { return output.put("[]") }
            for key in [opening, middle] {
                output.put(key)
                output.put("[]")
            }
            return output.put("}")
        }
        if isRegression { return try writeNumbers(tensors[0], rows, form, &output) }
        guard let shares = tensors[1].reals, shares.count == rows * classes.count else { throw ModelFault.misshapen(rows: rows) }
        guard shares.allSatisfy(\.isFinite) else { throw ModelFault.notFinite(ModelOutput.probabilities.name) }
        if isOfLabels {
            guard let flags = tensors[0].flags, flags.count == shares.count else { throw ModelFault.misshapen(rows: rows) }
            let places = classes.indices
            return write(rows, shares, form, &output) { [classes] output, row in
                output.list(places.filter { flags[row * places.count + $0] }) { $0.put(text: classes[$1]) }
            }
        }
        guard let labels = labels(tensors[0]), labels.count == rows else { throw ModelFault.misshapen(rows: rows) }
        try ModelFault.check(tensors[0], ModelOutput.label.name)
        write(rows, shares, form, &output) { $0.put(text: labels[$1]) }
    }

    /// - Parameter put: writes the answer of a row: a class, or a list of labels.
    private func write(
        _ rows: Int, _ shares: [Double], _ form: Form, _ output: inout JSONOutput, _ put: (inout JSONOutput, Int) -> Void
    ) {
        func own(_ row: Int) -> ArraySlice<Double> { shares[(row * classes.count)..<((row + 1) * classes.count)] }
        if form == .columns {
            output.put(opening)
            output.list(0..<rows, put)
            output.put(middle)
            output.list(0..<rows) { output, row in write(own(row), .columns, &output) }
            return output.put("}")
        }
        output.list(0..<rows) { output, row in
            if form == .bare { return put(&output, row) }
            output.put(opening)
            put(&output, row)
            output.put(middle)
            write(own(row), form, &output)
            output.put("}")
        }
    }

    private func write(_ shares: ArraySlice<Double>, _ form: Form, _ output: inout JSONOutput) {
        guard form == .named else { return output.list(shares) { $0.put($1) } }
        for (key, share) in zip(keys, shares) {
            output.put(key)
            output.put(share)
        }
        output.put("}")
    }

    private func writeNumbers(_ tensor: Tensor, _ rows: Int, _ form: Form, _ output: inout JSONOutput) throws {
        guard let values = tensor.reals, values.count == rows else { throw ModelFault.misshapen(rows: rows) }
        guard values.allSatisfy(\.isFinite) else { throw ModelFault.notFinite(ModelOutput.prediction.name) }
        output.list(values) { output, value in
            if form == .named { output.put(opening) }
            output.put(value)
            if form == .named { output.put("}") }
        }
    }

    private func labels(_ tensor: Tensor) -> [String]? {
        if let texts = tensor.strings { return texts }
        // A bundle that does not say what numbers stand for was made elsewhere: they are places, as they were before.
        let form = form == .text ? LabelForm.place : form
        guard let numbers = tensor.wholes else { return nil }
        let labels = numbers.compactMap { form.label($0, among: classes) }
        return labels.count == numbers.count ? labels : nil
    }
}
