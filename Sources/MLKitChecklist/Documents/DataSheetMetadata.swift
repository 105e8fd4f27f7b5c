internal import MLKitCore
internal import MLKitReports
internal import MLKitSignature
internal import MLKitSpec
internal import MLKitYAML

/// The front matter of a data sheet, as Hugging Face documents it for dataset cards (datasetcard.md of huggingface_hub).
/// The licence of the data is not that of the project, so it is left for people to add.
struct DataSheetMetadata {
    let reports: ProjectReports

    private var project: ProjectSpec.Project { reports.spec.project }

    /// Top-level keys with their lines.
    var keys: [(key: String, text: String)] {
        var keys = [("pretty_name", "pretty_name: \(YAMLText.scalar(project.title ?? project.name))")]
        let tags = project.tags + (project.tags.contains("mlkit") ? [] : ["mlkit"])
        keys.append(("tags", "tags: \(flow(tags))"))
        if let task { keys.append(("task_categories", "task_categories: \(flow([task]))")) }
        if let size { keys.append(("size_categories", "size_categories: \(flow([size]))")) }
        return keys
    }

    /// One of Hugging Face's names for tasks; `nil` where none is certain.
    private var task: String? {
        guard let task = reports.evaluation?.task else { return nil }
        return task == .regression ? "tabular-regression" : "tabular-classification"
    }

    /// The names that Hugging Face gives to sizes, each with what is too much for it.
    private static let sizes = [
        (1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"), (10_000_000, "1M<n<10M"),
        (100_000_000, "10M<n<100M"), (1_000_000_000, "100M<n<1B"), (10_000_000_000, "1B<n<10B"),
    ]

    private var size: String? {
        guard let rows = reports.data?.rows.kept else { return nil }
        return Self.sizes.first { rows < $0.0 }?.1 ?? "10B<n<100B"
    }

    private func flow(_ texts: [String]) -> String { YAMLText.flow(.array(texts.map { .string($0) })) }
}
