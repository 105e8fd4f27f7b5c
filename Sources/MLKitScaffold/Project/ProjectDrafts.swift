internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

/// The hidden folders in which new projects of a name are made, beside where they are to stand.
struct ProjectDrafts {
    let name: String
    let folder: FilePath
    let files: any FileSystem

    /// One that is not there yet.
    var fresh: FilePath { folder.appending(prefix + String(UInt32.random(in: 0 ... .max), radix: 36) + Self.suffix) }

    private var prefix: String { ".\(name)." }
    private static let suffix = ".tmp"
    /// In seconds: no project takes so long to make.
    private static let age = 3600

    /// Removes what commands that were killed have left. What else is called so stays: it has nothing of a project in it.
    ///
    /// - Parameter now: in seconds since 1970.
    func removeOld(at now: Int) {
        guard let names = try? files.list(folder) else { return }
        for name in names where isDraft(name) {
            let place = folder.appending(name)
            guard let standing = try? files.standing(at: place), standing.kind == .directory,
                let information = standing.information, information.modified / 1_000_000_000 < now - Self.age,
                let inside = try? files.list(place), inside.isEmpty || inside.contains(ProjectSpec.fileName) || inside.contains(".mlkit")
            else { continue }
            try? files.remove(place)
        }
    }

    private func isDraft(_ name: String) -> Bool {
        guard name.hasPrefix(prefix), name.hasSuffix(Self.suffix) else { return false }
        let middle = name.dropFirst(prefix.count).dropLast(Self.suffix.count)
        return (1...7).contains(middle.count) && UInt32(middle, radix: 36) != nil
    }
}
