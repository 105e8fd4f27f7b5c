internal import MLKitCore
internal import MLKitReports
internal import MLKitSignature
internal import MLKitSpec
internal import MLKitYAML

/// The front matter of a model card, as Hugging Face documents it (Model Cards, `model-index` of
/// paperswithcode/model-index).
struct CardMetadata {
    let reports: ProjectReports

    private var project: ProjectSpec.Project { reports.spec.project }

    /// Top-level keys with their lines.
    var keys: [(key: String, text: String)] {
        var keys: [(key: String, text: String)] = []
        if let license = project.license {
            keys.append(("license", "license: \(YAMLText.scalar(license.lowercased()))"))
        }
        keys.append(("library_name", "library_name: onnx"))
        if let task { keys.append(("pipeline_tag", "pipeline_tag: \(task)")) }
        let tags = project.tags + (project.tags.contains("mlkit") ? [] : ["mlkit"])
        keys.append(("tags", "tags: \(flow(tags))"))
        if !metrics.isEmpty { keys.append(("metrics", "metrics: \(flow(metrics.map(\.name)))")) }
        if let index { keys.append(("model-index", index)) }
        return keys
    }

    /// One of Hugging Face's names for tasks; `nil` where none is certain.
    private var task: String? {
        guard let task = reports.evaluation?.task else { return nil }
        return task == .regression ? "tabular-regression" : "tabular-classification"
    }

    private var metrics: [(name: String, value: Double)] {
        (measurement?.model(reports.selected?.name)?.metrics.all ?? []).filter { !$0.value.isNaN }.map { ($0.metric.rawValue, $0.value) }
    }

    /// What the selected model does on the test split, or where it was selected if that was left alone.
    private var measurement: EvaluationReport.Measurement? { reports.evaluation?.reported }

    private var index: String? {
        guard let task, let split = measurement?.split, !metrics.isEmpty else { return nil }
        let name = YAMLText.scalar(project.name)
        let results = metrics.map { metric in
            "          - type: \(YAMLText.scalar(metric.name))\n            value: \(JSON.double(metric.value).compact)"
        }
        return """
            model-index:
              - name: \(name)
                results:
                  - task:
                      type: \(task)
                    dataset:
                      name: \(YAMLText.scalar("\(project.name), \(split.rawValue) split"))
                      type: \(name)
                      split: \(split.rawValue)
                    metrics:
            \(results.joined(separator: "\n"))
            """
    }

    private func flow(_ texts: [String]) -> String { YAMLText.flow(.array(texts.map { .string($0) })) }
}
