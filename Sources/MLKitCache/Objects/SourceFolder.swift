internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

/// What is in a folder of the project, before it is read.
struct SourceFolder: Sendable {
    struct Child: Sendable {
        let name: String
        let kind: Kind
    }

    indirect enum Kind: Sendable {
        case file
        case folder(SourceFolder)
        /// Where it leads, as written in it.
        case link(String)
    }

    let path: FilePath
    let children: [Child]

    /// - Parameters:
    ///   - top: the folder that links must not lead out of.
    ///   - isOutput: whether that is an output, of which its `FolderItem.rules` are no part.
    /// - Throws: `Failure` for what is no file, no folder, and no link that stays inside, and for a `.git`: out of a cache
    ///   could come one that makes git run a command.
    init(_ path: FilePath, in top: FilePath, isOutput: Bool, files: any FileSystem) throws {
        self.path = path
        let entries = try files.entries(path).filter { !isOutput || path != top || !FolderItem.rules.contains($0.name) }
        children = try entries.map { entry in
            let inner = path.appending(entry.name)
            guard !ProjectPath.isGitsOwn(entry.name) else { throw Failure("`\(inner)` is git's own, and never comes out of the cache") }
            switch entry.kind {
            case .file: return Child(name: entry.name, kind: .file)
            case .directory: return Child(name: entry.name, kind: .folder(try Self(inner, in: top, isOutput: isOutput, files: files)))
            case .link: return Child(name: entry.name, kind: .link(try Self.target(inner, in: top, files)))
            case .other: throw Failure("`\(inner)` is neither a file, a folder nor a link")
            }
        }
    }

    /// The files of the folder and those in it, in the order of the children.
    var files: [FilePath] {
        children.flatMap { child -> [FilePath] in
            switch child.kind {
            case .file: return [path.appending(child.name)]
            case .folder(let folder): return folder.files
            case .link: return []
            }
        }
    }

    var hasLinks: Bool {
        children.contains { child in
            switch child.kind {
            case .file: false
            case .folder(let folder): folder.hasLinks
            case .link: true
            }
        }
    }

    private static func target(_ link: FilePath, in top: FilePath, _ files: any FileSystem) throws -> String {
        let target = try files.linkTarget(link) ?? ""
        guard leads(target, from: link.removingLastComponent(), inside: top) else {
            throw Failure("the link `\(link)` leads out of `\(top)`")
        }
        return target
    }

    /// Whether a link that stands in `folder` stays below `top`.
    static func leads(_ target: String, from folder: FilePath, inside top: FilePath) -> Bool {
        let target = FilePath(target)
        guard target.isRelative, !target.isEmpty else { return false }
        return folder.pushing(target).lexicallyNormalized().starts(with: top.lexicallyNormalized())
    }
}
