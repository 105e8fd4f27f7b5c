import Glibc
import MLKitCore
import SystemPackage

/// Symbolic links for tests.
enum AdoptLinks {
    static func make(_ target: String, at path: FilePath) throws {
        guard symlink(target, path.string) == 0 else { throw Failure("cannot link `\(path)`") }
    }
}
