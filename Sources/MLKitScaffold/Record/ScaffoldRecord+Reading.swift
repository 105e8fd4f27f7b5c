public import MLKitCore
internal import MLKitGit
internal import MLKitSpec
internal import MLKitYAML
public import SystemPackage

extension ScaffoldRecord {
    /// The record of a project; `nil` if it has none.
    ///
    /// - Throws: `Failure` with everything that is wrong with it.
    public static func read(in project: FilePath, files: any FileSystem) throws -> ScaffoldRecord? {
        let file = project.pushing(FilePath(path))
        return try files.exists(file) ? ScaffoldRecord(parsing: files.read(file)) : nil
    }

    /// - Throws: `Failure` with everything that is wrong with the text.
    public init(parsing bytes: [UInt8]) throws {
        try Self.checkMarkers(bytes)
        let root = try YAMLDocument.parse(bytes, file: Self.path)
        try root.refuseNewerFormat("record", than: Self.format, file: Self.path)
        var validator = SchemaValidator()
        validator.check(root, .object(ScaffoldRecordSchema.file), as: Self.path)
        let problems = validator.problems + Self.pathProblems(root["files"]) + Self.sharedPlaces(root["files"])
        guard problems.isEmpty else { throw Failure(problems.inFileOrder) }
        self.init(root)
    }

    private init(_ root: Node) {
        let template = root["template"]
        let files = (root["files"]?.mapping ?? []).compactMap { entry in
            RecordedFile(entry.value).map { (entry.name, $0) }
        }
        self.init(
            templateName: template?["name"]?.text ?? "", templateVersion: template?["version"]?.text ?? "",
            provenance: template?["source"]?.text.map {
                TemplateProvenance(source: $0, commit: template?["commit"]?.text)
            },
            layout: Self.layout(root["layout"]), project: root["project"]?.text ?? "",
            answers: Dictionary((root["answers"]?.mapping ?? []).map { ($0.name, $0.value.json) }) { $1 },
            files: ByteTable(files) { $1 })
    }

    private static func layout(_ node: Node?) -> Layout? {
        guard let node, let name = node["name"]?.text else { return nil }
        let folders = (node["folders"]?.mapping ?? []).compactMap { entry in
            Layout.Role(rawValue: entry.name).flatMap { role in entry.value.text.map { (role, $0) } }
        }
        return Layout(name: name, folders: Dictionary(folders) { $1 })
    }

    /// Git merges records of two branches; where it could not, its markers stand in the text.
    private static func checkMarkers(_ bytes: [UInt8]) throws {
        let marker = Array("<<<<<<< ".utf8)
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        guard let index = lines.firstIndex(where: { $0.starts(with: marker) }) else { return }
        let line = String(decoding: lines[index], as: UTF8.self)
        throw Failure(
            "this record has an unresolved merge conflict",
            at: SourceLocation(file: path, line: index + 1, column: 1, length: line.count, sourceLine: line),
            notes: ["each file has an entry of its own: keep the entries of both sides"],
            hint: "where both sides changed one value, keep the side of the later template version; "
                + "remove the markers, and run `mlkit plan`")
    }

    /// One place holds one file: merged into another's, both would be lost.
    private static func sharedPlaces(_ node: Node?) -> [Diagnostic] {
        let entries = node?.mapping ?? []
        let home = entries.filter { $0.value["at"] == nil && $0.value["state"] == nil }
        var owners = ByteTable(home.map { ($0.name, $0.name) }) { first, _ in first }
        return entries.compactMap { entry in
            guard let place = entry.value["at"], let path = place.text.map(ProjectPath.normal) else { return nil }
            guard let owner = owners[path] else {
                owners[path] = entry.name
                return nil
            }
            return .error(
                "`\(path)` is the place of the template's `\(owner)`: `\(entry.name)` cannot be there too", at: place.location,
                hint: "give the path to which you moved `\(entry.name)`, or take the line out; if `\(owner)` is elsewhere, or "
                    + "you deleted it, its entry has to say so: `at: PATH`, or `state: deleted`")
        }
    }

    /// A path of the record is a place that is written to.
    private static func pathProblems(_ node: Node?) -> [Diagnostic] {
        (node?.mapping ?? []).flatMap { entry -> [Diagnostic] in
            let place = entry.value["at"]
            let own = ProjectPath.fileProblem(entry.name).map {
                Diagnostic.error("the path `\(entry.name)` \($0)", at: entry.key.location)
            }
            let other = place?.text.flatMap { path in
                ProjectPath.fileProblem(path).map { Diagnostic.error("the path `\(path)` \($0)", at: place?.location) }
            }
            let spot = place?.text.map(ProjectPath.normal)
            let project = spot == "." ? Diagnostic.error("the path `\(place?.text ?? "")` is the project itself", at: place?.location) : nil
            let books = [ScaffoldRecord.path, KeptRenderings.path].first { spot?.hasSameBytes(as: $0) == true }.map {
                Diagnostic.error(
                    "`\($0)` is mlkit's own: no file of the template can be there", at: place?.location,
                    hint: "give the path to which you moved `\(entry.name)`, or take the line out")
            }
            return [own, other, project, books].compactMap(\.self)
        }
    }
}

extension RecordedFile {
    /// An entry that the schema has been held against.
    fileprivate init?(_ node: Node) {
        guard let blob = node["blob"]?.text.flatMap({ ObjectID($0) }),
            let ownership = node["ownership"]?.text.flatMap({ Ownership(rawValue: $0) })
        else { return nil }
        let origin = node["origin"]?.text
        self.init(
            blob: blob, stored: node["stored"]?.text.flatMap { ObjectID($0) },
            isExecutable: node["executable"]?.scalar?.value.bool ?? (origin == nil ? nil : false),
            ownership: ownership, origin: origin, at: node["at"]?.text.map(ProjectPath.normal),
            state: node["state"]?.text.flatMap { State(rawValue: $0) })
    }
}
