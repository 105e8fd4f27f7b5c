internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML
internal import SystemPackage

/// A project's `mlkit.yaml` and record, read.
struct ProjectInput {
    let bytes: [UInt8]
    let root: Node
    let spec: ProjectSpec
    let record: ScaffoldRecord

    /// - Parameter git: where the record is looked for if a sparse checkout leaves it out.
    init(_ request: UpdateRequest, git: ProjectRepository) throws {
        let (project, files) = (request.project, request.files)
        bytes = try files.read(project.appending(ProjectSpec.fileName))
        try Self.checkMarkers(bytes, request)
        spec = try ProjectSpec(parsing: bytes, kinds: request.kinds)
        root = try YAMLDocument.parse(bytes, file: ProjectSpec.fileName)
        let record = try ScaffoldRecord.read(in: project, files: files)
            ?? git.leftOut(ScaffoldRecord.path).map { try ScaffoldRecord(parsing: $0.raw) }
        guard let record else {
            throw Failure(
                "this project was not made from a template: it has no \(ScaffoldRecord.path)",
                hint: "take a template for it with `mlkit init`")
        }
        self.record = record
    }

    /// Where the template is to be had.
    func source(_ wanted: String?) -> String {
        wanted ?? root["template"]?["source"]?.text ?? record.provenance?.source ?? record.templateName
    }

    /// The layout that the files are in; a record that does not say it was made when there was no choice.
    var oldLayout: Layout { record.layout ?? .standard(project: record.project) }

    private static func checkMarkers(_ bytes: [UInt8], _ request: UpdateRequest) throws {
        let marker = Array("<<<<<<< ".utf8)
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        guard let index = lines.firstIndex(where: { $0.starts(with: marker) }) else { return }
        let line = String(decoding: lines[index], as: UTF8.self)
        let takesBack = try UpdateUndo.takesBack(
            [ProjectSpec.fileName], of: request.project, git: request.git, files: request.files)
        throw Failure(
            "\(ProjectSpec.fileName) has an unresolved merge conflict",
            at: SourceLocation(
                file: ProjectSpec.fileName, line: index + 1, column: 1, length: line.count, sourceLine: line),
            hint: "choose between the sides and remove the markers"
                + (takesBack ? "; or go back with `mlkit apply --undo`" : ""))
    }
}
