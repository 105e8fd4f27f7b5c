internal import MLKitCore
internal import MLKitYAML
internal import SystemPackage

/// Translates the stages of every `dvc.yaml` of a project.
struct DVCStages {
    let tree: ProjectTree

    static let fileName = "dvc.yaml"
    /// More files than that are not a pipeline but a collection of them.
    private static let fileLimit = 50

    func recognise(into result: inout RecognisedStages) {
        for file in tree.files.filter({ FileName.last($0) == Self.fileName }).prefix(Self.fileLimit) {
            do {
                let root = try YAMLDocument.parse(tree.bytes(file), file: file)
                try recognise(root, file, into: &result)
            } catch {
                result.leftOut.append(LeftOut(what: "`\(file)`", why: Self.reason(error)))
            }
        }
        noteTrackedData(&result)
    }

    private func recognise(_ root: Node, _ file: String, into result: inout RecognisedStages) throws {
        let folder = FileName.folder(file)
        let values = DVCValues(vars: root["vars"], folder: folder, tree: tree)
        result.leftOut += values.unread
        let first = result.stages.count
        for entry in root["stages"]?.mapping ?? [] {
            for variant in DVCVariant.all(of: entry, values: values, file: file, leftOut: &result.leftOut) {
                DVCStage(variant: variant, file: file, folder: folder, tree: tree).translate(into: &result)
            }
        }
        DVCMeasures.add(root, file, from: first, to: &result)
        noteRest(root, file, &result)
    }

    /// What stands at the top of a file besides stages and what they write, each by its name.
    private func noteRest(_ root: Node, _ file: String, _ result: inout RecognisedStages) {
        for entry in root.mapping ?? [] where !Self.known.contains(entry.name) {
            let why = Self.others.first { $0.key == entry.name }?.value ?? "mlkit knows no such key"
            let parts = entry.value.mapping?.map(\.name) ?? entry.value.sequence?.map { $0.text ?? $0.mapping?.first?.name ?? "" } ?? [""]
            result.leftOut += parts.map { part in
                LeftOut(what: part.isEmpty ? "`\(entry.name)` of \(file)" : "`\(part)` (\(entry.name) of \(file))", why: why)
            }
        }
    }

    private static let known: Set = ["stages", "vars", "metrics", "plots"]
    private static let others: KeyValuePairs = [
        "artifacts": "mlkit has no registry of models: a bundle in `deploy/` is what goes out, and has a version",
        "params": "parameters are in `mlkit.yaml`; a stage that reads the file has it among its inputs",
        "datasets": "mlkit follows no data set by its name: a source of a stage may be an address",
    ]

    /// Data that DVC keeps has to be fetched before a stage can read it.
    private func noteTrackedData(_ result: inout RecognisedStages) {
        let tracked = tree.files.filter { FileName.suffix($0) == "dvc" }.map { String($0.dropLast(4)) }
        let absent = tracked.filter { !tree.contains($0) && !tree.hasFolder($0) && !isOnDisk($0) }
        guard !absent.isEmpty else { return }
        let shown = absent.prefix(3).map { "`\($0)`" }.joined(separator: ", ")
        let more = absent.count > 3 ? " and \(absent.count - 3) more" : ""
        result.notes.append("DVC keeps \(shown)\(more), not there yet: `dvc pull` fetches what it keeps")
    }

    private func isOnDisk(_ file: String) -> Bool {
        (try? tree.disk.standing(at: tree.root.pushing(FilePath(file)))) != nil
    }

    /// The first message of a failure, with its place.
    static func reason(_ error: any Error) -> String {
        guard let problem = (error as? Failure)?.diagnostics.first else { return "\(error)" }
        return problem.message + (problem.location.map { " (line \($0.line))" } ?? "")
    }
}
