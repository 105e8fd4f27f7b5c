public import MLKitCore
public import MLKitSpec

/// What a project was made from: the template, the answers, and for each file the blob that was rendered.
///
/// ```
/// record: 1
/// template:
///   name: tabular
///   version: 1.0.0
///   source: tabular
/// layout:
///   name: classic
///   folders:
///     data: data
/// project: census
/// answers:
///   data: census
/// files:
///   README.md:
///     blob: 8baef1b4abc478178b004d62031cf7fe6db6f903
///     ownership: seed
///     origin: files/README.md.stencil
/// ```
///
/// The base of a later merge is the blob of that id in the project's own history, so neither the old template nor
/// a network is needed. Everything is sorted, and each value has a line of its own, so that git can merge records
/// of two branches. (One list of lines `id path` would be shorter, but neighbours would conflict.)
public struct ScaffoldRecord: Hashable, Sendable {
    public static let path = ProjectSpec.recordPath
    static let format = 1

    public var templateName: String
    public var templateVersion: String
    /// `nil` if the record is of a time when that was not written down.
    public var provenance: TemplateProvenance?
    /// `nil` if the record is of a time when that was not written down.
    public var layout: Layout?
    public var project: String
    public var answers: [String: JSON]
    /// By the path that the template gives the file.
    public var files: ByteTable<RecordedFile>

    /// The record of a rendering as it is.
    public init(_ rendering: Rendering) {
        templateName = rendering.template.name
        templateVersion = rendering.template.version
        provenance = rendering.provenance
        layout = rendering.layout
        project = rendering.projectName
        answers = rendering.answers.given
        files = ByteTable(rendering.files.map { ($0.path, RecordedFile($0)) }) { $1 }
    }

    init(
        templateName: String, templateVersion: String, provenance: TemplateProvenance?, layout: Layout?,
        project: String, answers: [String: JSON], files: ByteTable<RecordedFile>
    ) {
        self.templateName = templateName
        self.templateVersion = templateVersion
        self.provenance = provenance
        self.layout = layout
        self.project = project
        self.answers = answers
        self.files = files
    }

    /// The record with what an older format did not hold filled in from another, so that the two can be compared.
    func completed(from other: ScaffoldRecord) -> ScaffoldRecord {
        var copy = self
        copy.provenance = provenance ?? other.provenance
        copy.layout = layout ?? other.layout
        for (path, file) in files where file.origin == nil {
            copy.files[path]?.origin = other.files[path]?.origin
            copy.files[path]?.isExecutable = file.isExecutable ?? other.files[path]?.isExecutable
        }
        return copy
    }
}
