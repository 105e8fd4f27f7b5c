internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

/// The hidden folders in which new projects are made, beside where they are to stand.
struct ProjectDrafts {
    let name: String
    let folder: FilePath
    let files: any FileSystem

    /// One that is not there yet.
    var fresh: FilePath { folder.appending(".\(name)." + String(UInt32.random(in: 0 ... .max), radix: 36) + Self.suffix) }

    private static let suffix = ".tmp"
    /// In seconds: no project takes so long to make.
    private static let age = 3600

    /// Removes what commands that were killed have left, of projects of whatever name: it has the mark of one, and nobody holds
    /// it.
    ///
    /// - Returns: the folders that were removed.
    func removeDead() -> [FilePath] {
        drafts.filter { place in
            guard let mark = DraftMark(left: place) else { return false }
            defer { withExtendedLifetime(mark) {} }
            return (try? files.remove(place)) != nil
        }
    }

    /// Old folders of this name without a mark, as earlier versions of mlkit left them when they were killed. They stay: a
    /// project of the user's may be called so.
    ///
    /// - Parameter now: in seconds since 1970.
    func unmarked(at now: Int) -> [FilePath] {
        drafts.filter { place in
            guard place.lastComponent?.string.hasPrefix(".\(name).") == true, !DraftMark.stands(in: place),
                let information = try? files.standing(at: place)?.information,
                information.modified / 1_000_000_000 < now - Self.age, let inside = try? files.list(place)
            else { return false }
            return inside.isEmpty || inside.contains(ProjectSpec.fileName) || inside.contains(".mlkit")
        }
    }

    private var drafts: [FilePath] {
        let names = (try? files.list(folder)) ?? []
        return names.filter(Self.isDraft).map { folder.appending($0) }.filter { (try? files.standing(at: $0)?.kind) == .directory }
    }

    /// Whether a folder is called as drafts are: `.NAME.NUMBER.tmp`.
    private static func isDraft(_ name: String) -> Bool {
        guard name.hasPrefix("."), name.hasSuffix(suffix) else { return false }
        let parts = name.dropFirst().dropLast(suffix.count).split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 2, let number = parts.last else { return false }
        return (1...7).contains(number.count) && UInt32(number, radix: 36) != nil
    }
}
