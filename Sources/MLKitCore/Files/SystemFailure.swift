internal import Glibc
public import SystemPackage

/// The message of a failed system call.
public enum SystemFailure {
    /// "cannot read `x`: no such file or directory", from the current `errno`.
    static func failure(_ action: String, _ path: FilePath) -> Failure {
        failure(action, path, Errno(rawValue: errno))
    }

    /// The same, of a known code.
    public static func failure(_ action: String, _ path: FilePath, _ code: Errno) -> Failure {
        let reason = String(cString: strerror(code.rawValue))
        return Failure(
            "cannot \(action) `\(path)`: \(reason.prefix(1).lowercased() + reason.dropFirst())", hint: hint(code))
    }

    private static func hint(_ code: Errno) -> String? {
        switch code {
        case .noSpace: DiskSpace.hint
        case .diskQuotaExceeded: "make room within your quota and try again; `mlkit cache gc` drops what nothing needs"
        default: nil
        }
    }
}
