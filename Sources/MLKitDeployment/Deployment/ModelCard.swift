internal import MLKitCore
internal import MLKitONNX
internal import MLKitReports
internal import MLKitSignature
internal import MLKitYAML

/// `MODEL_CARD.md`: what a person must know of a model before using it.
///
/// The front matter is that of Hugging Face model cards, the sections those of Mitchell et al., "Model Cards for
/// Model Reporting" (2019).
struct ModelCard {
    let inputs: DeployInputs
    let manifest: BundleManifest
    /// A request of one row.
    let sample: JSON

    var text: String {
        [frontMatter, introduction, use, data, metrics, limits, call].joined(separator: "\n") + "\n"
    }

    private var title: String { inputs.project.title ?? manifest.name }

    private var isRegression: Bool { manifest.signature.task == .regression }

    private var frontMatter: String {
        var lines = ["---", "library_name: onnx"]
        if let license = inputs.project.license { lines.append("license: \(YAMLText.quoted(license.lowercased()))") }
        lines.append("pipeline_tag: \(isRegression ? "tabular-regression" : "tabular-classification")")
        lines.append("tags: [tabular, mlkit]")
        lines.append("model_name: \(YAMLText.quoted(manifest.name))")
        lines.append("version: \(YAMLText.quoted(manifest.version))")
        return (lines + ["---", ""]).joined(separator: "\n")
    }

    private var introduction: String {
        var text = "# \(title.onOneLine)\n\n"
        if let description = inputs.project.description { text += "\(description)\n\n" }
        text += "`\(manifest.name)` \(answer). Version `\(manifest.version)` is named by its content: "
        text += "the same model and schema are the same version."
        if let owner = inputs.project.owner { text += " It is kept by \(owner)." }
        return text + "\n"
    }

    private var answer: String {
        if isRegression { return "predicts the number \(target)" }
        if manifest.signature.task == .multilabel {
            return "predicts which of \(Suggestion.list(manifest.signature.classes)) a row has, with a probability for each"
        }
        return "predicts \(target), one of \(Suggestion.list(manifest.signature.classes)), with a probability for each"
    }

    private var use: String {
        """
        ## Intended use

        Predicting \(target) for rows like those of the data below: the same columns, gathered in the
        same way, from the same population. It answers row by row and remembers nothing. It is not meant for
        rows from elsewhere, nor to decide about people without someone who answers for the decision.

        """
    }

    private var data: String {
        let rows = manifest.signature.columns.map { input in
            let values = input.categories.isEmpty ? bounds(input) : plural(input.categories.count, "category", "categories")
            return "| \(code(input.name)) | \(input.type.rawValue) | \(values) | \(input.nullable ? "yes" : "no") |"
        }
        return """
            ## Data

            The model was fitted on the training split of a table with the target and these columns; `schema.yaml`
            lists every allowed value.

            | column | type | values | may be missing |
            |---|---|---|---|
            \(rows.joined(separator: "\n"))

            """
    }

    private func bounds(_ input: ModelColumn) -> String {
        switch (input.minimum, input.maximum) {
        case (nil, nil): "any"
        case (let least?, nil): "from \(least.brief())"
        case (nil, let most?): "to \(most.brief())"
        case (let least?, let most?): "\(least.brief()) to \(most.brief())"
        }
    }

    private var limits: String {
        let isMeasuredByGroups = !(inputs.evaluation?.slices.isEmpty ?? true)
        let groups = isMeasuredByGroups ? "; those above are not all there are" : ", which an evaluation by groups must show"
        return """
        ## Limits

        - What was measured holds for data like those it was measured on; it says nothing of a population that has changed.
        - Metrics are averages: groups within the data may fare worse\(groups).
        - A category that the schema does not list is refused by `/predict`.
        - The model repeats what is in its data, mistakes and injustices included.

        """
    }

    private var call: String {
        """
        ## How to call it

        ```
        mlkit-server . --port 8080
        curl -s http://127.0.0.1:8080/predict -H 'content-type: application/json' -d '\(shell(sample.compact))'
        ```

        It also speaks the Open Inference Protocol under `/v2/models/\(manifest.name)`.
        """
    }

    /// Four decimals.
    func number(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e12 else { return "\(value)" }
        let scaled = (abs(value) * 10_000).rounded()
        let fraction = String(Int(scaled) % 10_000)
        let sign = value < 0 && scaled > 0 ? "-" : ""
        return "\(sign)\(Int(scaled) / 10_000)." + String(repeating: "0", count: 4 - fraction.count) + fraction
    }

    private var target: String { manifest.signature.target.onOneLine.markdownCode }

    /// A name in a table.
    func code(_ text: String) -> String { cell(text.onOneLine.markdownCode) }

    func cell(_ text: String) -> String {
        text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }

    /// For a text within single quotes of a shell.
    private func shell(_ text: String) -> String {
        text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#)
    }
}
