internal import Glibc
internal import MLKitCore
internal import SystemPackage

/// What the system says of a running process (proc(5)).
struct ProcessLines {
    private let place: String
    /// What it was started with.
    private let words: [String]
    /// From the third word on of its line of figures; the second, its name, is in brackets and may have spaces.
    private let figures: [Substring]

    /// Nothing for the first process, and where the system shows none.
    init?(of process: pid_t) {
        guard process > 1 else { return nil }
        place = "/proc/\(process)"
        words = Self.read(place + "/cmdline").split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        let line = String(decoding: Self.read(place + "/stat"), as: UTF8.self)
        guard let end = line.lastIndex(of: ")") else { return nil }
        figures = line[line.index(after: end)...].split(separator: " ")
    }

    /// What its words name: the last part of a path, or the value of an option, as of what runs many hooks.
    var names: [String] { words.compactMap { $0.split(whereSeparator: { $0 == "/" || $0 == "=" }).last.map(String.init) } }

    var parent: pid_t? { figures.count > 1 ? pid_t(figures[1]) : nil }

    /// The folder that it works in.
    var folder: FilePath? { try? LocalFileSystem().linkTarget(FilePath(place + "/cwd")).map { FilePath($0) } }

    /// The command of git that it is; `nil` for any other program.
    var gitCommand: String? {
        guard let program = words.first, RepositoryPath.name(of: program) == "git" else { return nil }
        var rest = words.dropFirst()
        while let word = rest.popFirst() {
            if ["-c", "-C", "--git-dir", "--work-tree", "--namespace"].contains(word) { rest = rest.dropFirst() }
            else if !word.hasPrefix("-") { return word }
        }
        return nil
    }

    /// When it was started, in seconds since 1970, to a hundredth.
    var start: Double? {
        let (ticks, index) = (sysconf(Int32(_SC_CLK_TCK)), 19)
        guard figures.count > index, let start = Double(figures[index]), ticks > 0 else { return nil }
        return Self.now(CLOCK_REALTIME) - Self.now(CLOCK_BOOTTIME) + start / Double(ticks)
    }

    private static func now(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func read(_ path: String) -> [UInt8] { (try? LocalFileSystem().read(FilePath(path))) ?? [] }
}
