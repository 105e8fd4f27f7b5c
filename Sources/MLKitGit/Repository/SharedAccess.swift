internal import Glibc
internal import MLKitCore
internal import SystemPackage

/// What others may do with what is made in a repository that several people write to: the setting `core.sharedRepository`
/// (git-config(1)).
struct SharedAccess {
    private let bits: mode_t
    /// Whether nobody may do more than the setting says, whatever the user's mask.
    private let isExact: Bool

    /// `nil` for a repository that is not shared.
    init?(_ settings: Configuration) throws {
        let name = "core.sharedRepository"
        guard let text = try settings.string(name) else { return nil }
        switch text {
        case "umask": return nil
        case "group": self.init(bits: 0o660, isExact: false)
        case "all", "world", "everybody": self.init(bits: 0o664, isExact: false)
        default:
            guard let number = mode_t(text, radix: 8) else {
                guard try settings.flag(name) else { return nil }
                self.init(bits: 0o660, isExact: false)
                return
            }
            switch number {
            case 0: return nil
            case 1: self.init(bits: 0o660, isExact: false)
            case 2: self.init(bits: 0o664, isExact: false)
            default:
                guard number & 0o600 == 0o600 else { throw Configuration.refused(name, text) }
                self.init(bits: number & 0o666, isExact: true)
            }
        }
    }

    private init(bits: mode_t, isExact: Bool) {
        self.bits = bits
        self.isExact = isExact
    }

    /// Gives a file or folder that was just made the rights that git gives it. What is another's has them already.
    func grant(_ path: FilePath) {
        var status = stat()
        guard lstat(path.string, &status) == 0, [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) else { return }
        var mode = status.st_mode & 0o7777
        var granted = mode & S_IWUSR == 0 ? bits & ~0o222 : bits
        if mode & S_IXUSR != 0 { granted |= (granted & 0o444) >> 2 }
        mode = isExact ? mode & ~0o777 | granted : mode | granted
        if status.st_mode & S_IFMT == S_IFDIR, mode & 0o060 != 0 { mode |= S_ISGID }
        chmod(path.string, mode)
    }
}
