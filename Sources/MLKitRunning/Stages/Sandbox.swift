public import MLKitCore
public import MLKitSpec
public import SystemPackage

/// A folder that holds the inputs of one command and nothing else, for the command to run in: what it reads besides
/// is missing, and what it writes besides stays behind.
///
/// Inputs are copies, which share their blocks with the originals where the disk can do that. Links would let the
/// command write into the project; a mount namespace would do it without copies, but few machines grant one to
/// everybody. It keeps nobody in who wants out: absolute paths still lead everywhere.
public struct Sandbox: Sendable {
    let stage: StageSpec
    let project: FilePath
    /// The stage's own folder under `.mlkit/tmp`.
    let scratch: FilePath
    let files: any FileSystem

    public init(stage: StageSpec, project: FilePath, scratch: FilePath, files: any FileSystem) {
        self.stage = stage
        self.project = project
        self.scratch = scratch
        self.files = files
    }

    public var folder: FilePath { scratch.appending("sandbox") }

    /// Puts the inputs in, as far as they are there.
    ///
    /// - Returns: the folder.
    public func fill() throws -> FilePath {
        try files.makeDirectory(folder)
        // What stands outside of the project is read there.
        for input in stage.inputs where !input.path.hasPrefix("/") {
            guard input.content == .files else {
                try link(FilePath(input.path))
                continue
            }
            let isPattern = try Glob.isPattern(input.path, in: project, files: files)
            for path in isPattern ? try Glob(input.path).matches(in: project, files: files) : [input.path] {
                try copy(FilePath(path), above: [])
            }
        }
        for output in stage.outputs {
            let path = FilePath(output.path)
            let found = output.isKept ? [path] : FolderItem.rules.map { path.appending($0) }
            for path in found { try copy(path, above: []) }
        }
        return folder
    }

    /// A Python environment cannot be moved, and is too large to be copied.
    private func link(_ path: FilePath) throws {
        let source = project.pushing(path)
        guard try files.exists(source), try !files.exists(folder.pushing(path)) else { return }
        try files.makeLink(at: folder.pushing(path), to: source.string)
    }

    private func copy(_ path: FilePath, above: [UInt64]) throws {
        let source = project.pushing(path)
        guard let information = try files.information(at: source) else { return }
        guard information.kind == .directory else {
            return try copy(source, to: folder.pushing(path), executable: information.isExecutable)
        }
        let inode = information.inode
        // A link back to a folder around it leads to that folder's copy.
        if inode != 0, above.contains(inode), let target = try files.linkTarget(source) {
            if !target.hasPrefix("/") { try files.makeLink(at: folder.pushing(path), to: target) }
            return
        }
        guard above.count <= 100 else { throw Failure("`\(path)` nests too deep") }
        try files.makeDirectory(folder.pushing(path))
        for name in try files.list(source) where FilePath(path.string).appending(name) != ".mlkit" {
            try copy(path.appending(name), above: above + [inode])
        }
    }

    /// Inputs may overlap, as a folder and a file in it: what is there already stays.
    private func copy(_ source: FilePath, to destination: FilePath, executable: Bool) throws {
        guard try !files.exists(destination) else { return }
        try files.makeDirectory(destination.removingLastComponent())
        guard try !files.clone(source, to: destination, executable: executable) else { return }
        _ = try files.copy(source, to: destination, executable: executable)
    }

    /// Moves the outputs into the project.
    ///
    /// - Parameter room: is made for them.
    /// - Returns: warnings of what else was written.
    func empty(into room: inout OutputRoom) throws -> [String] {
        let extra = try others(FilePath(), depth: 0)
        try room.clear()
        for (number, output) in stage.outputs.enumerated() {
            let place = project.pushing(FilePath(output.path))
            // One that the command has read was copied here, and comes back from here.
            if try files.standing(at: place) != nil {
                try files.move(place, to: scratch.appending("replaced").appending("\(number)"))
            }
            try files.move(folder.pushing(FilePath(output.path)), to: place)
        }
        return extra.map { "it also wrote `\($0)`, which is not among its outputs and was dropped" }
    }

    /// What stands in the folder that is neither input nor output, nor on the way to one; the first few.
    private func others(_ path: FilePath, depth: Int) throws -> [String] {
        var found = [String]()
        for name in try files.list(folder.pushing(path)) where found.count < 5 {
            let inner = path.appending(name)
            if isDeclared(inner) { continue }
            if try files.exists(project.pushing(inner)), isInput(inner) { continue }
            let isFolder = try files.information(at: folder.pushing(inner))?.kind == .directory
            if isFolder, depth < 100 {
                found += try others(inner, depth: depth + 1)
            } else {
                found.append(inner.string)
            }
        }
        return found
    }

    private func isDeclared(_ path: FilePath) -> Bool {
        stage.outputs.contains { path.starts(with: FilePath($0.path).lexicallyNormalized()) }
    }

    private func isInput(_ path: FilePath) -> Bool {
        stage.inputs.contains { input in
            path.starts(with: FilePath(input.path).lexicallyNormalized())
                || Glob.isPattern(input.path) && Glob(input.path).matches(path.string)
        }
    }

    /// Paths that a log names, that stand in the project, but not in the folder: what the command probably missed.
    public func undeclared(in log: String) throws -> [Diagnostic] {
        let separators = Set(" \t\r\n'\"`´‘’“”«»()[]{}<>,;:=")
        var seen = Set<String>()
        var problems = [Diagnostic]()
        for word in log.split(whereSeparator: { separators.contains($0) }) where problems.count < 5 {
            var path = FilePath(String(word)).lexicallyNormalized()
            if path.isAbsolute, !path.removePrefix(folder) { continue }
            guard word.utf8.count < 4096, !path.isEmpty, path.components.first?.kind == .regular,
                path.components.first?.string != ".mlkit", seen.insert(path.string).inserted,
                try !files.exists(folder.pushing(path)), try files.exists(project.pushing(path)), !isDeclared(path)
            else { continue }
            problems.append(
                .error(
                    "the log of `\(stage.name)` names `\(path)`, which is not among its inputs", at: stage.location,
                    hint: "if the command reads it, add it to `inputs`"))
        }
        return problems
    }
}
