internal import MLKitCore
internal import SystemPackage

/// Where a list of the project's own is written: in the project, by way of no link that leads out of it.
struct ListPlace {
    let project: FilePath
    let files: any FileSystem

    /// As many links as one may lead on to.
    private static let longest = 40

    /// - Parameter list: relative to the project.
    /// - Throws: `Failure` for a link out of the project, whoever made it: git would have nothing of the list.
    func check(_ list: String) throws {
        var way = FilePath(list).lexicallyNormalized()
        for _ in 0..<Self.longest {
            guard let link = try firstLink(on: way) else { return }
            guard let next = link.next else { throw refusal(of: link.path) }
            way = next
        }
        throw refusal(of: way)
    }

    /// The first link on a way, and the way that it leads to; `nil` for one out of the project.
    private func firstLink(on way: FilePath) throws -> (path: FilePath, next: FilePath?)? {
        let top = project.lexicallyNormalized()
        var path = FilePath()
        for name in way.components {
            path.append(name)
            guard let target = try files.linkTarget(top.pushing(path)) else { continue }
            var next = top.pushing(path).removingLastComponent().pushing(FilePath(target)).lexicallyNormalized()
            next.append(way.components.dropFirst(path.components.count))
            return (path, next.removePrefix(top) ? next : nil)
        }
        return nil
    }

    private func refusal(of path: FilePath) -> Failure {
        Failure(
            "`\(path)` is a symbolic link that leads out of the project, and lists are files that git has the content of",
            hint: "put what it leads to in its place, or name another file by `--list`")
    }
}
