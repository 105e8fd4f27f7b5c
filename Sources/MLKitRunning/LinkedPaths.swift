internal import Glibc
internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

/// Paths of stages that go through links: two of them may be one and the same file in other words, and then nobody can tell
/// by them who has to wait for whom.
struct LinkedPaths {
    private struct Place {
        let stage: StageSpec
        /// As it stands in the spec.
        let written: String
        /// Where that is, relative to the project if it is there.
        let real: String
        let input: StageInput?
    }

    private let project: FilePath
    private let files: any FileSystem
    private var problems: [String: [Diagnostic]] = [:]
    /// By folder, where it is.
    private var folders: ByteTable<String> = [:]

    init(_ stages: [StageSpec], in project: FilePath, files: any FileSystem) {
        self.project = project
        self.files = files
        var places = [Place]()
        for stage in stages {
            for output in stage.outputs {
                places.append(Place(stage: stage, written: output.path, real: resolved(output.path, isFile: false), input: nil))
            }
            for input in stage.inputs where input.content == .files {
                // Of what a stage makes it is known who comes first.
                let real = input.producer == nil ? resolved(input.path, isFile: true) : input.path
                places.append(Place(stage: stage, written: input.path, real: real, input: input))
            }
        }
        for place in places where place.real != place.written { compare(place, places) }
    }

    func problems(of stage: String) -> [Diagnostic] { problems[stage] ?? [] }

    private mutating func compare(_ place: Place, _ places: [Place]) {
        for other in places where place.input == nil || other.input == nil {
            // Two that go through links meet each other twice.
            let isLater = other.real != other.written && other.written < place.written
            guard !isLater, other.written != place.written || other.stage.name != place.stage.name, meet(place, other),
                !isKnown(place, other)
            else { continue }
            problems[place.stage.name, default: []].append(Self.problem(place, other))
        }
    }

    /// Whether the spec tells that one comes before the other, or that both write the same.
    private func isKnown(_ one: Place, _ other: Place) -> Bool {
        if let input = one.input { return input.producers.contains(other.stage.name) }
        if let input = other.input { return input.producers.contains(one.stage.name) }
        return false
    }

    private func meet(_ one: Place, _ other: Place) -> Bool {
        if Glob.isPattern(one.real) { return Glob(one.real).overlaps(other.real) }
        if Glob.isPattern(other.real) { return Glob(other.real).overlaps(one.real) }
        return one.real.hasSameBytes(as: other.real) || one.real.hasPrefix(other.real + "/") || other.real.hasPrefix(one.real + "/")
    }

    private static func problem(_ place: Place, _ other: Place) -> Diagnostic {
        let what = place.input == nil ? "output" : "input"
        let does = other.input == nil ? "writes" : "reads"
        let also = place.input == nil && other.input == nil ? " too" : ""
        return .error(
            "the \(what) `\(place.written)` of stage `\(place.stage.name)` is `\(place.real)`, by way of a link, which stage "
                + "`\(other.stage.name)` \(does) as `\(other.written)`\(also)",
            at: place.input?.location ?? place.stage.location, hint: "name it the same in both: `\(place.real)`")
    }

    /// - Parameter isFile: whether a link at the path itself is followed too.
    private mutating func resolved(_ path: String, isFile: Bool) -> String {
        guard !path.hasPrefix("/"), !path.hasPrefix("${") else { return path }
        if Glob.isPattern(path) {
            let folder = Glob(path).fixedFolder
            return folder.isEmpty ? path : Self.join(follow(folder), path.dropFirst(folder.count))
        }
        if isFile { return follow(path) }
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
        return Self.join(follow(String(path[..<slash])), path[slash...])
    }

    private mutating func follow(_ path: String) -> String {
        if let known = folders[path] { return known }
        var place = path
        if let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) { place = Self.join(follow(String(path[..<slash])), path[slash...]) }
        // What cannot be looked at is told of elsewhere.
        let isLink = (try? files.isLink(project.pushing(FilePath(place)))) ?? false
        let real = isLink ? target(place) : place
        folders[path] = real
        return real
    }

    private static func join(_ folder: String, _ rest: Substring) -> String {
        folder.isEmpty ? String(rest.dropFirst()) : folder + rest
    }

    private func target(_ link: String) -> String {
        guard let root = Self.real(project), var end = Self.real(project.pushing(FilePath(link))) else { return link }
        _ = end.removePrefix(root)
        return end.string
    }

    private static func real(_ path: FilePath) -> FilePath? {
        guard let text = realpath(path.string, nil) else { return nil }
        defer { free(text) }
        return FilePath(String(cString: text))
    }
}
