import Glibc
import MLKitCore
import MLKitTestSupport
import SystemPackage

/// The virtual environment of the tests, as a user has one activated.
enum PythonEnvironment {
    private static let folder = BuiltTool.sourceRoot.appending(".venv")

    /// `python3` is the environment's own.
    static var variables: [String: String] {
        let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
        return [
            "PATH": "\(folder.pushing("bin")):\(path)", "VIRTUAL_ENV": folder.string, "PYTHONDONTWRITEBYTECODE": "1",
            "OMP_NUM_THREADS": "2",
        ]
    }

    /// Whether the environment has a package. PyTorch is left out where only the large build can be had.
    static func has(_ package: String) -> Bool {
        let files = LocalFileSystem()
        let versions = (try? files.list(folder.pushing("lib"))) ?? []
        return versions.contains { version in
            (try? files.exists(folder.pushing(FilePath("lib/\(version)/site-packages/\(package)")))) ?? false
        }
    }
}
